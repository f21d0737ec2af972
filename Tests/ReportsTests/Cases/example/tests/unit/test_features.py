import pandas as pd

from fares.features import features


def test_the_small_hours_are_night():
    rides = pd.DataFrame({"distance": [1.0, 2.0], "hour": [3, 12]})
    assert features(rides)["night"].tolist() == [1, 0]
