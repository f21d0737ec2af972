import optuna
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import cross_val_score

from fares.features import features


def score(trial):
    rides = pd.read_parquet("s3://rides/latest.parquet")
    model = GradientBoostingRegressor(
        learning_rate=trial.suggest_float("learning_rate", 0.01, 0.3, log=True),
        max_depth=trial.suggest_int("max_depth", 2, 8),
        random_state=7,
    )
    return cross_val_score(model, features(rides), rides["fare"]).mean()


if __name__ == "__main__":
    study = optuna.create_study(direction="maximize")
    study.optimize(score, n_trials=50)
    print(study.best_params)
