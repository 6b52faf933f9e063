"""Layer: what a layer says of itself, and the contract that everything else reads.

A layer is a frozen dataclass with `formulas` (index notation, its specification), `matrices` (the same as matrix
products, where it helps a reader) and two functions against an array namespace `xp`: `forward` and `vjp`, the
vector-Jacobian product. Names carry everything: `forward`'s arguments after the inputs are the parameters, `vjp`'s
after the cotangent are what must be kept, and `dv` always means ∂L/∂v. A layer that gives only the formula of its
output is complete: its numbers come from the formula, and its derivative is derived.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar

from .errors import LayerError, ShapeError, nearest
from .formula import Formula, adjoint, sizes
from .formula.line import read_lines
from .formula.parse import parse_line
from .formula.tree import (
    Along,
    Node,
    Ref,
    Sum,
    Where,
    all_indices,
    fresh,
    refs,
    reindexed,
    transform,
    walk,
)

Array = Any
Values = Mapping[str, Array]
SAMPLES = "n"  # the axis of the samples, in every formula


class Layer:
    """A part of a network. Subclass it as a frozen dataclass; see `pizarra/layers/` for how short one is.

    Class attributes a layer may set: `inputs`, names of its inputs in order; `fixed`, those of them that have no
    derivative (a target, a mask); `output`; `formulas`, one line a name (`y[n,j] = …`, and `dx[n,i] = …` for each
    cotangent; what is missing is derived); `matrices`, lines of matrix products for the same names;
    `domain`, what an input's or a parameter's numbers are where not any real number will do: "positive", "probability"
    (between 0 and 1) or "distribution" (along the last axis they sum to 1). `check_layer` draws from it.
    `alternatives` are further lines for its names, as others write the same value or derivative. `limits` are lines for
    names whose formula has no value at an end of the domain (0 · log 0): there they give the limit, elsewhere the same.
    """

    inputs: ClassVar[tuple[str, ...]] = ("x",)
    fixed: ClassVar[tuple[str, ...]] = ()
    output: ClassVar[str] = "y"
    domain: ClassVar[Mapping[str, str]] = MappingProxyType({})
    alternatives: Any = ()
    limits: Any = ""
    formulas: Any = ""
    matrices: Any = ""
    # Declared as attributes, so that every layer may have its own list of arguments.
    forward: Any = None
    vjp: Any = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if isinstance(cls.formulas, str) and cls.formulas:
            _check(cls)

    @property
    def lines(self) -> tuple[Formula, ...]:
        """Every formula of the layer: as written, and derived where a cotangent has none."""
        return self._reading.lines

    @property
    def _reading(self) -> _Reading:
        return _read(self.formulas, self.inputs, self.fixed, self.output, self.cotangent)

    @property
    def cotangent(self) -> str | None:
        """The name of the cotangent that arrives; None for a loss, where it is 1."""
        return "d" + self.output

    @property
    def values(self) -> tuple[Formula, ...]:
        """The formulas of the forward pass, in order: intermediates, then the output."""
        return self._reading.values

    @property
    def cotangents(self) -> tuple[Formula, ...]:
        """The formulas of the backward pass."""
        return self._reading.cotangents

    def computed(self, line: Formula) -> Formula:
        """Give the formula by which a line's numbers are found: its own, or the one that has its limits, too."""
        known = {one.name: one for one in read_lines(self.limits)}
        return known.get(line.name, line)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of its parameters, in order."""
        return self._reading.parameters

    @property
    def kept(self) -> tuple[str, ...]:
        """What the backward pass reads of the forward pass."""
        if self.vjp is not None:
            return _arguments(type(self).vjp, 2 if self.cotangent is None else 3)
        names = {name for line in self.cotangents for name in line.reads()}
        return tuple(sorted(names - {self.cotangent}))

    def axes(self, name: str) -> tuple[str, ...]:
        """Give the indices of a name, as the formulas declare them."""
        axes = self._reading.axes
        if name not in axes and name == self.cotangent:
            name = self.output
        if name not in axes:
            raise LayerError(f"{type(self).__name__} has no {name!r} in its formulas." + nearest(name, axes))
        return axes[name]

    def matrix_lines(self) -> dict[str, tuple[Any, Node]]:
        """Give the matrix formulas by name: (left side, tree). A left side with an index is said for each of them."""
        text = self.matrices
        return {left.name: (left, tree) for left, tree in map(parse_line, _stripped(text))}

    def run(self, xp: Any, *arrays: Array) -> dict[str, Array]:
        """Compute the forward pass: every named intermediate and the output, from inputs and then parameters."""
        if self.forward is not None:
            return dict(self.forward(xp, *arrays))
        names = (*self.inputs, *self.parameters)
        known = dict(zip(names, arrays, strict=True))
        lengths = self.lengths(known)
        for line in self.values:
            known[line.name] = line.evaluate(known, lengths=lengths, xp=xp)
        return {line.name: known[line.name] for line in self.values}

    def pull(self, xp: Any, cotangent: Array | None, values: Values) -> dict[str, Array]:
        """Compute the backward pass: the cotangents of inputs and parameters, by their names without the `d`."""
        if self.vjp is not None:
            kept = [values[name] for name in self.kept]
            return dict(self.vjp(xp, *kept) if cotangent is None else self.vjp(xp, cotangent, *kept))
        known = dict(values)
        if self.cotangent is not None:
            known[self.cotangent] = cotangent
        lengths = self.lengths(values)
        return {line.name[1:]: line.evaluate(known, lengths=lengths, xp=xp) for line in self.cotangents}

    def lengths(self, values: Values) -> dict[str, int]:
        """Read the length of every axis off the arrays. Raises ShapeError, which names the axis and both arrays."""
        try:
            return sizes(self._reading.shapes, values)
        except ShapeError as error:
            raise ShapeError(f"{error}, in {type(self).__name__}.") from None

    def _repr_markdown_(self) -> str:
        lines = "\n\n".join(line._repr_latex_() for line in self.lines)
        return f"`{self!r}`\n\n{lines}"

    @property
    def elementwise(self) -> bool:
        """Whether each entry of the output depends on the same entry of the one input alone."""
        if self.inputs != ("x",) or self.parameters:
            return False
        line = self.values[-1]
        if len(self.values) > 1 or any(isinstance(node, Sum | Along) for node in walk(line.tree)):
            return False
        return {ref.indices for ref in refs(line.tree)} <= {line.left.indices}

    @property
    def kinks(self) -> bool:
        """Whether the formula has a bend or a step somewhere (a comparison, a maximum)."""
        bends = ("relu", "maximum", "minimum", "abs", "sign")
        return any(
            isinstance(node, Where) or getattr(node, "function", "") in bends
            for line in self.values
            for node in walk(line.tree)
        )


def is_cotangent(name: str, layer: Layer) -> bool:
    """Whether a line's name is that of a cotangent: d, and then the name of an input or a parameter."""
    return name.startswith("d") and name[1:] in {*layer.inputs, *layer.parameters}


