"""Writes the files beside it with scikit-learn 1.2.1 and numpy 1.24: run it in this folder.

train.csv and test.csv hold 12 columns in three modalities of 5, 4 and 3, with
whole modalities and single cells missing (empty); column 11 is seen in 3
training rows only, the last test row has nothing. *.csv named after a method
hold test.csv (or train.csv) as KNNImputer(5) fitted on train.csv fills it.
"""
import numpy as np
from sklearn.impute import KNNImputer

rng = np.random.default_rng(7)
rows, blocks = 60, (slice(0, 5), slice(5, 9), slice(9, 12))
x = rng.normal(size=(rows, 4)) @ rng.normal(size=(4, 12)) + 0.5 * rng.normal(size=(rows, 12))
for block in blocks:
    x[np.ix_(rng.random(rows) < 0.3, np.arange(12)[block])] = np.nan
x[rng.random(x.shape) < 0.1] = np.nan
train, test = x[:40], x[40:]
train[np.flatnonzero(~np.isnan(train[:, 11]))[3:], 11] = np.nan
test[-1] = np.nan


def write(name, table):
    with open(name + ".csv", "w") as file:
        for row in table:
            file.write(",".join("" if np.isnan(v) else repr(float(v)) for v in row) + "\n")


write("train", train)
write("test", test)
for weights in ("uniform", "distance"):
    imputer = KNNImputer(n_neighbors=5, weights=weights).fit(train)
    write(weights + "_train", imputer.transform(train))
    write(weights + "_test", imputer.transform(test))
