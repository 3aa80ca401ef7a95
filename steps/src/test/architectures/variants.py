"""The ways to export a network, each as an ONNX model with its weights."""

import io
import os
import tempfile

import onnx
import torch
from onnx import helper
from torch import nn

from architectures import inputs

EXPORTERS = {"opset11": ("torchscript", 11), "opset14": ("torchscript", 14), "opset17": ("torchscript", 17),
             "opset20": ("torchscript", 20), "kept": ("kept", 17), "one": ("one", 17), "dynamo": ("dynamo", 20)}
#: What reads maps as NCHW, so that networks made in NHWC stand between two transpositions there.
MAPS = {"Conv", "BatchNormalization", "MaxPool", "AveragePool", "GlobalAveragePool"}


class FirstNhwc(nn.Module):
    """Pictures come with channels last, and are transposed first."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, image):
        return self.model(image.permute(0, 3, 1, 2))


def export(model, architecture, variant):
    sample = inputs(architecture, 1 if variant == "one" else 2)
    if variant == "first-nhwc":
        return _export(FirstNhwc(model).eval(), {"image": sample["image"].permute(0, 2, 3, 1)}, "torchscript", 17)
    if variant.startswith("nhwc"):
        return channels_last(export(model, architecture, "kept" if variant.endswith("kept") else "opset17"))
    return _export(model, sample, *EXPORTERS[variant])


def _export(model, sample, how, opset):
    dynamic = {name: {0: "n", 1: "length"} if "image" not in sample else {0: "n"} for name in sample}
    args = tuple(sample.values())
    if how == "dynamo":
        dims = {"n": torch.export.Dim.DYNAMIC, "length": torch.export.Dim.DYNAMIC}
        shapes = tuple({axis: dims[dim] for axis, dim in axes.items()} for axes in dynamic.values())
        program = torch.onnx.export(model, args, dynamo=True, opset_version=opset, input_names=list(sample), dynamic_shapes=shapes,
                                    output_names=["output"], verbose=False)
        with tempfile.TemporaryDirectory() as folder:
            program.save(os.path.join(folder, "m.onnx"))
            return onnx.load(os.path.join(folder, "m.onnx"))
    out = io.BytesIO()
    kept = dict(training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False) if how == "kept" else {}
    torch.onnx.export(model, args, out, dynamo=False, opset_version=opset, input_names=list(sample), output_names=["output"],
                      dynamic_axes=None if how == "one" else dynamic, **kept)
    return onnx.load_from_string(out.getvalue())


def channels_last(model):
    """The same network as an exporter writes it that keeps maps as NHWC: each operator on maps between two transpositions."""
    graph = model.graph
    nodes, seen = [], set()
    dims = graph.input[0].type.tensor_type.shape.dim
    sizes = [d.dim_value or d.dim_param for d in dims]
    for dim, size in zip(dims, [sizes[0], sizes[2], sizes[3], sizes[1]]):
        dim.Clear()
        setattr(dim, "dim_param" if isinstance(size, str) else "dim_value", size)
    for node in graph.node:
        if node.op_type in MAPS:
            data, result = node.input[0], node.output[0]
            nodes.append(helper.make_node("Transpose", [data], [result + "/nchw"], node.name + "/before", perm=[0, 3, 1, 2]))
            node.input[0], node.output[0] = result + "/nchw", result + "/map"
            nodes += [node, helper.make_node("Transpose", [result + "/map"], [result], node.name + "/after", perm=[0, 2, 3, 1])]
            seen.add(result)
            continue
        if node.op_type == "Concat" and seen.issuperset(node.input):
            assert node.attribute[0].name == "axis" and node.attribute[0].i == 1, node
            node.attribute[0].i = 3
        nodes.append(node)
        seen.update(node.output)
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]
    return model
