"""Fashion-MNIST as its files have it, and the part that the example uses."""

import gzip
from pathlib import Path

import numpy as np

CLASSES = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot")
# What the zoo is trained on; the training pictures after it are the example's.
PRETRAINING = 30_000
MEAN, STD = 73.0, 90.0


def read(folder, part):
    """Pictures [n, 28, 28] and labels [n] of the part train or t10k, as bytes."""
    with gzip.open(Path(folder) / f"{part}-images-idx3-ubyte.gz") as file:
        pictures = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 28, 28)
    with gzip.open(Path(folder) / f"{part}-labels-idx1-ubyte.gz") as file:
        return pictures, np.frombuffer(file.read(), np.uint8, offset=8)


def write(folder, part, pictures, labels):
    """The inverse of read; the same bytes for the same content."""
    for name, magic, values in (("images-idx3", 0x803, pictures), ("labels-idx1", 0x801, labels)):
        header = np.array([magic, *values.shape], ">i4").tobytes()
        with open(Path(folder) / f"{part}-{name}-ubyte.gz", "wb") as file:
            file.write(gzip.compress(header + values.tobytes(), 9, mtime=0))
