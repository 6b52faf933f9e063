"""Kinds of layers and losses by the names that files, Python and the command line share."""

from __future__ import annotations

from typing import Any

from ..data import number
from ..errors import FormulaError, NetworkError, nearest
from ..layer import Layer
from ..layers import LAYERS, Activation
from ..loss import Factor, Loss
from ..losses import LOSSES, Cost
from .numbers import numbers
from .words import quoted

# The options of a layer, and what each must be.
OPTIONS: dict[str, dict[str, type]] = {
    "leaky_relu": {"slope": float},
    "elu": {"alpha": float},
    "activation": {"g": str, "d_g": str},
}
LAYER_KINDS = (*LAYERS, "activation")
LOSS_KINDS = (*LOSSES, "cost")


def layer_kind(name: Any, where: str) -> str:
    """Give the name of a kind of layer. Raises NetworkError, with the nearest known."""
    if not isinstance(name, str) or name not in LAYER_KINDS:
        raise NetworkError(
            f"{where} is of an unknown type, {quoted(name)}." + nearest(_short(name), LAYER_KINDS)
        )
    return name


def make_layer(kind: str, options: dict[str, Any], where: str) -> Layer:
    """Make a layer of a kind, with its options."""
    taken = {
        name: _option(value, OPTIONS[kind][name], f"{name} of {where}") for name, value in options.items()
    }
    if kind != "activation":
        return LAYERS[kind](**taken)
    if "g" not in taken:
        raise NetworkError(f'{where} is an activation of your own and needs its formula: g = "tanh(z)".')
    return _own(Activation, taken, where)


def make_loss(name: Any, factor: Any = None, C: Any = None) -> Loss:
    """Make a loss of a kind. Raises NetworkError for an unknown name or factor, with the nearest known."""
    if not isinstance(name, str) or name not in LOSS_KINDS:
        raise NetworkError(
            f"The loss is of an unknown type, {quoted(name)}." + nearest(_short(name), LOSS_KINDS)
        )
    taken = {} if factor is None else {"factor": _factor(factor)}
    if name != "cost":
        if C is not None:
            raise NetworkError(f"C, a formula, goes with a loss of the type 'cost'; this one is {name!r}.")
        return LOSSES[name](**taken)
    if C is None:
        raise NetworkError('A cost of your own needs its formula: C = "(y - t) ** 2".')
    return _own(Cost, {"C": _option(C, str, "C of the loss"), **taken}, "The loss")


def _factor(factor: Any) -> str:
    if isinstance(factor, bool) or not isinstance(factor, str | int | float):
        raise NetworkError(f'The loss factor is {quoted(factor)}; write "1", "1/2", "1/N" or "1/(2N)".')
    Factor.read(_short(factor))
    return str(factor)


def _own(make: Any, options: dict[str, Any], where: str) -> Any:
    try:
        return make(**options)
    except FormulaError as error:
        raise FormulaError(f"{where}: {error}") from None


def _option(value: Any, kind: type, what: str) -> Any:
    if kind is float:
        return number(numbers(value, what, dimensions=(0,)), what)
    if not isinstance(value, str):
        raise NetworkError(f"{what} must be text, a formula; {quoted(value)} is not.")
    return value


def _short(name: Any) -> str:
    return str(name)[:60] if isinstance(name, str | int | float) else type(name).__name__
