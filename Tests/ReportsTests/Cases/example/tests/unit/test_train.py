import pandas as pd

from fares.features import features
from fares.train import train


def test_a_longer_ride_costs_more():
    rides = pd.DataFrame({"distance": [1.0, 9.0] * 20, "hour": [9, 9] * 20, "fare": [5.0, 30.0] * 20})
    short, long = train(rides).predict(features(rides))[:2]
    assert short < long
