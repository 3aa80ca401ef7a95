"""EfficientNet-lite: inverted residual blocks without squeeze-and-excitation, ReLU6, static SAME padding."""
import math

from . import torch_weights
from .draft import Draft, same_pads

# repeats, kernel, stride, expansion, output width, as in the published EfficientNet-B0 (Tan and Le 2019)
STAGES = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)]
EPSILON = 1e-3


def convert(weights_path, out_path, name, size, depth):
    """depth multiplies the repeats of all stages but the first and the last, rounded up; widths are those of B0."""
    weights = torch_weights.read(weights_path)
    draft = Draft(name, size)

    def norm(key, x):
        return draft.batch_norm(key, x, *(weights[f"{key}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")), EPSILON)

    def conv(key, x, at, stride=1, groups=1):
        kernel = weights[key + ".weight"]
        before, after, output = same_pads(at, kernel.shape[2], stride)
        return draft.conv(key, x, kernel, stride, (before, before, after, after), groups), output

    x, at = conv("_conv_stem", "image", size, 2)
    x = draft.relu6("stem", norm("_bn0", x))
    index = 0
    for stage, (repeats, _, stage_stride, expansion, _) in enumerate(STAGES):
        count = repeats if stage in (0, len(STAGES) - 1) else math.ceil(repeats * depth)
        for repeat in range(count):
            key = f"_blocks.{index}"
            stride = stage_stride if repeat == 0 else 1
            entry = x
            if expansion != 1:
                x, _ = conv(key + "._expand_conv", x, at)
                x = draft.relu6(key + ".expanded", norm(key + "._bn0", x))
            width = weights[key + "._depthwise_conv.weight"].shape[0]
            x, at = conv(key + "._depthwise_conv", x, at, stride, width)
            x = draft.relu6(key + ".filtered", norm(key + "._bn1", x))
            x, _ = conv(key + "._project_conv", x, at)
            x = norm(key + "._bn2", x)
            if repeat > 0:
                x = draft.node("Add", key + ".sum", [x, entry])
            index += 1
    x, _ = conv("_conv_head", x, at)
    x = draft.relu6("features", norm("_bn1", x))
    unused = {k for k in weights if k.startswith(f"_blocks.{index}.")}
    if unused:
        raise ValueError(f"{name}: weights of more blocks than expected: {sorted(unused)[:3]}")
    bias = weights["_fc.bias"]
    draft.save(out_path, draft.classifier(x, weights["_fc.weight"].T, bias), len(bias))
