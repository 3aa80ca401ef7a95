"""Assemblies by random swaps, as DeRy's authors search for them (Yang et al., NeurIPS 2022), but with our additive score: theirs needs networks.

Own code: from a random assembly, a block gives place to another one of its set, or two blocks change places; what fits the budget and scores
higher stays, and after as many tries without that as the zoo has blocks the search starts anew.

Arguments: models, sets, seconds a problem, problems. Prints the best score of each problem.
"""

import json
import random
import sys
import time

import synthetic


def start(problem, members, rng):
    """Random blocks of all sets in random order behind a random first block; None when that is no network within the budget."""
    first = rng.choice([b for b in range(len(problem.set_of)) if b % problem.sets == 0])
    others = [rng.choice(own) for s, own in enumerate(members) if s != problem.set_of[first]]
    rng.shuffle(others)
    path = [first] + others
    return path, problem.score(path)


def swap(path, members, problem, rng):
    other = list(path)
    if rng.random() < 0.5:
        at = rng.randrange(len(path))
        other[at] = rng.choice(members[problem.set_of[path[at]]])
    else:
        i, j = rng.randrange(len(path)), rng.randrange(len(path))
        other[i], other[j] = other[j], other[i]
    return other


def search(problem, seconds, rng):
    members = [[b for b, own in enumerate(problem.set_of) if own == s] for s in range(problem.sets)]
    end = time.perf_counter() + seconds
    best, idle, value = 0.0, 0, None
    while time.perf_counter() < end:
        if value is None or idle > len(problem.set_of):
            path, value = start(problem, members, rng)
            best, idle = max(best, value or 0.0), 0
            continue
        other = swap(path, members, problem, rng)
        score = problem.score(other)
        if score is not None and score > value:
            path, value, idle, best = other, score, 0, max(best, score)
        else:
            idle += 1
    return best


def main():
    models, sets, seconds, problems = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
    scores = [search(synthetic.Problem(seed, models, sets), seconds, random.Random(seed)) for seed in range(1, problems + 1)]
    print(json.dumps({"score": scores}))


if __name__ == "__main__":
    main()
