import pandera as pa

RIDES = pa.DataFrameSchema(
    {
        "distance": pa.Column(float, pa.Check.in_range(0.1, 120)),
        "hour": pa.Column(int, pa.Check.isin(range(24))),
        "fare": pa.Column(float, pa.Check.gt(0)),
    }
)
