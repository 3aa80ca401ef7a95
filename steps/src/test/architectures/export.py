"""Writes skeletons/ and layers/, see README.md. Usage: export.py [ARCHITECTURE...]"""

import copy
import csv
import gzip
import json
import pathlib
import sys
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, numpy_helper

from architectures import ARCHITECTURES, inputs, network
from variants import export
from walk import walk

HERE = pathlib.Path(__file__).parent
#: Float tensors with more elements lose their values.
SMALL = 16


def values(model, sample):
    """All float tensors that the model makes, by ONNX Runtime without rewriting."""
    watched = copy.deepcopy(model)
    known = {output.name for output in watched.graph.output}
    made = [name for node in watched.graph.node for name in node.output if name and name not in known]
    watched.graph.output.extend(onnx.ValueInfoProto(name=name) for name in made)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(watched.SerializeToString(), options, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return {name: value for name, value in zip(names, session.run(names, sample)) if value.dtype == np.float32}


def alike(value, wanted):
    if value.shape != wanted.shape:
        return False
    return np.linalg.norm(value - wanted) < 1e-3 * np.linalg.norm(wanted)


def places(model, sample, layers):
    """For each layer the tensors of the export that have its end's values, in either order of axes."""
    if model.graph.input[0].type.tensor_type.shape.dim[-1].dim_value == 3:
        sample = {name: value.permute(0, 2, 3, 1).contiguous() for name, value in sample.items()}
    given = {i.name for i in model.graph.input}
    made = values(model, {name: value.numpy() for name, value in sample.items() if name in given})
    for layer in layers:
        wanted = layer.value.numpy()
        orders = [wanted] + ([wanted.transpose(0, 2, 3, 1), wanted.transpose(0, 3, 1, 2)] if wanted.ndim == 4 else [])
        found = [name for name, value in made.items() if any(alike(value, order) for order in orders)]
        if not found:
            print("    NOTHING has the values of", layer.end, wanted.shape)
        yield " ".join(found)


def skeleton(model):
    """The model without notes, and with its large weights in a file that is not there."""
    model = copy.deepcopy(model)
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for part in [model, model.graph]:
        part.doc_string = ""
        del part.metadata_props[:]
    del model.graph.value_info[:]
    del model.functions[:]
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) > SMALL:
            length = numpy_helper.to_array(tensor).nbytes
            bare = TensorProto(name=tensor.name, data_type=tensor.data_type, dims=tensor.dims, data_location=TensorProto.EXTERNAL)
            for key, value in (("location", "weights.bin"), ("length", str(length))):
                bare.external_data.add(key=key, value=value)
            tensor.CopyFrom(bare)
        tensor.doc_string = ""
        del tensor.metadata_props[:]
    return model


def write(name, architecture):
    model = network(architecture)
    sample = inputs(architecture, 1)
    layers = walk(model, architecture.ends, sample)
    cuts, head = layers[:-1], layers[-1]
    columns = {}
    for variant in architecture.variants:
        exported = export(model, architecture, variant)
        columns[variant] = list(places(exported, sample, cuts))
        packed = gzip.compress(skeleton(exported).SerializeToString(), 9, mtime=0)
        (HERE / "skeletons" / f"{name}.{variant}.onnx.gz").write_bytes(packed)
        norms = sum(node.op_type == "BatchNormalization" for node in exported.graph.node)
        print(f"    {variant}: {len(exported.graph.node)} nodes, {norms} batch normalisations, {len(packed) // 1000} kB", flush=True)
    with open(HERE / "layers" / f"{name}.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["end", "shape", "parameters", "kept", "folded", "macs", *columns])
        for i, layer in enumerate(layers):
            shape = "" if layer is head else "x".join(map(str, layer.value.shape[1:]))
            table.writerow([layer.end, shape, layer.parameters, layer.kept, layer.folded, layer.macs]
                           + ["" if layer is head else column[i] for column in columns.values()])


def described(architecture):
    unused = 0
    if architecture.unused:
        model = architecture.build()
        unused = sum(p.numel() for part in architecture.unused for p in model.get_submodule(part).parameters())
    return {"title": architecture.title, "layer": architecture.layer, "side": architecture.side, "text": architecture.text,
            "published": architecture.published, "unused": unused, "mask": architecture.mask, "variants": architecture.variants}


def main():
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    for folder in ("skeletons", "layers"):
        (HERE / folder).mkdir(exist_ok=True)
    described_all = {name: described(architecture) for name, architecture in ARCHITECTURES.items()}
    (HERE / "architectures.json").write_text(json.dumps(described_all, indent=1) + "\n")
    for name in sys.argv[1:] or ARCHITECTURES:
        print(name, flush=True)
        write(name, ARCHITECTURES[name])


if __name__ == "__main__":
    main()
