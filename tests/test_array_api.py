"""Layers use nothing but the array API standard: array-api-strict gives what NumPy gives."""

from pathlib import Path
from runpy import run_path

import array_api_strict as strict
import numpy as np
import pytest

from pizarra.layers import ELU, LAYERS, Activation, LeakyReLU, Linear
from pizarra.loss import Loss
from pizarra.losses import LOSSES, Cost

draw = run_path(str(Path(__file__).with_name("drawn_networks.py")))["draw"]


def taken(values):
    return {name: strict.asarray(array) for name, array in values.items()}


def same(found, wanted):
    assert {*found} == {*wanted}
    for name, array in found.items():
        np.testing.assert_allclose(np.asarray(array), wanted[name], rtol=1e-13, atol=1e-15, err_msg=name)


@pytest.mark.parametrize("first", range(0, 240, 24))
def test_networks(first):
    for seed in range(first, first + 24):
        drawn = draw(seed)
        values = drawn.network.forward(drawn.parameters, drawn.x, drawn.t)
        cotangents, _ = drawn.network.backward(drawn.parameters, values)
        parameters, x, t = taken(drawn.parameters), strict.asarray(drawn.x), strict.asarray(drawn.t)
        strictly = drawn.network.forward(parameters, x, t, xp=strict)
        same(strictly, values)
        same(drawn.network.backward(parameters, strictly, xp=strict)[0], cotangents)


@pytest.mark.parametrize(
    "layer",
    [
        *(kind() for kind in {**LAYERS, **LOSSES}.values()),
        Linear(bias=False),
        LeakyReLU(0.2),
        ELU(0.7),
        Activation("where(z > 0, z, maximum(z, -1)) + arctan(z) * abs(z)"),
        Cost("abs(y - t) ** 1.5"),
    ],
    ids=repr,
)
@pytest.mark.parametrize("kind", ["float32", "float64"])
def test_layers_keep_their_type(layer, kind):
    shapes = {name: (3,) * len(layer.axes(name)) for name in (*layer.inputs, *layer.parameters)}
    arrays = {name: np.full(shape, 0.3, kind) for name, shape in shapes.items()}
    out = layer.run(np, *arrays.values())
    dy = None if isinstance(layer, Loss) else np.ones_like(out[layer.output])
    back = layer.pull(np, dy, {**arrays, **out})
    strictly = layer.run(strict, *taken(arrays).values())
    strictly_back = layer.pull(
        strict, None if dy is None else strict.asarray(dy), {**taken(arrays), **strictly}
    )
    for found, wanted in ((strictly, out), (strictly_back, back)):
        for name, array in found.items():
            assert array.dtype == getattr(strict, kind), name
            assert np.asarray(wanted[name]).dtype == kind, name
            np.testing.assert_allclose(np.asarray(array), wanted[name], rtol=1e-6)
