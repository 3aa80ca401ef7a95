"""What PyTorch's matrix product does at its best here: the fastest of several float32 products of square matrices, in GFLOP/s.

Arguments: sizes of the matrices. Prints gflops.
"""

import json
import sys
import time

import torch

RUNS = 10


def main():
    best = 0.0
    for size in map(int, sys.argv[1:]):
        left, right = torch.randn(size, size), torch.randn(size, size)
        for _ in range(RUNS):
            start = time.perf_counter()
            left @ right
            best = max(best, 2 * size**3 / (time.perf_counter() - start) / 1e9)
    print(json.dumps({"gflops": [best]}))


if __name__ == "__main__":
    main()
