"""Names: what a reader's array is, told by what it is called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ..errors import DataError, nearest, shown
from ..network import INPUT, LOSS, TARGET
from .derivation import RATE, Derivation, cotangent, updated

GREEK = str.maketrans(
    {"δ": "delta", "Δ": "delta", "∂": "d", "ŷ": "yhat", "∇": "grad", "η": "eta", "′": "'", "⁺": "'"}
)
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


@lru_cache(maxsize=16)
def reading(derivation: Derivation) -> Mapping[str, str]:
    """List the names that people give to the lines of a derivation, in small letters, each with the line's name.

    Layers with parameters are counted from 1: `z1` is what layer 1 makes of its input, `a1` what its activation makes
    of that, `delta1` (or `dz1`) and `da1` the loss's derivatives by them, `W1_new` the parameter after the update.
    """
    network = derivation.network
    known: dict[str, str] = {}

    def put(line: str, *names: str) -> None:
        for name in names:
            known.setdefault(name, line)

    for line in derivation.lines:
        put(line.name, line.name.lower())
    for parameter in network.parameters:
        p, gradient, after = parameter.lower(), cotangent(parameter), updated(parameter)
        put(
            gradient,
            f"d{p}",
            f"grad_{p}",
            f"{p}_grad",
            f"dl_d{p}",
            f"dl/d{p}",
            f"dldw{p[1:]}" if p[0] == "w" else "",
            f"g{p}",
        )
        put(gradient, f"grad{p}", f"d_{p}", f"de_d{p}", f"dj_d{p}", f"dc_d{p}", f"nabla_{p}", f"delta_{p}")
        put(
            after,
            f"{p}_new",
            f"new_{p}",
            f"{p}new",
            f"{p}'",
            f"{p}_updated",
            f"{p}_nuevo",
            f"{p}_nueva",
            f"{p}_next",
        )
    last = max(derivation.layers.values())
    for step in network.steps:
        number = derivation.layers[step.output]
        if step.parameters:
            z, d = step.output, cotangent(step.output)
            put(z, f"z{number}", f"z_l{number}", f"net{number}", f"s{number}")
            put(
                d,
                f"delta{number}",
                f"dz{number}",
                f"d{number}",
                f"delta_{number}",
                f"dl_dz{number}",
                f"dz_{number}",
            )
    for step in network.steps:
        number = derivation.layers[step.output]
        activated = any(
            not other.parameters for other, _ in network.readers(step.output) if other.index is not None
        )
        if not step.parameters or not activated:  # without an activation, a is z
            put(step.output, f"a{number}", f"h{number}", f"a_l{number}", f"o{number}")
            put(cotangent(step.output), f"da{number}", f"dh{number}", f"dl_da{number}", f"da_{number}")
    end = network.prediction
    inside = network.loss_step.names().get("p")
    known.pop(f"a{last}" if inside else "", None)
    put(
        inside or end,
        "yhat",
        "y_hat",
        "ypred",
        "y_pred",
        "pred",
        "prediction",
        "output",
        "out",
        "p",
        f"a{last}",
        f"h{last}",
    )
    put(cotangent(end), "dyhat", "dy_hat", "dypred", "dy_pred", f"da{last}", "dy")
    put(LOSS, "loss", "l", "cost", "j", "e", "error_total", "perdida", "mse")
    known.pop("", None)
    return known


def matched(
    derivation: Derivation, names: Iterable[str], told: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Say which line each of the reader's names is. Raises DataError for a name that is none, with the nearest."""
    known = reading(derivation)
    lines = {**{name: name for name in derivation.by_name}, **known}
    found: dict[str, str] = {}
    for name in names:
        wanted: Any = (told or {}).get(name, name)
        key = plain(wanted)
        line = wanted if wanted in derivation.by_name else lines.get(key) or lines.get(key.replace("_", ""))
        if line is None:
            raise DataError(
                f"{shown(name)} is the name of nothing in this network."
                + nearest(str(wanted), _examples(derivation))
            )
        if line in found.values():
            other = next(mine for mine, theirs in found.items() if theirs == line)
            raise DataError(
                f"{shown(other)} and {shown(name)} are two names of the same array. Leave one out."
            )
        found[name] = line
    return found


def spoken(derivation: Derivation, told: Mapping[str, str] | None) -> dict[str, str]:
    """Say which line, parameter or data each of the names is that the reader explained; leave out what is none."""
    found = {}
    for name, meant in (told or {}).items():
        if meant in (*derivation.network.parameters, INPUT, TARGET, RATE):
            found[name] = meant
            continue
        try:
            found[name] = matched(derivation, [meant])[meant]
        except DataError:
            continue
    return found


def plain(name: str) -> str:
    """Write a name as the list has it: small letters, digits on the line, no brackets."""
    text = str(name).strip().translate(GREEK).translate(SUBSCRIPTS).lower()
    return re.sub(r"[\[\]{}()^*\s]", "", text)


def _examples(derivation: Derivation) -> list[str]:
    count = max(derivation.layers.values())
    layers = range(1, count + 1)
    return [f"{what}{k}" for k in layers for what in ("dW", "db", "delta", "z", "a")] + ["yhat"]


def own_name(derivation: Derivation, line: str, names: Mapping[str, str]) -> str:
    """Give the reader's name of a line, or the usual one where the reader has none."""
    for mine, theirs in names.items():
        if theirs == line:
            return mine
    return usual(derivation, line)


def usual(derivation: Derivation, line: str) -> str:
    """Give the usual name of a line: `dW1`, `delta2`, `a1`, `W1_new`."""
    network = derivation.network
    if line.endswith("'"):
        return f"{line[:-1]}_new"
    inner = line.removeprefix("d:")
    if inner in network.parameters:
        return f"d{inner}" if line != inner else inner
    if inner == network.loss_step.names().get("p") or (
        inner == network.prediction and line == inner and not _linear(network, inner)
    ):
        return "yhat"
    maker = network.maker(inner)
    number = derivation.layers.get(inner, 0)
    if maker is None or maker.index is None:
        return inner.removeprefix("L.") if line == inner else f"d{inner}"
    letter = ("delta" if line != inner else "z") if maker.parameters else ("da" if line != inner else "a")
    return f"{letter}{number}"


def _linear(network: Any, name: str) -> bool:
    maker = network.maker(name)
    return maker is not None and bool(maker.parameters)
