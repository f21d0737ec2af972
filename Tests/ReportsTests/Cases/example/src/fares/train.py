import mlflow
import pandas as pd
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.metrics import mean_absolute_error
from sklearn.model_selection import train_test_split

from fares.features import features
from fares.schema import RIDES

WORST_ERROR = 3.0


def train(rides):
    return GradientBoostingRegressor(random_state=7).fit(features(rides), rides["fare"])


def main():
    rides = RIDES.validate(pd.read_parquet("s3://rides/latest.parquet"))
    known, held_out = train_test_split(rides, random_state=7)
    model = train(known)
    error = mean_absolute_error(held_out["fare"], model.predict(features(held_out)))
    if error > WORST_ERROR:
        raise SystemExit(f"error {error:.2f} is above {WORST_ERROR}")
    mlflow.sklearn.log_model(model, "model", registered_model_name="fares")


if __name__ == "__main__":
    main()
