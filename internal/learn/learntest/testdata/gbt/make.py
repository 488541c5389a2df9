"""Writes the files beside it with scikit-learn 1.2.1 and numpy 1.24: run it in this folder.

three.csv and two.csv hold a label and 10 columns (modalities of 4, 3 and 3),
the first 300 rows for training, the rest for the test; three_gaps.csv and
two_gaps.csv are the same with whole modalities and single cells missing
(empty). *_sklearn1.csv and *_sklearn100.csv are the class probabilities of the
test rows after so many rounds of HistGradientBoostingClassifier(early_stopping=False),
all else at its defaults.
"""
import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

rng = np.random.default_rng(11)
rows, training, blocks = 420, 300, (slice(0, 4), slice(4, 7), slice(7, 10))


def write(name, table):
    with open(name + ".csv", "w") as file:
        for row in table:
            file.write(",".join("" if np.isnan(v) else f"{v:.6g}" for v in row) + "\n")


def gaps(x):
    x = x.copy()
    for block in blocks:
        x[np.ix_(rng.random(rows) < 0.3, np.arange(10)[block])] = np.nan
    x[rng.random(x.shape) < 0.05] = np.nan
    return x


for name, classes in (("three", 3), ("two", 2)):
    x = np.round(rng.normal(size=(rows, 10)), 3)
    x[:, 3] = np.round(x[:, 3])  # a column of few values
    score = np.stack([x[:, c] + x[:, 4 + c] * x[:, 7] + 0.5 * rng.normal(size=rows) for c in range(classes)])
    y = score.argmax(axis=0)
    for suffix, table in (("", x), ("_gaps", gaps(x))):
        write(name + suffix, np.column_stack([y, table]))
        for rounds in (1, 100):
            model = HistGradientBoostingClassifier(max_iter=rounds, early_stopping=False).fit(table[:training], y[:training])
            write(f"{name}{suffix}_sklearn{rounds}", model.predict_proba(table[training:]))
