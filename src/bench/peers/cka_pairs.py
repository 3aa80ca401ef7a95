"""CKA of all pairs of layers of a zoo, pair by pair, as DeRy's authors do it (Yang et al., NeurIPS 2022): nothing that one pair computed is kept
for the next.

Own code, written from the formula of linear CKA (Kornblith et al., "Similarity of neural network representations revisited", ICML 2019, section 3):
features of both layers are loaded, their Gram matrices over all samples formed and centred, and their inner product divided by the product of
their norms. As theirs does, it checks that each Gram matrix is symmetric, and centres by means that are summed in double precision.

A sample of pairs is measured: all of the widths 64, 128, ... 2048 with each other once. Their mean times the number of pairs is the whole. Pairs
are counted as the authors' are: for each pair of models, and each model with itself, each layer of one with each of the other.

Arguments: models, layers of all of them, samples. Prints seconds.
"""

import itertools
import json
import os
import sys
import tempfile
import time

import torch

import synthetic

WIDTHS = (64, 128, 256, 512, 1024, 2048)


def centred_gram(features):
    gram = features @ features.T
    if not torch.allclose(gram, gram.T):
        raise ValueError("a Gram matrix must be symmetric")
    means = gram.mean(dim=0, dtype=torch.float64)
    shares = means - means.mean() / 2
    gram -= shares[:, None]
    gram -= shares
    return gram


def cka(left, right):
    k, l = centred_gram(left).flatten(), centred_gram(right).flatten()
    return (k.dot(l) / (k.norm() * l.norm())).item()


def pair(paths):
    left, right = (torch.load(path) for path in paths)
    return cka(left, right)


def pairs(models, layers):
    lengths = synthetic.layers_of(models, layers)
    return sum(a * b for i, a in enumerate(lengths) for b in lengths[: i + 1])


def main():
    models, layers, samples = map(int, sys.argv[1:])
    torch.manual_seed(1)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for width in WIDTHS:
            paths.append(os.path.join(folder, f"{width}.pt"))
            torch.save(torch.randn(samples, width), paths[-1])
        pair((paths[0], paths[-1]))  # starts threads
        sample = list(itertools.combinations_with_replacement(paths, 2))
        start = time.perf_counter()
        for one in sample:
            pair(one)
        mean = (time.perf_counter() - start) / len(sample)
    print(json.dumps({"seconds": [mean * pairs(models, layers)]}))


if __name__ == "__main__":
    main()
