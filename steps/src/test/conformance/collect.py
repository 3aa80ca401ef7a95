"""Writes the ONNX standard's backend node tests as files: python collect.py FOLDER

Each case becomes a folder of its name with model.onnx, and values.onnx: a model without nodes whose initializers are the
inputs ("in:" and the input's name) and what is expected ("out:" and the output's name). Values that are no tensors
(sequences, left out optionals) are not written. cases.csv lists the cases; it is written last, so where it is, all is.
"""

import csv
import pathlib
import sys
import warnings

import numpy
from onnx import helper, numpy_helper
from onnx.backend.test.case.node import collect_testcases


def tensors(infos, values, prefix):
    for info, value in zip(infos, values):
        if isinstance(value, (numpy.ndarray, numpy.generic)):
            yield numpy_helper.from_array(numpy.asarray(value), prefix + info.name)
        elif hasattr(value, "data_type"):
            value.name = prefix + info.name
            yield value


def values_model(model, inputs, outputs):
    held = [*tensors(model.graph.input, inputs, "in:"), *tensors(model.graph.output, outputs, "out:")]
    infos = [helper.make_tensor_value_info(t.name, t.data_type, t.dims) for t in held]
    graph = helper.make_graph([], "values", [], infos, held)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)


def operator_set(model, node):
    versions = {imported.domain: imported.version for imported in model.opset_import}
    return f"{node.domain} {versions[node.domain]}".strip()


def main(folder):
    warnings.filterwarnings("ignore")  # Overflows that cases provoke on purpose.
    cases = {case.name: case for case in collect_testcases(None)}
    rows = []
    for name, case in sorted(cases.items()):
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        (inputs, outputs), = case.data_sets
        (place / "model.onnx").write_bytes(case.model.SerializeToString())
        (place / "values.onnx").write_bytes(values_model(case.model, inputs, outputs).SerializeToString())
        # A case whose operator is written out in primitive ones belongs to the operator that it stands for.
        node = cases.get(name.split("_expanded")[0], case).model.graph.node[0]
        rows.append([name, node.op_type, operator_set(case.model, case.model.graph.node[0]), case.rtol, case.atol])
    with open(folder / "cases.csv", "w", newline="", encoding="utf-8") as out:
        csv.writer(out, lineterminator="\n").writerows([["case", "operator", "opset", "rtol", "atol"], *rows])


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