@dataclass(frozen=True)
class _Reading:
    """What a layer's formulas say, read once: a pass asks for it at every step."""

    lines: tuple[Formula, ...]
    values: tuple[Formula, ...]
    cotangents: tuple[Formula, ...]
    parameters: tuple[str, ...]
    axes: Mapping[str, tuple[str, ...]]
    shapes: tuple[
        Ref, ...
    ]  # every array of the forward pass, with every list of indices that it has somewhere


@lru_cache(maxsize=512)
def _read(
    text: str, inputs: tuple[str, ...], fixed: tuple[str, ...], output: str, cotangent: str | None
) -> _Reading:
    parameters = _parameters(text, inputs, output)
    _refuse_circles(read_lines(text), inputs, parameters, cotangent)
    lines = _lines(text, inputs, fixed, output, cotangent)
    backward = {"d" + name for name in (*inputs, *parameters)}
    values = tuple(line for line in lines if line.name not in backward)
    axes = _axes(lines)
    mentioned = [ref for line in values for ref in refs(line.tree)]
    mentioned += [Ref(name, axes[name]) for name in (*inputs, *parameters) if name in axes]
    return _Reading(
        lines,
        values,
        tuple(line for line in lines if line.name in backward),
        parameters,
        axes,
        tuple(dict.fromkeys(mentioned)),
    )


def _refuse_circles(
    lines: Sequence[Formula], inputs: Sequence[str], parameters: Sequence[str], cotangent: str | None
) -> None:
    """Refuse a line that reads itself or what comes later: forward, then backward, each from what is known."""
    backward = {"d" + name for name in (*inputs, *parameters)}
    known = {*inputs, *parameters} - {line.name for line in lines}
    for line in (line for line in lines if line.name not in backward):
        if unknown := [name for name in line.reads() if name not in known]:
            raise LayerError(f"{line.source!r} reads {unknown[0]!r} before a line that defines it.")
        known.add(line.name)
    known |= {cotangent} if cotangent else set()
    for line in (line for line in lines if line.name in backward):
        if unknown := [name for name in line.reads() if name not in known]:
            raise LayerError(
                f"{line.source!r} reads {unknown[0]!r}; a line of the backward pass may read "
                f"{', '.join(sorted(known))}."
            )


def _axes(lines: tuple[Formula, ...]) -> dict[str, tuple[str, ...]]:
    """Give the axes of every name: from the line that defines it or its cotangent, else from where it is read."""
    axes = {line.name: line.axes for line in lines}
    for line in lines:
        if line.name.startswith("d"):
            axes.setdefault(line.name[1:], line.axes)
    letters = set().union(*(all_indices(line.tree) | {*line.axes} for line in lines))
    for line in lines:
        for name in line.reads():
            axes.setdefault(name, _axes_of(name, line.tree, letters) or ())
    return axes


def _axes_of(name: str, tree: Node, taken: set[str]) -> tuple[str, ...] | None:
    """Give the indices under which a tree reads a name first; a place such as the 0 of x[n,0] gets a new letter."""
    for ref in refs(tree):
        if ref.name == name:
            axes: list[str] = []
            for index in ref.indices:
                axes.append(index if isinstance(index, str) else fresh(taken | set(axes)))
            return tuple(axes)
    return None


