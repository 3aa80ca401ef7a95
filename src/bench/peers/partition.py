"""Partition of a synthetic zoo as the DeRy paper describes it (Yang et al., NeurIPS 2022, algorithm 1), in plain Python as its authors' is.

Own code, written from the description: block k of every model belongs to set k; by turns each anchor is the block with the largest summed
similarity to its set, and boundaries stay, or move one layer forward or back, whichever raises J for these anchors (Kernighan and Lin); the
best of many random starts. A move is judged by the two blocks that it changes, not by J as a whole, which is faster than the paper's text.

Arguments: models, layers a model on the average, blocks a model, restarts, seeds. Prints seconds and objective, J, for each seed.
"""

import json
import random
import sys
import time

import synthetic

TOLERANCE = 0.2


def random_cuts(length, blocks, limit, rng):
    """Boundaries of blocks of 1 to limit layers: drawn until they fit."""
    while True:
        cuts = [0] + sorted(rng.sample(range(1, length), blocks - 1)) + [length]
        if all(b - a <= limit for a, b in zip(cuts, cuts[1:])):
            return cuts


def alike(similarity, block, other):
    """S in the paper's Lagrangian form: similarity of the inputs plus similarity of the outputs. Blocks are pairs of rows."""
    return similarity[block[0]][other[0]] + similarity[block[1]][other[1]]


def medoids(similarity, offsets, cuts, blocks):
    """The anchor of each set, and J."""
    anchors, total = [], 0.0
    for k in range(blocks):
        members = [(offsets[m] + c[k], offsets[m] + c[k + 1]) for m, c in enumerate(cuts)]
        sums = [sum(alike(similarity, member, other) for member in members) for other in members]
        anchors.append(members[sums.index(max(sums))])
        total += max(sums)
    return anchors, total


def move(similarity, offset, cuts, limit, anchors):
    """Moves the boundaries of one model for given anchors until none moves."""
    moved = True
    while moved:
        moved = False
        for k in range(1, len(cuts) - 1):
            best, value = cuts[k], -1.0
            for at in (cuts[k], cuts[k] - 1, cuts[k] + 1):
                if 0 < at - cuts[k - 1] <= limit and 0 < cuts[k + 1] - at <= limit:
                    before, after = (offset + cuts[k - 1], offset + at), (offset + at, offset + cuts[k + 1])
                    served = alike(similarity, before, anchors[k - 1]) + alike(similarity, after, anchors[k])
                    if served > value + 1e-12:
                        best, value = at, served
            moved |= best != cuts[k]
            cuts[k] = best


def search(similarity, lengths, blocks, restarts, seed):
    """The largest J of all restarts."""
    rng = random.Random(seed)
    offsets = [sum(lengths[:m]) + m for m in range(len(lengths))]
    # Fewer than (1 + tolerance) / blocks of the model.
    limits = [max(-(-length // blocks), -int(-(1 + TOLERANCE) * length // blocks) - 1) for length in lengths]
    best = 0.0
    for _ in range(restarts):
        cuts = [random_cuts(length, blocks, limit, rng) for length, limit in zip(lengths, limits)]
        anchors, objective = medoids(similarity, offsets, cuts, blocks)
        while True:
            for m, own in enumerate(cuts):
                move(similarity, offsets[m], own, limits[m], anchors)
            anchors, after = medoids(similarity, offsets, cuts, blocks)
            if after <= objective + 1e-12:
                break
            objective = after
        best = max(best, objective)
    return best


def main():
    models, blocks, restarts, seeds = (int(sys.argv[i]) for i in (1, 3, 4, 5))
    layers = round(models * float(sys.argv[2]))
    similarity = synthetic.similarity(1, models, layers)
    seconds, objectives = [], []
    for seed in range(1, seeds + 1):
        start = time.perf_counter()
        objectives.append(round(search(similarity, synthetic.layers_of(models, layers), blocks, restarts, seed), 9))
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds, "objective": objectives}))


if __name__ == "__main__":
    main()
