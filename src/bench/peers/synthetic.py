"""Zoos by formula: the same numbers as Draws, SyntheticZoo and SyntheticProblem of the Java side compute."""

MASK = (1 << 64) - 1
BEND, FAMILY, NOISE = 1, 2, 3
FAMILIES = 4


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
