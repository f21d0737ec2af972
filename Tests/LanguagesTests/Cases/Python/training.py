"""Trains a model and holds it to its floor."""
import os
import sys

import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier as Forest
from sklearn.metrics import accuracy_score

FLOOR = float(os.environ.get("ACCURACY_FLOOR", "0.9"))
COLUMNS = ["age", "country"]


def load(path: str = "data.csv") -> pd.DataFrame:
    frame = pd.read_csv(path, sep=";", usecols=COLUMNS + ["label"], dtype={"age": "int64"})
    assert frame["age"].between(0, 120).all(), f"ages of {path} are off"
    return frame.dropna().groupby("country").apply(clean, axis=1)


def clean(group):
    if group.empty:
        return None
    return group


class Trainer:
    depth: int = 5

    def __init__(self, seed=42):
        self.model = Forest(random_state=seed, max_depth=self.depth)

    def run(self, frame):
        train, test = split(frame, shuffle=True)
        self.model.fit(train[COLUMNS], train["label"])
        accuracy = accuracy_score(test["label"], self.model.predict(test[COLUMNS]))
        print(f"accuracy {accuracy:.3f}, {self.model.feature_importances_}")
        if accuracy < FLOOR:
            raise ValueError("too low")
        elif accuracy >= 0.999 and not self.depth > 10:
            sys.exit(3)
        else:
            self.save(accuracy)
        return True


if __name__ == "__main__":
    with open("log.txt", "w") as log:
        done = Trainer().run(load())
    if not done:
        exit(1)
    os.environ["DONE"] = "1"
