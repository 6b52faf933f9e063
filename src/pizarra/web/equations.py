"""The equations of every step, as templates: the solution's own formulas, with holes for what the page computes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from ..explain.backward import backward_key
from ..explain.compose import (
    Line,
    MatrixLine,
    bind,
    bind_matrix,
    defined,
    expand,
    flat,
    with_turned,
    without_deltas,
)
from ..explain.context import Context
from ..explain.local import Local
from ..explain.view import RATE
from ..formula import definition, simplify
from ..formula.tree import Add, Call, Index, Mul, Neg, Node, Ref, Transpose, refs, reindexed
from ..formula.write import Signs, write
from ..layout import pushed
from ..mathematics.boxes import Box, Fence, Fraction, row, sign
from ..mathematics.markup import escape
from ..mathematics.mathml import mathml
from ..network import INPUT, LOSS, TARGET, Step
from ..page.html_blocks import related
from ..record import record
from .derivatives import Derivatives
from .holes import Holes
from .numpy_line import step_line, update_line

AT_MOST = 4  # lines that state what arrives, or local derivatives
Wanted = Callable[[str], bool]  # whether a step is, by its key


@record
class Anywhere:
    """One entry of what a line defines, at any place: its sums are written out, and it is worked out by the page."""

    left: Ref
    tree: Node
    lengths: Mapping[str, int]
    spelled: Node  # with all its terms, where `tree` may leave that to the page


class Equations:
    """What the steps compute and how it is worked out, in one notation. New local derivatives join `derivatives`."""

    def __init__(self, context: Context, holes: Holes, derivatives: Derivatives) -> None:
        self.context, self.holes, self.derivatives = context, holes, derivatives
        self.view = context.view

    def steps(self, wanted: Wanted = lambda key: True) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield, by the key of the page's step, what it computes, as matrices and for the case; of those wanted."""
        view, network = self.view, self.view.network
        for step in network.all_steps:
            own = list(step.layer.values)
            for line in own:
                name = step.names()[line.name]
                key = f"forward-{name if step.index is None else step.output}"
                if not wanted(key) or (step.index is not None and line is not own[-1]):
                    continue  # an intermediate of a layer stands in its layer's step
                bound = bind(view, step, line)
                code = step_line(view, step, line.name, name)
                yield key, self._one(name, self._matrices(step, line.name), self._worked(bound), code)
        pending = {name: len(sent) for name, sent in view.trace.sent.items()}
        for step in reversed(network.all_steps):
            for line in step.layer.cotangents:
                inside = line.name[1:]
                outside = step.names()[inside]
                if outside in (INPUT, TARGET) or outside not in pending:
                    continue
                names = view.contributions(outside)
                name = names[len(names) - pending[outside]] if len(names) > 1 else names[0]
                pending[outside] -= 1
                if wanted(key := backward_key(view, name)):
                    yield key, self._backward(step, line, name)
                if pending[outside] == 0 and len(names) > 1 and wanted(f"backward-sum-{outside}"):
                    yield f"backward-sum-{outside}", self._sum(outside, names)
        for name in network.parameters:
            if wanted(f"update-{name}"):
                yield f"update-{name}", self._update(name)

    def _one(self, name: str, matrices: list[Any], case: list[Any], code: str = "") -> dict[str, Any]:
        axes = self.view.kind(name).axes
        return {
            "of": self.holes.number_of(name),
            "axes": [f"@{axis}" for axis in axes],
            "matrices": matrices,
            "case": case,
            "numpy": escape(code),
        }

    def _matrices(self, step: Step, inside: str, *, left: str | None = None) -> list[Any]:
        view = self.view
        matrix = bind_matrix(
            view, step, inside, self.context.case.sample, left=left, arrives=self.context.vjp
        )
        names = step.names() | {f"d{a}": f"d:{b}" for a, b in step.names().items()}
        name = left or names[inside]
        if matrix is None:
            return [_line(view.whole(name), [("=", self.holes.grid(name))])] if view.kind(name).axes else []
        return self._matrix(matrix)

    def _matrix(self, matrix: MatrixLine) -> list[Any]:
        view, name = self.view, matrix.left.name
        one = bool(matrix.left.indices)

        def hole(ref: Ref) -> Box:
            plain = ref.name.removeprefix("T:")
            return self.holes.grid(plain, turned=ref.name.startswith("T:"), sample=bool(ref.indices))

        signs = view.in_numbers(hole, matrix.lengths)
        numbers = write(with_turned(matrix.tree), signs)
        result = self.holes.grid(name, sample=one)
        chain = [("=", matrix.symbols())]
        if not isinstance(matrix.tree, Ref):
            chain.append(("=", numbers))
        lines = [_line(matrix.left_box(), [*chain, ("?", result)])]
        if one:
            lines.append(_line(view.whole(name), [("=", self.holes.grid(name))]))
        return lines

    def _anywhere(self, bound: Line) -> Anywhere:
        """Take an entry whose place the page knows: each index is `@` and the axis of what is computed."""
        view = self.view
        axes = view.layout.indices(view.kind(bound.left.name))
        place = tuple(f"@{axis}" for axis in axes)
        known: dict[str, Index] = {
            own: at for own, at in zip(bound.left.indices, place, strict=True) if isinstance(own, str)
        }
        whole = defined(reindexed(bound.tree, known))
        spelled = flat(expand(whole, bound.lengths))
        return Anywhere(
            Ref(bound.left.name, place), self.expanded(whole, bound.lengths), bound.lengths, spelled
        )

    def expanded(self, tree: Node, lengths: Mapping[str, int]) -> Node:
        """Write sums out as terms."""
        return flat(expand(tree, lengths))

    def symbols(self, lengths: Mapping[str, int]) -> Signs:
        """Write entries as holes for their symbols."""
        return self.view.in_numbers(self.holes.symbol, lengths)

    def numbers(self, lengths: Mapping[str, int]) -> Signs:
        """Write entries as holes for their numbers."""
        return self.view.in_numbers(self.holes.number, lengths)

    def _worked(self, bound: Line) -> list[Any]:
        """Work an entry out: symbols, numbers, its value."""
        entry = self._anywhere(bound)
        return [
            _line(self.holes.symbol(entry.left), [*self._chain(entry), ("?", self.holes.number(entry.left))])
        ]

    def _chain(self, bound: Anywhere) -> list[tuple[str, Box]]:
        tree = bound.tree
        chain = [("=", write(tree, self.symbols(bound.lengths)))]
        if not isinstance(bound.spelled, Ref):
            inside = self.numbers(bound.lengths)
            chain.append(("=", write(without_deltas(tree), inside)))
            if isinstance(tree, Call) and (simpler := definition(tree)) is not None:
                chain.append(("=", write(simpler, inside)))
        return chain

    def _backward(self, step: Step, line: Any, name: str) -> dict[str, Any]:
        view, inside = self.view, line.name[1:]
        bound = self._anywhere(bind(view, step, line, left=name, arrives=self.context.vjp))
        lines: list[Any] = []
        if step.index is not None:
            arriving = ("u:" if self.context.vjp else "d:") + step.output
            found = [ref for ref in dict.fromkeys(refs(bound.spelled)) if ref.name == arriving]
            lines += [
                _line(self.holes.symbol(ref), [("=", self.holes.number(ref))], "arrives")
                for ref in found[:AT_MOST]
            ]
            lines += self._local(step, inside, bound)
        lines += [
            _line(self.holes.symbol(bound.left), [*self._chain(bound), ("?", self.holes.number(bound.left))])
        ]
        several = len(view.contributions(step.names()[inside])) > 1
        code = "" if several else step_line(view, step, line.name, name)
        return self._one(name, self._matrices(step, line.name, left=name), lines, code)

    def _local(self, step: Step, inside: str, bound: Anywhere) -> list[Any]:
        """State the local derivatives on the way of an entry."""
        view = self.view
        local = Local.of(view, step, inside)
        number = self.derivatives.number(local)
        axes = self.holes.core(bound.left.name, bound.left.indices)
        into = dict(zip(local.in_axes, axes, strict=True))
        made = []
        for out in islice(self._outs(local, into), AT_MOST):
            places: dict[str, Index] = dict(zip(local.out_axes, out, strict=True)) | into
            _, tree = view.layout.index_line(Ref(LOSS), local.tree, view.kind)
            tree = self.expanded(defined(reindexed(tree, places)), view.lengths(step))
            left = Fraction(
                row(sign("∂"), self.holes.placed(local.target, out)),
                row(sign("∂"), self.holes.placed(local.source, axes)),
            )
            symbols = write(tree, self.symbols(bound.lengths))
            chain = [("=", symbols)]
            if any(True for _ in refs(tree)):
                numbers = write(without_deltas(tree), self.numbers(bound.lengths))
                chain.append(("=", numbers))
            else:
                chain = []
            if not isinstance(tree, Ref):
                chain.append(("?", self.holes.local(number, out, axes)))
            made.append(_line(left, chain, "local"))
        return made

    def _outs(self, local: Local, into: Mapping[str, Index]) -> Iterator[tuple[Index, ...]]:
        """Yield the places of the output that an entry reaches, those of linked axes by the entry's letters."""
        shape = self.view.array(local.target).shape
        made: list[tuple[Index, ...]] = [()]
        for axis, length in zip(local.out_axes, shape, strict=True):
            choices: list[Index] = [into[local.links[axis]]] if axis in local.links else list(range(length))
            made = [(*head, place) for head in made[:AT_MOST] for place in choices[:AT_MOST]]
        yield from made

    def _sum(self, outside: str, names: list[str]) -> dict[str, Any]:
        view, name = self.view, f"d:{outside}"
        indices = [f"@{axis}" for axis in view.layout.indices(view.kind(name))]
        entries = [self.holes.hole("s", n, indices) for n in names]
        numbers = [self.holes.hole("n", n, indices) for n in names]
        held = [Fence(number) if k else number for k, number in enumerate(numbers)]
        chain = [("=", _added(entries)), ("=", _added(held)), ("?", self.holes.hole("n", name, indices))]
        case = _line(self.holes.hole("s", name, indices), chain)
        added = _added([view.whole(n) for n in names])
        grids = _added([self.holes.grid(n) for n in names])
        matrices = _line(view.whole(name), [("=", added), ("=", grids), ("?", self.holes.grid(name))])
        return self._one(name, [matrices], [case])

    def _update(self, name: str) -> dict[str, Any]:
        return self.update(name, lambda step: step) | {"numpy": escape(update_line(self.view, name))}

    def update(self, name: str, moved: Callable[[Node], Node]) -> dict[str, Any]:
        """Give the step that moves a parameter; `moved` makes of its gradient what it is moved against."""
        view, slope = self.view, f"d:{name}"
        gradient: Node = Ref(slope)
        if view.layout.turned(view.kind(slope)) != view.layout.turned(view.kind(name)):
            gradient = Transpose(gradient)
        tree = simplify(pushed(Add((Ref(name), Neg(Mul((Ref(RATE), moved(gradient))))))))
        symbols = view.in_symbols(tree, {}, {})

        def hole(ref: Ref) -> Box:
            plain = ref.name.removeprefix("T:")
            return self.holes.grid(plain, turned=ref.name.startswith("T:"))

        numbers = write(with_turned(tree), view.in_numbers(hole, {}))
        matrices = _line(
            view.whole(name), [("←", symbols), ("=", numbers), ("?", self.holes.grid(f"new:{name}"))]
        )
        at = tuple(f"@{axis}" for axis in view.layout.indices(view.kind(name)))
        back = tuple(f"@{axis}" for axis in view.layout.indices(view.kind(slope)))
        one = Add((Ref(name, at), Neg(Mul((Ref(RATE), moved(Ref(slope, back)))))))
        chain = [
            ("←", write(one, self.symbols({}))),
            ("=", write(one, self.numbers({}))),
            ("?", self.holes.hole("n", f"new:{name}", at)),
        ]
        case = _line(self.holes.hole("s", name, at), chain)
        return self._one(f"new:{name}", [matrices], [case])


def _line(left: Box | None, chain: Sequence[tuple[str, Box]], note: str = "") -> dict[str, Any]:
    """Write one equation: its left side, its relations with what follows; "?" is = or ≈, as the page finds."""
    return {
        "left": "" if left is None else mathml(left, keys=True),
        "chain": [
            [relation, related("=" if relation == "?" else relation, box, True)] for relation, box in chain
        ],
        **({"note": note} if note else {}),
    }


def _added(boxes: Sequence[Box]) -> Box:
    return row(*(box for k, term in enumerate(boxes) for box in ((sign("+"), term) if k else (term,))))
