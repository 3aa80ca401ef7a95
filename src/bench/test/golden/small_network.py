"""Writes small.onnx: a convolution, batch normalisation, rectifier, average over the map and classes, with the weights of peers/subject.py's numbers.

The loss that NetworkSidesTest expects of it is the first_loss of `python ../../peers/training.py small.onnx image 8 12 1`, and its pooled features those that
`python small_network.py` prints.
"""
import pathlib
import sys

import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here.parent.parent / "peers"))
import subject  # noqa: E402

nodes = [
    helper.make_node("Conv", ["image", "weight", "bias"], ["convolved"], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1]),
    helper.make_node("BatchNormalization", ["convolved", "scale", "shift", "mean", "variance"], ["normal"]),
    helper.make_node("Relu", ["normal"], ["rectified"]),
    helper.make_node("Conv", ["rectified", "weight2"], ["convolved2"], kernel_shape=[1, 1]),
    helper.make_node("Relu", ["convolved2"], ["features"]),
    helper.make_node("GlobalAveragePool", ["features"], ["pooled"]),
    helper.make_node("Flatten", ["pooled"], ["flat"]),
    helper.make_node("Gemm", ["flat", "classes"], ["logits"])]
weights = {"weight": subject.numbers(6 * 3 * 9).reshape(6, 3, 3, 3), "bias": subject.numbers(6), "scale": 1 + subject.numbers(6) / 2, "shift": subject.numbers(6),
           "mean": subject.numbers(6), "variance": 2 + subject.numbers(6), "weight2": subject.numbers(8 * 6).reshape(8, 6, 1, 1), "classes": subject.numbers(80).reshape(8, 10)}
graph = helper.make_graph(nodes, "small", [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, 8, 8])],
                          [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 10])],
                          [numpy_helper.from_array(value, name) for name, value in weights.items()])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(model, full_check=True)
onnx.save(model, here / "small.onnx")
open_model = onnx.utils.Extractor(onnx.shape_inference.infer_shapes(model)).extract_model(["image"], ["features"])
features = onnxruntime.InferenceSession(open_model.SerializeToString()).run(None, {"image": subject.inputs("image", 8, 1)[0]})[0]
print(features.mean((2, 3))[0].tolist())
