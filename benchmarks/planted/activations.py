"""How people write activations and their derivatives, as text. {v} is what they write it of.

The second of each pair loses digits at harsh scales, and is written only where the numbers are ordinary.
"""

import numpy as np

from .network import ALPHA, SLOPE

assert ALPHA == 1, "the texts of elu are written for it"

VALUES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "identity": (("{v}",), ()),
    "sigmoid": (("1 / (1 + np.exp(-{v}))", "1.0 / (1.0 + np.exp(-{v}))"), ()),
    "tanh": (("np.tanh({v})",), ()),
    "relu": (
        ("np.maximum(0, {v})", "np.maximum({v}, 0)", "np.where({v} > 0, {v}, 0)", "{v} * ({v} > 0)"),
        (),
    ),
    "leaky_relu": (
        (f"np.where({{v}} > 0, {{v}}, {SLOPE} * {{v}})", f"np.maximum({SLOPE} * {{v}}, {{v}})"),
        (),
    ),
    "elu": (("np.where({v} > 0, {v}, np.expm1({v}))",), ("np.where({v} > 0, {v}, np.exp({v}) - 1)",)),
    "softplus": (("np.logaddexp(0, {v})",), ("np.log(1 + np.exp({v}))", "np.log1p(np.exp({v}))")),
}
# Derivatives, in terms of the value a and of what goes in, z.
SLOPES: dict[str, dict[str, tuple[str, ...]]] = {
    "sigmoid": {
        "a": ("{v} * (1 - {v})", "{v} * (1.0 - {v})"),
        "z": ("np.exp(-{v}) / (1 + np.exp(-{v})) ** 2", "1 / (2 + np.exp({v}) + np.exp(-{v}))"),
    },
    "tanh": {
        "a": ("1 - {v} ** 2", "1 - {v} * {v}", "1 - np.power({v}, 2)"),
        "z": ("1 - np.tanh({v}) ** 2", "1 / np.cosh({v}) ** 2"),
    },
    "relu": {  # of a, 0 is every unit that is off: nothing may be said of it but 0
        "a": ("{v} > 0", "np.where({v} > 0, 1, 0)", "({v} > 0) * 1.0"),
        "z": ("{v} > 0", "{v} >= 0", "np.where({v} > 0, 1, 0)", "({v} > 0) * 1.0", "np.heaviside({v}, 0.5)"),
    },
    "leaky_relu": dict.fromkeys("az", (f"np.where({{v}} > 0, 1, {SLOPE})", f"np.where({{v}} > 0, 1.0, {SLOPE})")),
    "elu": {
        "a": ("np.where({v} > 0, 1, {v} + 1)",),
        "z": ("np.where({v} > 0, 1, np.exp({v}))",),
    },
    "softplus": {"a": ("1 - np.exp(-{v})",), "z": ("1 / (1 + np.exp(-{v}))",)},
    "identity": {"a": (), "z": ()},
}  # fmt: skip
# (the function, its derivative): in English, Spanish and shorthand.
HELPERS: dict[str, tuple[tuple[str, str], ...]] = {
    "sigmoid": (("sigmoid", "sigmoid_derivative"), ("sigmoide", "derivada_sigmoide"), ("sigma", "d_sigma")),
    "tanh": (("tanh", "tanh_derivative"), ("tangente", "derivada_tangente"), ("th", "d_th")),
    "relu": (("relu", "relu_derivative"), ("rampa", "derivada_rampa"), ("relu", "d_relu")),
    "leaky_relu": (("leaky_relu", "leaky_relu_grad"), ("leaky", "derivada_leaky"), ("lrelu", "d_lrelu")),
    "elu": (("elu", "elu_derivative"), ("elu", "derivada_elu"), ("elu", "d_elu")),
    "softplus": (
        ("softplus", "softplus_prime"),
        ("softplus", "derivada_softplus"),
        ("softplus", "d_softplus"),
    ),
}


def value(rng: np.random.Generator, name: str, v: str, *, harsh: bool) -> str:
    """Write an activation of `v`."""
    sound, naive = VALUES[name]
    texts = sound if harsh else sound + naive
    return texts[rng.integers(len(texts))].format(v=v)


def slope(rng: np.random.Generator, name: str, form: str, v: str, *, harsh: bool = False) -> str:
    """Write its derivative, in terms of its value (`form` "a") or of what goes in ("z"); empty for identity."""
    texts = SLOPES[name][form]
    if not texts:
        return ""
    if harsh and form == "z" and name == "sigmoid":  # overflows to inf / inf where z is far below 0
        texts = texts[1:]
    text = texts[rng.integers(len(texts))].format(v=v)
    if name == "leaky_relu" and rng.random() < 0.25:
        text = text.replace(" > 0", " >= 0")
    return text
