"""Writes the files beside it with scikit-learn 1.4.2 and numpy 2.2: run it in this folder.

From ../gbt/three.csv and two.csv, the first 300 rows, columns standardised by
them: a line for each C of 0.1, 1 and 10 and each class (one line a C where
there are two classes) with the intercept and the coefficients of
LogisticRegression(C=C).
"""
import numpy as np
from sklearn.linear_model import LogisticRegression

for name in ("three", "two"):
    table = np.genfromtxt("../gbt/" + name + ".csv", delimiter=",")[:300]
    y, x = table[:, 0], table[:, 1:]
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    lines = []
    for c in (0.1, 1, 10):
        model = LogisticRegression(C=c, tol=1e-10, max_iter=100000).fit(x, y)
        lines.append(np.hstack([model.intercept_[:, None], model.coef_]))
    np.savetxt(name + "_coefficients.csv", np.vstack(lines), delimiter=",", fmt="%.6f")
