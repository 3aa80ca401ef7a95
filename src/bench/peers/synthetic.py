"""Zoos by formula: the same numbers as Draws, SyntheticZoo and SyntheticProblem of the Java side compute."""

MASK = (1 << 64) - 1
BEND, FAMILY, NOISE = 1, 2, 3
FAMILIES = 4
WIDTH, COST, SPEED, SHARE, MOVED, SET, QUALITY, FIT, ALLOWED = range(11, 20)


def mix(z):
    """The mixing function of SplitMix64 (Steele, Lea and Flood, 2014)."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def unit(seed, what, i, j):
    """A number in [0, 1) that depends on nothing but what it is drawn for."""
    bits = mix((mix((mix((seed * 0x9E3779B97F4A7C15 + what) & MASK) + i) & MASK) + j) & MASK)
    return (bits >> 11) * 2.0**-53


def layers_of(models, layers):
    """How many layers each model has, of as many in all."""
    return [layers * (m + 1) // models - layers * m // models for m in range(models)]


def similarity(seed, models, layers):
    """Rows for the cuts 0 to L of each model, as SyntheticZoo says."""
    model, depth = [], []
    for m, length in enumerate(layers_of(models, layers)):
        for cut in range(length + 1):
            share = cut / length
            model.append(m)
            depth.append(-1.0 if cut == 0 else share + 0.3 * (unit(seed, BEND, m, 0) - 0.5) * share * (1 - share) * 4)
    family = [int(FAMILIES * unit(seed, FAMILY, m, 0)) for m in range(models)]
    size = len(depth)
    matrix = [[0.0] * size for _ in range(size)]
    for i in range(size):
        matrix[i][i] = 1.0
        for j in range(i):
            if depth[i] < 0 or depth[j] < 0:
                value = 1.0 if depth[i] == depth[j] else 0.0
            else:
                alike = 1 if family[model[i]] == family[model[j]] else 0.8
                apart = depth[i] - depth[j]
                value = alike * (1 - 0.2 * unit(seed, NOISE, i, j)) / (1 + 16 * apart * apart)
            matrix[i][j] = matrix[j][i] = value
    return matrix


class Problem:
    """An assembly problem, as SyntheticProblem says. Costs are triples of parameters, multiply-accumulates and nanoseconds."""

    BUDGET = (20_000_000, 3_000_000_000, 16_000_000)
    HEAD = (100_000, 100_000, 10_000)
    STITCH = (100_000, 20_000_000, 100_000)

    def __init__(self, seed, models, sets):
        self.sets = sets
        self.set_of, self.cost, self.worth, self.head = [], [], [], []
        for m in range(models):
            parameters = 4e6 * 16 ** unit(seed, WIDTH, m, 0)
            flops = parameters * 200 * (0.5 + unit(seed, COST, m, 0))
            latency = flops / 1e9 * (2.5 + 7.5 * unit(seed, SPEED, m, 0))
            whole = sum(0.5 + unit(seed, SHARE, m, k) for k in range(sets))
            for k in range(sets):
                share = (0.5 + unit(seed, SHARE, m, k)) / whole
                moved = m > 0 and k > 0 and unit(seed, MOVED, m, k) < 0.2
                self.set_of.append(1 + int((sets - 1) * unit(seed, SET, m, k)) if moved else k)
                self.cost.append((int(parameters * share), int(flops * share), round(latency * share * 1e6)))
                self.worth.append(0.2 * int(flops * share) / self.BUDGET[1])
                self.head.append(0.4 + 0.4 * (k + 1) / sets + 0.15 * unit(seed, QUALITY, m, k))
        blocks = range(models * sets)
        self.loss = [[0.0 if self.continues(b, c) else 0.5 * unit(seed, FIT, b, c) ** 2 for c in blocks] for b in blocks]
        self.allowed = [[unit(seed, ALLOWED, b, c) < 0.9 for c in blocks] for b in blocks]

    def continues(self, before, after):
        return after == before + 1 and after % self.sets > 0

    def score(self, path):
        """Of a sequence of blocks; None when it is no network of blocks of at least two models within the budget."""
        if path[0] % self.sets or any(block % self.sets == 0 for block in path[1:]) or len({block // self.sets for block in path}) < 2:
            return None
        costs, score = list(self.HEAD), self.head[path[-1]]
        for i, block in enumerate(path):
            stitched = i > 0 and not self.continues(path[i - 1], block)
            if stitched and not self.allowed[path[i - 1]][block]:
                return None
            for r in range(3):
                costs[r] += self.cost[block][r] + (self.STITCH[r] if stitched else 0)
            score += self.worth[block] - (self.loss[path[i - 1]][block] if i > 0 else 0)
        return score if all(cost <= most for cost, most in zip(costs, self.BUDGET)) else None
