"""Writes kendall.json: what SciPy and NumPy say of samples with and without ties. Run: pip install scipy==1.17.1; python kendall.py"""
import json
import pathlib

import numpy
import scipy.stats

random = numpy.random.default_rng(11)
cases = [([1, 2, 3, 4], [1, 2, 3, 4]), ([1, 2, 3, 4], [4, 3, 2, 1]), ([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]), ([1, 1, 2, 2], [1, 2, 1, 2])]
for n, kinds in ((3, 3), (8, 3), (20, 4), (30, 1000), (57, 10)):
    x = random.integers(0, kinds, n)
    cases.append((x.tolist(), (x + random.integers(0, kinds, n)).tolist()))
samples = [random.integers(0, 100, n).tolist() for n in (1, 2, 7, 40)]
out = {
    "kendall": [{"x": x, "y": y, "tau": float(scipy.stats.kendalltau(x, y, variant="b").statistic)} for x, y in cases],
    "ranks": [{"x": x, "ranks": scipy.stats.rankdata(x).tolist()} for x, _ in cases],
    "quantiles": [{"x": s, "share": q, "quantile": float(numpy.quantile(s, q))} for s in samples for q in (0.025, 0.5, 0.975)],
}
pathlib.Path(__file__).with_name("kendall.json").write_text(json.dumps(out) + "\n")
