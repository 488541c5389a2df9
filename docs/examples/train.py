#!/usr/bin/env python3
"""A random forest on filled values as a method of Lacuna: lacuna compare DATA --method exec:./train.py

Called as "train.py fit FOLDER" once, then as "train.py predict FOLDER" for each set of records that is to be predicted.
docs/own-program.md says what lies in the folder. Needs NumPy and scikit-learn.
"""
import csv
import json
import pathlib
import pickle
import sys

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline


def read(folder, task):
    """The rows of records.csv, and the numbers of all modalities side by side, NaN where they are missing."""
    with open(folder / "records.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return rows, np.hstack([np.load(folder / m["values"]) for m in task["modalities"]])


def fit(folder, task):
    rows, x = read(folder / "development", task)
    print("progress 0 1", flush=True)
    model = make_pipeline(
        SimpleImputer(keep_empty_features=True),
        RandomForestClassifier(200, random_state=task["seed"], n_jobs=task["workers"]),
    )
    model.fit(x, [row["label"] for row in rows])
    (folder / "model.pickle").write_bytes(pickle.dumps(model))
    print("progress 1 1", flush=True)


def predict(folder, task):
    rows, x = read(folder / "test", task)
    model = pickle.loads((folder / "model.pickle").read_bytes())
    known = {c: k for k, c in enumerate(model.classes_)}
    p = model.predict_proba(x)
    with open(folder / "test" / "predictions.csv", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id"] + ["p:" + c for c in task["classes"]])
        for row, q in zip(rows, p):
            out.writerow([row["id"]] + [q[known[c]] if c in known else 0 for c in task["classes"]])


if __name__ == "__main__":
    phase, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    {"fit": fit, "predict": predict}[phase](folder, json.loads((folder / "task.json").read_text(encoding="utf-8")))
