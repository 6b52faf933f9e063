"""Reads the mathematics of a page as a person with a pocket calculator does: digits in, numbers out.

Nothing here knows how the page came about. A box that holds a symbol is not arithmetic (`Symbolic`), one with terms
left out cannot be recomputed (`Elided`), and anything else that is not understood is an error of the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pizarra.mathematics.boxes import (
    BigSum,
    Box,
    Cases,
    Fence,
    Fraction,
    Grid,
    Letter,
    Marked,
    Numeral,
    Operator,
    Row,
    Scripts,
    Sign,
    Sized,
    Space,
)
from pizarra.page.blocks import Block, Equation, Equations, Page, Part, Section, Step, Table

GAPS = ("⋯", "⋮", "⋱")


class Symbolic(Exception):
    """It holds a symbol."""


class Elided(Exception):
    """Something is left out of it."""


def _softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


FUNCTIONS = {
    "σ": lambda x: 1 / (1 + np.exp(-x)),
    "log": np.log,
    "tanh": np.tanh,
    "ReLU": lambda x: np.where(x > 0, x, 0.0),
    "softplus": lambda x: np.log1p(np.exp(x)),
    "sin": np.sin,
    "cos": np.cos,
    "arctan": np.arctan,
    "max": np.maximum,
    "min": np.minimum,
    "sgn": np.sign,
    "pow": np.power,
    "diag": lambda x: np.diag(np.ravel(x)),
    "softmax": _softmax,
    "log softmax": lambda x: np.log(_softmax(x)),
    "logsumexp": lambda x: np.log(np.sum(np.exp(x))),
}


def bare(box: Box) -> Box:
    while isinstance(box, Marked | Sized):
        box = box.body
    return box


def symbolic(box: Box) -> bool:
    """Whether a symbol stands in it: a letter that is no function, number e or mark; δᵢⱼ of two places is a number."""
    match box:
        case Marked(body, _, key):
            return symbolic(body) if key is None or not isinstance(body, Scripts | Letter) else True
        case Letter(text):
            return text != "σ"
        case Sign(text):
            return text == "∂"
        case BigSum():
            return True
        case Scripts(Letter("δ"), Row((Numeral(), Numeral())), None):
            return False
        case Scripts(base, None, sup) if base == Letter("e", "upright"):
            return symbolic(sup)
        case Scripts(base, None, Letter("t" | "T", "upright") | Sign("⊤")):
            return symbolic(base)
        case Scripts(base, None, sup) if sup is not None:
            return symbolic(base) or symbolic(sup)
        case Scripts():
            return True
        case Row(items):
            return any(map(symbolic, items))
        case Fraction(top, bottom):
            return symbolic(top) or symbolic(bottom)
        case Sized(body) | Fence(body):
            return symbolic(body)
        case Grid(rows) | Cases(rows):
            return any(symbolic(cell) for line in rows for cell in line)
    return False


def value(box: Box):
    """Compute a box: a float, or an array with two dimensions."""
    if symbolic(box):
        raise Symbolic("it holds a symbol")
    with np.errstate(all="ignore"):
        return _value(box)


def _value(box: Box):
    match box:
        case Marked(body):
            return _value(body)
        case Sized(body, shape):
            found = _value(body)
            assert shape == "×".join(map(str, np.shape(found))), f"{shape} is written below {np.shape(found)}"
            return found
        case Numeral(text):
            return float(text.replace(",", "."))
        case Fraction(top, bottom):
            return _value(top) / _value(bottom)
        case Grid(rows):
            if any(bare(cell) in [Sign(gap, "tight") for gap in GAPS] for line in rows for cell in line):
                raise Elided
            return np.array([[_value(cell) for cell in line] for line in rows])
        case Fence(body, "|"):
            return np.abs(_value(body))
        case Fence(body, "‖"):
            return float(np.sqrt(np.sum(np.square(_value(body)))))
        case Fence(body, "["):
            return _condition(body) * 1.0
        case Fence(body):
            return _value(body)
        case Scripts(Letter("δ"), Row((Numeral(left), Numeral(right))), None):
            return float(left == right)
        case Scripts(Letter("e"), None, sup):
            return np.exp(_value(sup))
        case Scripts(base, None, Letter("t" | "T", "upright") | Sign("⊤")):
            return np.transpose(_value(base))
        case Scripts(base, None, sup) if sup is not None:
            return _value(base) ** _value(sup)
        case Cases(rows):
            found = np.nan
            for then, condition in reversed(rows):
                found = np.where(_condition(condition), _value(then), found)
            return found if np.ndim(found) else float(found)
        case Row(items):
            return _sum(list(items))
        case Sign(text) if text in GAPS:
            raise Elided
    raise AssertionError(f"nobody can compute {box}")


def _condition(box: Box):
    items = list(bare(box).items)
    places = [k for k, item in enumerate(items) if isinstance(item, Sign) and item.text in "<>≤≥="]
    assert len(places) == 1, f"no condition: {box}"
    left, right = _sum(items[: places[0]]), _sum(items[places[0] + 1 :])
    compare = {"<": np.less, ">": np.greater, "≤": np.less_equal, "≥": np.greater_equal, "=": np.equal}
    return compare[items[places[0]].text](left, right)


def _sum(items: list[Box]):
    """Add terms; within a term ⊙ binds less than the product of matrices."""
    if any(isinstance(item, Sign) and item.text in GAPS for item in items):
        raise Elided
    total, sign, term = None, 1.0, []

    def added():
        nonlocal total, term
        assert term, f"a sign without a term: {items}"
        one = sign * _entrywise(term)
        if total is not None:
            assert not (np.ndim(total) and np.ndim(one)) or np.shape(total) == np.shape(one), (
                "shapes of a sum"
            )
        total, term = one if total is None else total + one, []

    for item in items:
        match item:
            case Sign("+"):
                added()
                sign = 1.0
            case Sign("−", "infix"):
                added()
                sign = -1.0
            case Sign("−", "prefix"):
                assert not term, f"a minus in front of nothing: {items}"
                sign = -sign
            case _:
                term.append(item)
    added()
    return total


def _entrywise(items: list[Box]):
    groups: list[list[Box]] = [[]]
    for item in items:
        if isinstance(item, Sign) and item.text == "⊙":
            groups.append([])
        else:
            groups[-1].append(item)
    found = _product(groups[0])
    for group in groups[1:]:
        other = _product(group)
        assert np.shape(found) == np.shape(other) or not np.ndim(found) or not np.ndim(other), "shapes of ⊙"
        found = found * other
    return found


def _product(items: list[Box]):
    found = None
    k = 0
    while k < len(items):
        item = items[k]
        k += 1
        if isinstance(item, Space) or (isinstance(item, Sign) and item.text == "·"):
            continue
        inner = bare(item)
        name = inner.name if isinstance(inner, Operator) else inner.text if inner == Letter("σ") else None
        if name is not None:
            factor = _called(name, items[k])
            k += 1
        else:
            factor = _value(item)
        if found is None:
            found = factor
        elif np.ndim(found) and np.ndim(factor):
            found = found @ factor
            found = float(found[0, 0]) if found.size == 1 else found  # one number stands without brackets
        else:
            found = found * factor
    return found


def _called(name: str, argument: Box):
    inner = bare(argument)
    if isinstance(inner, Fence) and isinstance(bare(inner.body), Row):
        items = list(bare(inner.body).items)
        commas = [k for k, item in enumerate(items) if isinstance(item, Sign) and item.text == ","]
        if commas:
            ends = [-1, *commas, len(items)]
            return FUNCTIONS[name](*(_sum(items[a + 1 : b]) for a, b in pairwise(ends)))
    return FUNCTIONS[name](_value(argument))


# Results: plain numbers with so many digits


def unit(box: Box):
    """Give half the value of the last digit that is shown, of a number or of all in a matrix; None of others."""
    box = bare(box)
    match box:
        case Fence(body):
            return unit(body)
        case Numeral(text):
            return 0.5 * 10.0 ** -len(text.replace(",", ".").partition(".")[2])
        case Row((Numeral() as mantissa, Sign("·"), Scripts(Numeral("10"), None, Numeral(power)))):
            return unit(mantissa) * 10.0 ** int(power)
        case Grid(rows):
            units = [[unit(cell) for cell in line] for line in rows]
            return None if any(one is None for line in units for one in line) else np.array(units)
    return None


def reads_as(found, result: Box) -> bool:
    """Whether a computed value, rounded to the digits of the result, is the result; a tie may go either way."""
    shown, half = _value(result), unit(result)
    if np.size(found) == 1:
        found = float(np.reshape(found, ()))
    assert np.shape(found) == np.shape(shown), f"shapes {np.shape(found)} and {np.shape(shown)}"
    return bool(np.all(np.abs(found - shown) <= half * (1 + 1e-9) + 1e-13 * np.abs(found)))


# The page


def blocks(sheet: Page | Section | Step | Part) -> Iterator[Block]:
    """Yield every block of a page, those within steps and parts too."""
    if isinstance(sheet, Page):
        for section in sheet.sections:
            yield from blocks(section)
        return
    inside = sheet.parts if isinstance(sheet, Step) else sheet.blocks
    for block in inside:
        yield block
        if isinstance(block, Step | Part):
            yield from blocks(block)


@dataclass
class Claim:
    """`chain[-2] relation chain[-1]`, two boxes of one equation which follow each other."""

    where: str
    left: Box
    relation: str
    right: Box


def claims(sheet: Page) -> Iterator[Claim]:
    """Yield what every equation says of two neighbours of its chain; one without a left side goes on."""
    for where, equation_block in equations_of(sheet):
        last: Box | None = None
        for line in equation_block.lines:
            assert isinstance(line, Equation)
            if line.left is not None:
                last = line.left
            for relation, box in line.chain:
                if last is not None:
                    yield Claim(where, last, relation, box)
                last = box


def equations_of(sheet: Page) -> Iterator[tuple[str, Equations]]:
    for section in sheet.sections:
        for block in section.blocks:
            if isinstance(block, Equations):
                yield section.key, block
            elif isinstance(block, Step | Part):
                key = block.key if isinstance(block, Step) else block.kind
                for inner in blocks(block):
                    if isinstance(inner, Equations):
                        yield key, inner


def path_tables(sheet: Page) -> Iterator[Table]:
    """Yield the tables of paths."""
    for block in blocks(sheet):
        if isinstance(block, Table) and block.role == "paths":
            yield block


def relation_of(cell: Box) -> tuple[str, Box]:
    """Split a cell into its relation (= where none is written) and its number."""
    if isinstance(cell, Row) and isinstance(cell.items[0], Sign) and cell.items[0].text == "≈":
        rest = cell.items[1:]
        return "≈", rest[0] if len(rest) == 1 else Row(rest)
    return "=", cell


@dataclass
class Count:
    """How much of a page was recomputed."""

    equal: int = 0
    about: int = 0
    elided: int = 0
    symbolic: int = 0

    @property
    def checked(self) -> int:
        return self.equal + self.about

    def __add__(self, other: "Count") -> "Count":
        return Count(*(getattr(self, f) + getattr(other, f) for f in self.__dataclass_fields__))


def recompute(sheet: Page) -> tuple[Count, list[str]]:
    """Recompute every equation and every table of paths; give the count, and what is wrong."""
    from pizarra.mathematics.unicode import inline

    count, wrong = Count(), []

    def check(where: str, found, relation: str, result: Box, text: str) -> None:
        if relation == "≈":
            count.about += 1
            return
        count.equal += 1
        if not reads_as(found, result):
            wrong.append(f"{where}: {text} = {inline(result)}, but the digits give {np.round(found, 9)}")

    for claim in claims(sheet):
        try:
            left = value(claim.left)
            right = value(claim.right)
        except Symbolic:
            count.symbolic += 1
            continue
        except Elided:
            count.elided += 1
            continue
        if unit(claim.right) is not None:
            check(claim.where, left, claim.relation, claim.right, inline(claim.left))
        elif not np.allclose(left, right, rtol=1e-9, atol=1e-12):
            wrong.append(f"{claim.where}: {inline(claim.left)} is not {inline(claim.right)}")
    for table in path_tables(sheet):
        shown = []
        for row in table.rows:
            relation, result = relation_of(row[-1])
            product = float(np.prod([value(cell) for cell in row[1:-1]]))
            check("paths", product, relation, result, " · ".join(inline(cell) for cell in row[1:-1]))
            shown.append(result)
        *others, total = table.foot
        shown += [row[-1] for row in others]
        relation, result = relation_of(total[-1])
        check("paths", sum(value(box) for box in shown), relation, result, "the sum of the paths")
    return count, wrong
