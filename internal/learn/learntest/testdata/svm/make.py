"""Writes the files beside it with scikit-learn 1.2.1 and numpy 1.24: run it in this folder.

From ../gbt/three.csv and two.csv, columns standardised by the first 300 rows:
*_decisions.csv are the one-versus-one decisions of the other rows by
SVC(decision_function_shape="ovo") fitted on those 300, *_classes.csv what it
predicts.
"""
import numpy as np
from sklearn.svm import SVC

for name in ("three", "two"):
    table = np.genfromtxt("../gbt/" + name + ".csv", delimiter=",")
    y, x = table[:, 0], table[:, 1:]
    x = (x - x[:300].mean(axis=0)) / x[:300].std(axis=0)
    model = SVC(decision_function_shape="ovo", tol=1e-5).fit(x[:300], y[:300])
    decisions = model.decision_function(x[300:]).reshape(len(x) - 300, -1)
    if name == "two":  # scikit-learn turns the sign where there are two classes
        decisions = -decisions
    np.savetxt(name + "_decisions.csv", decisions, delimiter=",", fmt="%.6f")
    np.savetxt(name + "_classes.csv", model.predict(x[300:]), fmt="%d")