@lru_cache(maxsize=512)
def _stripped(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines() if line.strip())


@lru_cache(maxsize=512)
def _parameters(text: str, inputs: tuple[str, ...], output: str) -> tuple[str, ...]:
    """Parameters are what the forward lines read and neither define nor are given as inputs.

    Only lines up to the one of the output count: those after it belong to the backward pass.
    """
    defined: set[str] = set(inputs)
    found: dict[str, None] = {}
    for line in read_lines(text):
        found.update({name: None for name in line.reads() if name not in defined})
        defined.add(line.name)
        if line.name == output:
            break
    return tuple(found)


def _lines(
    text: str, inputs: tuple[str, ...], fixed: tuple[str, ...], output: str, cotangent: str | None
) -> tuple[Formula, ...]:
    given = tuple(read_lines(text))
    names = {line.name for line in given}
    if output not in names:
        raise LayerError(
            f"The formulas define {', '.join(sorted(names)) or 'nothing'}, but not the output {output!r}."
        )
    derived = []
    for wanted in (*inputs, *_parameters(text, inputs, output)):
        if wanted not in fixed and "d" + wanted not in names:
            derived.append(_derived(given, wanted, output, cotangent))
    return (*given, *derived)


def _derived(given: Sequence[Formula], wanted: str, output: str, cotangent: str | None) -> Formula:
    """Derive the line of d`wanted` from that of the output, with every intermediate put in its place."""
    forward = {line.name: line for line in given}

    def inlined(tree: Node) -> Node:
        def change(node: Node) -> Node | None:
            if isinstance(node, Ref) and node.name in forward and node.name != output:
                line = forward[node.name]
                return inlined(reindexed(line.tree, dict(zip(line.axes, node.indices, strict=True))))
            return None

        return transform(tree, change)

    line = forward[output]
    whole = inlined(line.tree)
    letters = set().union(*(all_indices(line.tree) | {*line.axes} for line in given))
    axes = _axes_of(wanted, whole, letters | all_indices(whole))
    if axes is None:
        raise LayerError(f"The output {output!r} does not depend on {wanted!r}.")
    if len(set(axes)) < len(axes):
        raise LayerError(f"{wanted!r} has an index twice; give the line of d{wanted} by hand.")
    tree = adjoint(whole, line.axes, wanted, axes, cotangent)
    value = inlined(line.tree)
    here = Ref(output, line.left.indices)
    if line.axes == axes:  # σ'(x) is σ(x)(1 − σ(x)): what equals the output is written as the output
        tree = transform(tree, lambda node: here if node == value and not isinstance(node, Ref) else None)
    return Formula(Ref("d" + wanted, axes), tree)


def _arguments(function: Any, skipped: int) -> tuple[str, ...]:
    code = function.__code__
    return code.co_varnames[skipped : code.co_argcount]


def _check(cls: type[Layer]) -> None:
    """Refuse, when the class is defined, what could only fail later."""
    names = {line.name for line in read_lines(cls.formulas)}
    if cls.output not in names:
        raise LayerError(f"{cls.__name__}.formulas has no line for its output {cls.output!r}.")
    parameters = _parameters(cls.formulas, cls.inputs, cls.output)
    cotangent: Any = cls.cotangent
    if isinstance(cotangent, property):
        cotangent = cotangent.fget(cls) if cotangent.fget else None
    check_names(cls, cls.__name__, parameters, names, cotangent)


def check_names(
    layer: Layer | type[Layer],
    who: str,
    parameters: Sequence[str],
    defined: Iterable[str],
    cotangent: str | None,
) -> None:
    """Refuse names that do not fit together: of inputs, parameters, and the arguments of `forward` and `vjp`."""
    if isinstance(layer.inputs, str) or isinstance(layer.fixed, str):
        raise LayerError(f'{who}: inputs and fixed are tuples of names, such as ("x",), not text.')
    given = (*layer.inputs, *parameters)
    if stray := [name for name in layer.fixed if name not in given]:
        raise LayerError(f"{who}.fixed names {stray[0]!r}, which is no input." + nearest(stray[0], given))
    for name in given:
        if len(name) > 1 and name.startswith("d"):
            raise LayerError(f"{who}: no value's name may begin with d, which means ∂L/∂; {name!r} does.")
    if layer.forward is not None:
        wanted = _arguments(layer.forward, 2)
        optional = len(layer.forward.__defaults__ or ())
        if wanted[: len(given)] != given or len(wanted) - optional > len(given):
            raise LayerError(
                f"{who}.forward takes {', '.join(wanted)}; the formulas say {', '.join(given)}, in this order."
            )
    if layer.vjp is not None:
        known = {*given, *defined} - {"d" + name for name in given}
        wanted = _arguments(layer.vjp, 2 if cotangent is None else 3)
        if unknown := [name for name in wanted if name not in known]:
            raise LayerError(
                f"{who}.vjp asks for {unknown[0]}, which forward does not have. "
                f"It may ask for: {', '.join(sorted(known))}."
            )
