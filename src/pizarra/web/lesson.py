"""A lesson: the solution in one notation, with holes where the page puts in symbols, numbers and matrices of its own.

Formulas, words and their order are those of the worked solution. In its matrices and cases every entry is a hole, an
element whose `data-k` begins with a mark: `s:3:0,@j` is the symbol (s) or the number (n) of array 3 at a place in the
core's order, where `@j` is the case's place along an axis of what the step computes. `g:3:1` is array 3 as a matrix,
transposed; `c:3:0` one sample of it as a column; `l:2:…` the number of local derivative 2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..explain.case import routes
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
from ..explain.intro import symbols
from ..explain.local import Local
from ..explain.solution import Solution
from ..explain.view import GAP, RATE, View
from ..formula import definition, simplify
from ..formula.tree import Add, Call, Index, Mul, Neg, Node, Ref, Transpose, refs, reindexed
from ..formula.write import write
from ..language import LANGUAGES, say, words
from ..layer import SAMPLES
from ..layout import pushed
from ..mathematics.boxes import Box, Fence, Fraction, Grid, Letter, Marked, Numeral, Sized, row, sign
from ..mathematics.mathml import mathml
from ..mathematics.unicode import inline as spelt
from ..network import INPUT, LOSS, TARGET, Step
from ..page.blocks import Part, Sentence
from ..page.blocks import Step as PageStep
from ..page.html import Addresses
from ..page.html_blocks import Writer, related
from ..page.html_inline import inline
from ..page.svg_text import tspans
from ..record import record
from .program import Program
from .script import function

MARK = "\ue010"  # begins the key of a hole
FIRST = 0xE000  # letters for places, from Unicode's private use: nobody's name has them
AT_MOST = 4  # lines that state what arrives, or local derivatives


@record
class Anywhere:
    """One entry of what a line defines, at any place: its sums are written out, and it is worked out by the page."""

    left: Ref
    tree: Node
    lengths: Mapping[str, int]


class Lesson:
    """A solution's templates. `program` numbers the arrays; `known` collects the local
    derivatives on the way, by number."""

    def __init__(self, solution: Solution, program: Program, known: dict[tuple[str, str], int]) -> None:
        self.solution, self.program = solution, program
        self.view: View = solution.view
        self.context = Context(solution.view, solution.case)
        self.locals = known

    # Holes

    def number_of(self, name: str) -> int:
        """Give the number of an array; what arrives is the cotangent by another name."""
        return self.program.arrays["d:" + name[2:] if name.startswith("u:") else name].number

    def core(self, name: str, indices: Sequence[Index]) -> tuple[Index, ...]:
        """Turn indices in the reader's order into the core's; the one sample that is not written is 0."""
        kind = self.view.kind(name)
        at = dict(zip(self.view.layout.indices(kind), indices, strict=True))
        return tuple(at.get(axis, 0) for axis in kind.axes)

    def hole(self, letter: str, name: str, indices: Sequence[Index]) -> Box:
        """Leave room for the symbol (s) or the number (n) of an entry."""
        at = ",".join(map(str, self.core(name, indices)))
        kind = {"u": "u"}.get(name[:1], "s") if letter == "s" and name.startswith("u:") else letter
        inside = Letter("x") if letter == "s" else Numeral("-0")
        return Marked(inside, self.view.role(name), key=f"{MARK}{kind}:{self.number_of(name)}:{at}")

    def symbol(self, ref: Ref) -> Box:
        """Leave room for a symbol in a formula of one entry."""
        return sign(GAP) if ref.name == GAP else self.hole("s", ref.name, ref.indices)

    def number(self, ref: Ref) -> Box:
        """Leave room for a number in a formula of one entry."""
        return sign(GAP) if ref.name == GAP else self.hole("n", ref.name, ref.indices)

    def grid(self, name: str, *, turned: bool = False, sample: bool = False) -> Box:
        """Leave room for a matrix, as the reader lays it out; `sample`: of the case's sample alone, as a vector."""
        view = self.view
        number, role = self.number_of(name), view.role(name)
        shape = view.matrix(name).shape
        if sample:
            lying = turned != view.is_row(name)
            size = view.array(name).shape[-1]
            shape = (size, 1)
            key = f"{MARK}c:{number}:{int(lying)}"
        else:
            lying = turned
            key = f"{MARK}g:{number}:{int(turned != view.layout.turned(view.kind(name)))}"
        if shape == (1, 1):
            at = ",".join("@n" if axis == SAMPLES and sample else "0" for axis in view.kind(name).axes)
            return Marked(Numeral("-0"), role, key=f"{MARK}n:{number}:{at}")
        if lying:
            shape = shape[::-1]
        return Sized(Marked(Grid(((Numeral("0"),),)), role, key=key), f"{shape[0]}×{shape[1]}")

    # The whole

    def data(self) -> dict[str, Any]:
        """Give everything that this notation says, as plain data."""
        view, notation = self.view, self.view.notation
        return {
            "name": notation.name,
            "titles": {language: _title(notation, language) for language in LANGUAGES},
            "base": notation.base,
            "comma": view.comma,
            "decimals": view.decimals,
            "symbols": [self._symbol(name) for name in self.program.names],
            "letters": [
                mathml(view.index(letter)) for letter in (*notation.indices[1:], notation.sample_index)
            ],
            "turned": [int(view.layout.turned(view.kind(name))) for name in self.program.names],
            "single": int(view.single),
            "steps": [step for section in self.solution.page.sections for step in self._steps(section)],
            "sections": [
                {"key": section.key, "title": self._said(section.title)}
                for section in self.solution.page.sections
            ],
            "guide": self._guide(),
            "title": self._said(self.solution.page.title),
            "summary": self._said(self.solution.page.summary),
        }

    def _said(self, what: Any) -> dict[str, str]:
        return {language: inline(what, language) for language in LANGUAGES}

    def _symbol(self, name: str) -> dict[str, str]:
        """Write how an array and its entries are called, with letters for the places of an entry."""
        view = self.view
        kind = view.kind(name)
        letters = {axis: Letter(chr(FIRST + k)) for k, axis in enumerate(kind.axes)}
        indices = view.layout.indices(kind)
        whole = view.whole(name)
        entry = view.entry(name, indices, letters) if indices else whole
        arriving = "u:" + name[2:]
        made = {
            "whole": _inside(whole),
            "entry": _inside(entry),
            "drawn": tspans(entry.body if isinstance(entry, Marked) else entry, 17, True),
            "text": spelt(whole),
            "head": tspans(whole, 17, True),
            "role": view.role(name),
        }
        if name.startswith("d:") and self.context.vjp and name[2:] in view.network.values:
            made["arrives"] = _inside(
                view.entry(arriving, indices, letters) if indices else view.whole(arriving)
            )
        return made

    def _guide(self) -> dict[str, str]:
        """Write what every symbol means, and how numbers are rounded."""
        view = self.view
        blocks = (symbols(self.context), Sentence(say("data.rounding", decimals=view.decimals), "note"))
        return {
            language: "".join(Writer(language, Addresses(), keys=True).block(block, 4) for block in blocks)
            for language in LANGUAGES
        }

    # Steps

    def _steps(self, section: Any) -> Iterator[dict[str, Any]]:
        for block in section.blocks:
            if isinstance(block, PageStep):
                found = self._step(section.key, block)
                if found is not None:
                    yield found

    def _step(self, section: str, block: PageStep) -> dict[str, Any] | None:
        lines = self._lines.get(block.key)
        if lines is None and block.key != "paths":
            return None
        general = [part for part in block.parts if part.kind in ("general", "collapse")]
        made: dict[str, Any] = {
            "key": block.key,
            "section": section,
            "title": self._said(block.title),
            "purpose": self._said(block.purpose),
            "general": [self._general(part) for part in general] if block.key != "paths" else [],
        }
        if lines is not None:
            made |= lines
        return made

    def _general(self, part: Part) -> dict[str, str]:
        return {
            language: "".join(
                Writer(language, Addresses(), keys=True).block(block, 4) for block in part.blocks
            )
            for language in LANGUAGES
        }

    @property
    def _lines(self) -> dict[str, dict[str, Any]]:
        """Give, by the key of the page's step, what it computes and how that is worked out."""
        if not hasattr(self, "_made"):
            self._made = dict(self._all())
        return self._made

    def _all(self) -> Iterator[tuple[str, dict[str, Any]]]:
        view, network = self.view, self.view.network
        for step in network.all_steps:
            own = list(step.layer.values)
            for line in own:
                name = step.names()[line.name]
                key = f"forward-{name if step.index is None else step.output}"
                if step.index is not None and line is not own[-1]:
                    continue  # an intermediate of a layer stands in its layer's step
                bound = bind(view, step, line)
                yield key, self._one(name, self._matrices(step, line.name), self._worked(bound))
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
                yield f"backward-{name}".replace(":", "-").replace("@", "-"), self._backward(step, line, name)
                if pending[outside] == 0 and len(names) > 1:
                    yield f"backward-sum-{outside}", self._sum(outside, names)
        for name in network.parameters:
            yield f"update-{name}", self._update(name)

    def _one(self, name: str, matrices: list[Any], case: list[Any]) -> dict[str, Any]:
        axes = self.view.kind(name).axes
        return {
            "of": self.number_of(name),
            "axes": [f"@{axis}" for axis in axes],
            "matrices": matrices,
            "case": case,
        }

    def _matrices(self, step: Step, inside: str, *, left: str | None = None) -> list[Any]:
        view = self.view
        matrix = bind_matrix(
            view, step, inside, self.context.case.sample, left=left, arrives=self.context.vjp
        )
        names = step.names() | {f"d{a}": f"d:{b}" for a, b in step.names().items()}
        name = left or names[inside]
        if matrix is None:
            return [_line(view.whole(name), [("=", self.grid(name))])] if view.kind(name).axes else []
        return self._matrix(matrix)

    def _matrix(self, matrix: MatrixLine) -> list[Any]:
        view, name = self.view, matrix.left.name
        one = bool(matrix.left.indices)

        def hole(ref: Ref) -> Box:
            plain = ref.name.removeprefix("T:")
            return self.grid(plain, turned=ref.name.startswith("T:"), sample=bool(ref.indices))

        signs = view.in_numbers(hole, matrix.lengths)
        numbers = write(with_turned(matrix.tree), signs)
        result = self.grid(name, sample=one)
        chain = [("=", matrix.symbols())]
        if not isinstance(matrix.tree, Ref):
            chain.append(("=", numbers))
        lines = [_line(matrix.left_box(), [*chain, ("?", result)])]
        if one:
            lines.append(_line(view.whole(name), [("=", self.grid(name))]))
        return lines

    def _anywhere(self, bound: Line) -> Anywhere:
        """Take an entry whose place the page knows: each index is `@` and the axis of what is computed."""
        view = self.view
        axes = view.layout.indices(view.kind(bound.left.name))
        place = tuple(f"@{axis}" for axis in axes)
        known: dict[str, Index] = {
            own: at for own, at in zip(bound.left.indices, place, strict=True) if isinstance(own, str)
        }
        tree = flat(expand(defined(reindexed(bound.tree, known)), bound.lengths))
        return Anywhere(Ref(bound.left.name, place), tree, bound.lengths)

    def _worked(self, bound: Line) -> list[Any]:
        """Work an entry out: symbols, numbers, its value."""
        entry = self._anywhere(bound)
        return [_line(self.symbol(entry.left), [*self._chain(entry), ("?", self.number(entry.left))])]

    def _chain(self, bound: Anywhere) -> list[tuple[str, Box]]:
        view, tree = self.view, bound.tree
        signs = view.in_numbers(self.symbol, bound.lengths)
        chain = [("=", write(tree, signs))]
        if not isinstance(tree, Ref):
            inside = view.in_numbers(self.number, bound.lengths)
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
            found = [ref for ref in dict.fromkeys(refs(bound.tree)) if ref.name == arriving]
            lines += [
                _line(self.symbol(ref), [("=", self.number(ref))], "arrives") for ref in found[:AT_MOST]
            ]
            lines += self._local(step, inside, bound)
        lines += [_line(self.symbol(bound.left), [*self._chain(bound), ("?", self.number(bound.left))])]
        return self._one(name, self._matrices(step, line.name, left=name), lines)

    def _local(self, step: Step, inside: str, bound: Anywhere) -> list[Any]:
        """State the local derivatives on the way of an entry."""
        view = self.view
        local = Local.of(view, step, inside)
        number = self.local_of(local)
        axes = self.core(bound.left.name, bound.left.indices)
        into = dict(zip(local.in_axes, axes, strict=True))
        made = []
        for out in _first(self._outs(local, into), AT_MOST):
            places: dict[str, Index] = dict(zip(local.out_axes, out, strict=True)) | into
            _, tree = view.layout.index_line(Ref(LOSS), local.tree, view.kind)
            tree = flat(expand(defined(reindexed(tree, places)), view.lengths(step)))
            left = Fraction(
                row(sign("∂"), self._placed(local.target, out)),
                row(sign("∂"), self._placed(local.source, axes)),
            )
            symbols = write(tree, view.in_numbers(self.symbol, bound.lengths))
            chain = [("=", symbols)]
            if any(True for _ in refs(tree)):
                numbers = write(without_deltas(tree), view.in_numbers(self.number, bound.lengths))
                chain.append(("=", numbers))
            else:
                chain = []
            if not isinstance(tree, Ref):
                at = ",".join(map(str, out)) + ";" + ",".join(map(str, axes))
                chain.append(("?", Marked(Numeral("-0"), "local", key=f"{MARK}l:{number}:{at}")))
            made.append(_line(left, chain, "local"))
        return made

    def _placed(self, name: str, core: Sequence[Index]) -> Box:
        """Leave room for a symbol at a place in the core's order."""
        at = ",".join(map(str, core))
        return Marked(Letter("x"), self.view.role(name), key=f"{MARK}s:{self.number_of(name)}:{at}")

    def _outs(self, local: Local, into: Mapping[str, Index]) -> Iterator[tuple[Index, ...]]:
        """Yield the places of the output that an entry reaches, those of linked axes by the entry's letters."""
        shape = self.view.array(local.target).shape
        made: list[tuple[Index, ...]] = [()]
        for axis, length in zip(local.out_axes, shape, strict=True):
            choices: list[Index] = [into[local.links[axis]]] if axis in local.links else list(range(length))
            made = [(*head, place) for head in made[:AT_MOST] for place in choices[:AT_MOST]]
        yield from made

    def local_of(self, local: Local) -> int:
        """Give the number of a local derivative among those of the page."""
        return self.locals.setdefault((local.target, local.inside), len(self.locals))

    def _sum(self, outside: str, names: list[str]) -> dict[str, Any]:
        view, name = self.view, f"d:{outside}"
        indices = [f"@{axis}" for axis in view.layout.indices(view.kind(name))]
        entries = [self.hole("s", n, indices) for n in names]
        numbers = [self.hole("n", n, indices) for n in names]
        held = [Fence(number) if k else number for k, number in enumerate(numbers)]
        chain = [("=", _added(entries)), ("=", _added(held)), ("?", self.hole("n", name, indices))]
        case = _line(self.hole("s", name, indices), chain)
        added = _added([view.whole(n) for n in names])
        grids = _added([self.grid(n) for n in names])
        matrices = _line(view.whole(name), [("=", added), ("=", grids), ("?", self.grid(name))])
        return self._one(name, [matrices], [case])

    def _update(self, name: str) -> dict[str, Any]:
        view, slope = self.view, f"d:{name}"
        gradient: Node = Ref(slope)
        if view.layout.turned(view.kind(slope)) != view.layout.turned(view.kind(name)):
            gradient = Transpose(gradient)
        tree = simplify(pushed(Add((Ref(name), Neg(Mul((Ref(RATE), gradient)))))))
        symbols = view.in_symbols(tree, {}, {})

        def hole(ref: Ref) -> Box:
            plain = ref.name.removeprefix("T:")
            return self.grid(plain, turned=ref.name.startswith("T:"))

        numbers = write(with_turned(tree), view.in_numbers(hole, {}))
        matrices = _line(view.whole(name), [("←", symbols), ("=", numbers), ("?", self.grid(f"new:{name}"))])
        at = tuple(f"@{axis}" for axis in view.layout.indices(view.kind(name)))
        back = tuple(f"@{axis}" for axis in view.layout.indices(view.kind(slope)))
        one = Add((Ref(name, at), Neg(Mul((Ref(RATE), Ref(slope, back))))))
        case = _line(
            self.hole("s", name, at),
            [
                ("←", write(one, view.in_numbers(self.symbol, {}))),
                ("=", write(one, view.in_numbers(self.number, {}))),
                ("?", self.hole("n", f"new:{name}", at)),
            ],
        )
        return self._one(f"new:{name}", [matrices], [case])

    # Paths

    def local_scripts(self) -> Iterator[str]:
        """Write every local derivative as JavaScript: what it derives, by what, which axes go together, its entry."""
        for target, inside in self.locals:
            step = self.view.network.maker(target)
            assert step is not None
            local = Local.of(self.view, step, inside)
            lengths = self.program.lengths(step)
            lengths |= {axis: lengths[axis[1:]] for axis in local.in_axes if axis[1:] in lengths}
            axes = (*local.out_axes, *local.in_axes)
            links = [local.in_axes.index(local.links[a]) if a in local.links else -1 for a in local.out_axes]
            yield (
                f"{{target:{self.number_of(target)},source:{self.number_of(local.source)},links:{links},"
                f"entry:{function(local.tree, axes, self.program.arrays, lengths)}}}"
            )

    def routes(self) -> dict[str, list[list[int]]]:
        """Give every way from a parameter or value to the loss, as local derivatives by number; at most eight each."""
        network = self.view.network
        found = {}
        for name in (*network.parameters, *network.values):
            ways = [[self.local_of(local) for local in way] for way in _first(routes(self.view, name), 8)]
            found[str(self.number_of(name))] = ways
        return found


def _inside(box: Box) -> str:
    """Write a symbol without its mark and without `<math>` around it: the page gives both."""
    body = box.body if isinstance(box, Marked) else box
    return mathml(body).removeprefix("<math>").removesuffix("</math>")


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


def _title(notation: Any, language: str) -> str:
    return notation.titles.get(language) or words(say("web.standard"), language)


def _first(items: Any, count: int) -> Iterator[Any]:
    for k, item in enumerate(items):
        if k == count:
            return
        yield item
