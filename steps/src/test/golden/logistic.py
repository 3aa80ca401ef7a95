"""Penalised multinomial logistic regressions by scikit-learn, as logistic.json beside this file:

    rows, labels, classes   made here; the last feature is the constant 10
    fits    for three penalties l the weights [features, classes] that minimise mean cross-entropy + l/2 |W|^2, which are unique, and
            their mean cross-entropy in nats

scikit-learn's C is 1 / (n l), and there is no intercept beside the constant feature. scipy minimises the formula once more and must
agree. Made with scikit-learn 1.9.1 and the numpy and scipy that it brings; the file depends on nothing else.
"""

import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax
from sklearn.linear_model import LogisticRegression

N, FEATURES, CLASSES = 60, 5, 3
random = np.random.default_rng(4)
labels = random.integers(0, CLASSES, N)
rows = random.normal(size=(CLASSES, FEATURES))[labels] + random.normal(size=(N, FEATURES))
rows = np.round(np.hstack([rows, np.full((N, 1), 10.0)]), 6)


def minimum(penalty):
    one_hot = np.eye(CLASSES)[labels]

    def loss(flat):
        w = flat.reshape(-1, CLASSES)
        logits = rows @ w
        value = -(one_hot * log_softmax(logits, axis=1)).sum() / N + penalty / 2 * (w * w).sum()
        return value, (rows.T @ (softmax(logits, axis=1) - one_hot) / N + penalty * w).ravel()

    found = minimize(loss, np.zeros(rows.shape[1] * CLASSES), jac=True, method="BFGS", options={"gtol": 1e-9, "maxiter": 5000})
    return found.x.reshape(-1, CLASSES)


fits = []
for penalty in [1, 1e-2, 1e-3]:
    model = LogisticRegression(C=1 / (N * penalty), fit_intercept=False, tol=1e-10, max_iter=100000, solver="newton-cg")
    w = model.fit(rows, labels).coef_.T
    assert np.abs(w - minimum(penalty)).max() < 1e-5, "scipy and scikit-learn agree"
    cross_entropy = -log_softmax(rows @ w, axis=1)[np.arange(N), labels].mean()
    fits.append({"penalty": penalty, "weights": np.round(w, 7).tolist(), "crossEntropy": round(float(cross_entropy), 8)})

Path(__file__).with_name("logistic.json").write_text(json.dumps({"rows": rows.tolist(), "labels": labels.tolist(), "classes": CLASSES,
                                                                  "fits": fits}) + "\n")
