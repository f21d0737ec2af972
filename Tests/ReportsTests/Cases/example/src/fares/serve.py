import mlflow
import pandas as pd
from fastapi import FastAPI
from pydantic import BaseModel, Field

from fares.features import features

app = FastAPI()
model = mlflow.sklearn.load_model("models:/fares@champion")


class Ride(BaseModel):
    distance: float = Field(ge=0.1, le=120)
    hour: int = Field(ge=0, le=23)


@app.post("/fare")
def fare(ride: Ride):
    return {"fare": float(model.predict(features(pd.DataFrame([ride.model_dump()])))[0])}
