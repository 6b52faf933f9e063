"""Points that are hard on right programs: kinks hit exactly, harsh scales, saturation, dead layers."""

import numpy as np

from .network import Layout, Network, Point, draw_point


def draw_harsh(rng: np.random.Generator, network: Network, layout: Layout, samples: int, dtype: str) -> Point:
    """Draw a point of one of six kinds."""
    point = draw_point(rng, network, layout, samples)
    parameters, x, t, rate = dict(point.parameters), point.x, point.t, point.rate
    kind = rng.choice(
        ["ordinary", "kinks", "scales", "saturation", "zeros", "tiny"], p=[0.25, 0.2, 0.25, 0.15, 0.1, 0.05]
    )
    if kind == "kinks":  # z is exactly 0 in places
        x = x * (rng.random(size=x.shape) < 0.5)
        whole = {role: np.rint(2 * value) / 2 for role, value in parameters.items()}
        parameters = {
            role: value * (rng.random() < 0.5) if role[0] == "b" else value for role, value in whole.items()
        }
        if rng.random() < 0.5:
            x = np.rint(x)
    elif kind == "scales":
        if rng.random() < 0.5:
            x = x * 10.0 ** rng.uniform(-8, 8)
        roles = [role for role in parameters if rng.random() < 0.4]
        parameters |= {role: parameters[role] * 10.0 ** rng.uniform(-8, 8) for role in roles}
        if network.loss == "squared_error" and rng.random() < 0.3:
            t = t * 10.0 ** rng.uniform(-8, 8)
        rate = rate * 10.0 ** rng.uniform(-6, 2)
    elif kind == "saturation":
        grown = 10.0 ** rng.uniform(0.5, 2.5)
        parameters = {role: value * grown for role, value in parameters.items()}
    elif kind == "zeros":
        gone = [role for role in parameters if rng.random() < 0.5]
        parameters |= {role: 0 * parameters[role] for role in gone}
        x = x * (rng.random() < 0.7)
    elif kind == "tiny":
        parameters = {role: value * 1e-3 for role, value in parameters.items()}
    return Point(
        {role: value.astype(dtype) for role, value in parameters.items()},
        x.astype(dtype),
        t.astype(dtype),
        float(rate),
    )
