import time

from fastapi.testclient import TestClient

from fares.serve import app


def test_an_answer_takes_less_than_50_ms():
    client = TestClient(app)
    begin = time.perf_counter()
    client.post("/fare", json={"distance": 3.0, "hour": 9})
    assert time.perf_counter() - begin < 0.05
