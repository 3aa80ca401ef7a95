"""Small values of the peers, for the tests of the Java side: python golden.py >../test/golden.json, with the peers' interpreter."""

import itertools
import json

import torch

import cka_pairs
import partition
import synthetic


def best_assembly(problem, blocks):
    """By trying all sequences of one block of each set."""
    members = [[b for b in range(blocks) if problem.set_of[b] == s] for s in range(problem.sets)]
    best, chosen, fitting = float("-inf"), None, 0
    for choice in itertools.product(*members):
        for path in itertools.permutations(choice):
            score = problem.score(path)
            fitting += score is not None
            if score is not None and score > best:
                best, chosen = score, path
    return {"score": best, "blocks": chosen, "fitting": fitting}


def features(samples, channels, noise):
    """Two shared signals, mixed for each channel, and noise."""
    values = [[sum(synthetic.unit(5, 31, i, s) * synthetic.unit(5, noise, c, s) for s in range(2)) + 0.3 * synthetic.unit(5, noise + 1, i, c)
               for c in range(channels)] for i in range(samples)]
    return torch.tensor(values, dtype=torch.float32)


def main():
    zoo = (4, 28)
    print(json.dumps({
        "draws": [[*key, synthetic.unit(*key)] for key in ((1, 2, 3, 4), (0, 0, 0, 0), (77, 19, 191, 190))],
        "similarity": synthetic.similarity(3, 3, 11),
        "objective": partition.search(synthetic.similarity(2, *zoo), synthetic.layers_of(*zoo), 3, 300, 1),
        "assemblies": [best_assembly(synthetic.Problem(seed, 6, 3), 18) for seed in (1, 2, 3)],
        "cka": cka_pairs.cka(features(400, 6, 32), features(400, 5, 34)),
    }))


if __name__ == "__main__":
    main()
