"""Activation: a reader's own element-wise function, given as one formula."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import FormulaError, shown
from ..formula import parse, recognised, spell
from ..formula.tree import ONE, Add, Div, Mul, Node, Ref, refs, transform
from ..layer import Layer


@dataclass(frozen=True)
class Activation(Layer):
    """Apply `g`, a formula in one variable of any name, to every number; `d_g` is its derivative, derived if not given.

    `g` is text in Python syntax, such as `"z / (1 + np.exp(-z))"`. Raises FormulaError where it does not parse or
    has more than one variable.

    >>> Activation("z / (1 + np.exp(-z))").cotangents[0].source
    'dx[n,i] = dy[n,i] * (sigmoid(x[n,i]) + x[n,i] * sigmoid(x[n,i]) * (1 - sigmoid(x[n,i])))'
    """

    g: str
    d_g: str | None = None

    def __post_init__(self) -> None:
        _ = self.lines  # whatever is wrong with the formula is said here, not in the middle of a pass

    @property
    def formulas(self) -> str:
        """The formulas, in the layer's own names."""
        text = f"y[n,i] = {spell(_in_entries(self.g))}"
        return text if self.d_g is None else f"{text}\ndx[n,i] = dy[n,i] * ({spell(_in_entries(self.d_g))})"


def _in_entries(source: str) -> Node:
    """Read a formula in one variable and write it in the entries x[n,i]; a known function is recognised."""
    tree = recognised(_product_of_quotients(parse(source)))
    names = {ref.name for ref in refs(tree)}
    if any(ref.indices for ref in refs(tree)) or len(names) > 1:
        raise FormulaError(
            f"An activation is a formula in one variable without indices; {shown(source)} is not."
        )
    return transform(tree, lambda node: Ref("x", ("n", "i")) if isinstance(node, Ref) else None)


def _product_of_quotients(tree: Node) -> Node:
    """Write a/b as a · (1/b) where b is a sum of 1 and an exponential, so that z/(1 + e⁻ᶻ) shows its sigmoid."""

    def change(node: Node) -> Node | None:
        match node:
            case Div(left, Add() as bottom) if left != ONE and recognised(Div(ONE, bottom)) != Div(
                ONE, bottom
            ):
                return Mul((_product_of_quotients(left), Div(ONE, bottom)))
        return None

    return transform(tree, change)
