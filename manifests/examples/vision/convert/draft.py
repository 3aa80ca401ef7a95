"""Writes an ONNX graph node by node."""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


class Draft:
    """One NCHW picture input, one output, a free batch dimension."""

    def __init__(self, name, size):
        self.name = name
        self.input = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, size, size])
        self.nodes = []
        self.weights = {}

    def weight(self, name, value, dtype=np.float32):
        if name not in self.weights:
            self.weights[name] = numpy_helper.from_array(np.ascontiguousarray(value, dtype=dtype), name)
        return name

    def node(self, op, name, inputs, **attributes):
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, **attributes))
        return name

    def conv(self, name, x, kernel, stride=1, pads=(0, 0, 0, 0), groups=1, bias=None):
        """kernel: [out, in / groups, height, width]; pads: top, left, bottom, right."""
        inputs = [x, self.weight(name + ".weight", kernel)]
        if bias is not None:
            inputs.append(self.weight(name + ".bias", bias))
        return self.node("Conv", name, inputs, kernel_shape=list(kernel.shape[2:]), strides=[stride, stride], pads=list(pads), group=groups)

    def batch_norm(self, name, x, gamma, beta, mean, variance, epsilon):
        parts = {"gamma": gamma, "beta": beta, "mean": mean, "variance": variance}
        return self.node("BatchNormalization", name, [x] + [self.weight(f"{name}.{k}", v) for k, v in parts.items()], epsilon=float(epsilon))

    def relu6(self, name, x):
        return self.node("Clip", name, [x, self.weight("zero", np.float32(0)), self.weight("six", np.float32(6))])

    def classifier(self, x, weight, bias):
        """weight: [in, classes]"""
        pooled = self.node("GlobalAveragePool", "pool", [x])
        flat = self.node("Flatten", "flat", [pooled], axis=1)
        return self.node("Gemm", "logits", [flat, self.weight("classifier.weight", weight), self.weight("classifier.bias", bias)])

    def save(self, path, output, classes):
        graph = helper.make_graph(self.nodes, self.name, [self.input],
                                  [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["n", classes])], list(self.weights.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="deep-model-reassembly", ir_version=8)
        onnx.checker.check_model(model, full_check=True)
        onnx.save(model, path)


def same_pads(size, kernel, stride):
    """TensorFlow's SAME for one axis: the odd pixel goes to the end. Returns (before, after, output size)."""
    output = -(-size // stride)
    total = max((output - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2, output
