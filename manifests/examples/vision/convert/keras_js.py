"""A Keras model that TensorFlow.js wrote as JavaScript modules, its weights quantised to bytes."""
import base64
import json
import re

import numpy as np

from .draft import Draft

MAIN = re.compile(r"\{1:\[function\(\w,\w,\w\)\{\w\.exports=(.*)\},\{\}\]\},\{\},\[1\]\)\(1\)\}\);?\s*$", re.S)


def exported(path):
    """The value that the module exports, as JavaScript text."""
    with open(path, encoding="utf-8") as file:
        match = MAIN.search(file.read())
    if not match:
        raise ValueError(f"{path} is not a module of the expected form")
    return match.group(1)


def literal(text):
    """A JavaScript object literal as Python values: unquoted keys, !0 and !1, numbers without a leading zero."""
    parts = re.split(r'("(?:[^"\\]|\\.)*")', text)
    for i in range(0, len(parts), 2):
        part = re.sub(r"([{,]\s*)([A-Za-z_]\w*)\s*:", r'\1"\2":', parts[i])
        part = part.replace("!0", "true").replace("!1", "false")
        parts[i] = re.sub(r"(?<![\w.])(-?)\.(\d)", r"\g<1>0.\2", part)
    return json.loads("".join(parts))


def dequantised(manifest, blob):
    """Weights by name: value = byte * scale + min."""
    weights, offset = {}, 0
    for entry in (entry for group in manifest for entry in group["weights"]):
        count = int(np.prod(entry["shape"]))
        scale = entry["quantization"]
        if scale["dtype"] != "uint8":
            raise ValueError(f"{entry['name']} is quantised to {scale['dtype']}, expected uint8")
        values = np.frombuffer(blob, np.uint8, count, offset).astype(np.float32)
        weights[entry["name"]] = (values * np.float32(scale["scale"]) + np.float32(scale["min"])).reshape(entry["shape"])
        offset += count
    if offset != len(blob):
        raise ValueError(f"the weight file has {len(blob)} bytes, the manifest names {offset}")
    return weights


def convert(model_path, shard_path, out_path, name):
    model = literal(exported(model_path))
    blob = base64.b64decode(exported(shard_path).strip().strip('"'))
    weights = dequantised(model["weightsManifest"], blob)
    layers = model["modelTopology"]["model_config"]["config"]["layers"]
    size = layers[0]["config"]["batch_input_shape"][1]
    draft = Draft(name, size)
    values, padding, classes = {}, {}, None
    for layer in layers:
        kind, config, key = layer["class_name"], layer["config"], layer["name"]
        inputs = [values[inbound[0]] for inbound in layer["inbound_nodes"][0]] if layer["inbound_nodes"] else ["image"]
        x = inputs[0]
        if kind == "InputLayer" or kind == "Dropout":
            values[key] = x
        elif kind == "ZeroPadding2D":
            (top, bottom), (left, right) = config["padding"]
            padding[key] = (top, left, bottom, right)
            values[key] = x
        elif kind in ("Conv2D", "DepthwiseConv2D"):
            values[key] = convolution(draft, key, kind, config, x, weights, padding.get(layer["inbound_nodes"][0][0][0]))
        elif kind == "BatchNormalization":
            parts = [weights[f"{key}/{part}"] for part in ("gamma", "beta", "moving_mean", "moving_variance")]
            values[key] = draft.batch_norm(key, x, *parts, config["epsilon"])
        elif kind == "ReLU":
            if config["max_value"] != 6:
                raise ValueError(f"{key}: a ReLU up to {config['max_value']} was not expected")
            values[key] = draft.relu6(key, x)
        elif kind == "Add":
            values[key] = draft.node("Add", key, inputs)
        elif kind in ("AveragePooling2D", "Flatten"):
            values[key] = x  # the classifier below pools
        elif kind == "Dense":
            values[key] = dense(draft, key, config, x, weights, first=classes is None)
            classes = config["units"]
        else:
            raise ValueError(f"{key}: layer {kind} was not expected")
    draft.save(out_path, values[layers[-1]["name"]], classes)


def dense(draft, key, config, x, weights, first):
    """The first one pools; a last softmax is left out, so that the output is logits."""
    kernel, bias = weights[key + "/kernel"], weights[key + "/bias"]
    if first:
        x = draft.node("Flatten", "flat", [draft.node("GlobalAveragePool", "pool", [x])], axis=1)
    x = draft.node("Gemm", key, [x, draft.weight(key + ".weight", kernel), draft.weight(key + ".bias", bias)])
    if config["activation"] == "relu":
        return draft.node("Relu", key + ".relu", [x])
    if config["activation"] not in ("linear", "softmax"):
        raise ValueError(f"{key}: activation {config['activation']} was not expected")
    return x


def convolution(draft, key, kind, config, x, weights, pads):
    stride = config["strides"][0]
    kernel = weights[f"{key}/depthwise_kernel" if kind == "DepthwiseConv2D" else f"{key}/kernel"]
    if kind == "DepthwiseConv2D":
        kernel, groups = kernel.transpose(2, 3, 0, 1), kernel.shape[2]
    else:
        kernel, groups = kernel.transpose(3, 2, 0, 1), 1
    if config["padding"] == "same":
        if stride != 1:
            raise ValueError(f"{key}: SAME padding with stride {stride} was not expected")
        pads = ((kernel.shape[2] - 1) // 2,) * 4
    bias = weights.get(f"{key}/bias") if config["use_bias"] else None
    return draft.conv(key, x, kernel, stride, pads or (0, 0, 0, 0), groups, bias)
