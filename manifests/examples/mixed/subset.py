"""Writes the example's data, a part of Fashion-MNIST in its own format: subset.py FASHION_MNIST"""

import argparse
from pathlib import Path

import numpy as np

from fashion import CLASSES, PRETRAINING, read, write

DATA = Path(__file__).parent / "data" / "fashion-small"
EACH = 300


def first(labels, each, start):
    """Places of the first pictures of each class from start on, in order."""
    return np.sort(np.concatenate([start + np.flatnonzero(labels[start:] == c)[:each] for c in range(len(CLASSES))]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", help="folder with Fashion-MNIST's four files, gzipped")
    source = parser.parse_args().source
    DATA.mkdir(parents=True, exist_ok=True)
    for part, start in (("train", PRETRAINING), ("t10k", 0)):  # no picture that the zoo was trained on
        pictures, labels = read(source, part)
        chosen = first(labels, EACH, start)
        write(DATA, part, pictures[chosen], labels[chosen])


if __name__ == "__main__":
    main()
