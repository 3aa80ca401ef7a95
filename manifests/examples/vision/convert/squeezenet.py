"""SqueezeNet 1.1 from a Keras weight file: fire modules whose two branches are concatenated, no batch normalisation."""
import h5py
import numpy as np

from .draft import Draft

# squeeze width, expand width, max pooling before the module
FIRES = [(16, 64, True), (16, 64, False), (32, 128, True), (32, 128, False), (48, 192, True), (48, 192, False), (64, 256, False), (64, 256, False)]


def convert(weights_path, out_path, size):
    draft = Draft("squeezenet1.1", size)
    with h5py.File(weights_path, "r") as file:
        weights = {name: [np.asarray(file[name][w]) for w in file[name].attrs["weight_names"]] for name in file.attrs["layer_names"]}
    weights = {(k.decode() if isinstance(k, bytes) else k): v for k, v in weights.items()}

    def conv(name, x, stride=1, pad=0):
        kernel, bias = weights[name]
        x = draft.conv(name, x, kernel.transpose(3, 2, 0, 1), stride, (pad,) * 4, bias=bias)
        return draft.node("Relu", name + ".relu", [x])

    x = conv("conv1", "image", 2)
    for number, (squeeze, expand, pool) in enumerate(FIRES, start=2):
        fire = f"fire{number}"
        if pool:
            x = draft.node("MaxPool", fire + ".pool", [x], kernel_shape=[3, 3], strides=[2, 2])
        x = conv(fire + "/squeeze1x1", x)
        if weights[fire + "/squeeze1x1"][1].shape != (squeeze,) or weights[fire + "/expand3x3"][1].shape != (expand,):
            raise ValueError(f"{fire} has other widths than SqueezeNet 1.1")
        x = draft.node("Concat", fire, [conv(fire + "/expand1x1", x), conv(fire + "/expand3x3", x, pad=1)], axis=1)
    x = conv("conv10", x)
    pooled = draft.node("GlobalAveragePool", "pool", [x])
    classes = len(weights["conv10"][1])
    draft.save(out_path, draft.node("Flatten", "logits", [pooled], axis=1), classes)
