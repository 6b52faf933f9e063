"""Every equation of every page is recomputed from the digits that stand on the page, as its reader would."""

from dataclasses import replace

import numpy as np
import pytest

from pizarra.explain.solution import Solution
from pizarra.mathematics.boxes import (
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
)
from pizarra.notation import names
from pizarra.page.blocks import Equation, Equations, Step

from .arithmetic import (
    Count,
    Symbolic,
    blocks,
    claims,
    path_tables,
    reads_as,
    recompute,
    symbolic,
    unit,
    value,
)
from .pages import GALLERY, problem, random_problem, solution


@pytest.mark.parametrize("decimals", [2, 4, 6])
def test_every_page_of_the_gallery_in_its_own_notation(decimals):
    total = Count()
    for name in GALLERY:
        count, wrong = recompute(solution(name, decimals=decimals).page)
        assert wrong == [], name
        assert count.checked >= 20, (name, count)
        assert count.elided == 0
        total += count
    print(
        f"{decimals} decimals: ≈ in {total.about} of {total.checked} equations ({total.about / total.checked:.1%})"
    )
    assert total.about / total.checked < 0.05


@pytest.mark.slow
@pytest.mark.parametrize("notation", names())
def test_every_page_of_the_gallery_in_every_notation(notation):
    for name in GALLERY:
        count, wrong = recompute(solution(name, notation=notation).page)
        assert wrong == [], name
        assert count.checked >= 20, (name, count)


@pytest.mark.parametrize("decimals", [0, 9])
def test_few_digits_and_many(decimals):
    for name in GALLERY:
        _, wrong = recompute(solution(name, decimals=decimals).page)
        assert wrong == [], name


def test_a_decimal_comma():
    count, wrong = recompute(solution("sigmoid-regression", comma=True).page)
    assert wrong == []
    assert count.checked >= 20


def worked(seed):
    notation = names()[seed % len(names())]
    page = Solution(random_problem(seed), notation=notation, decimals=(2, 4, 6)[seed % 3]).page
    return recompute(page)


@pytest.mark.parametrize("seed", range(20))
def test_random_networks(seed):
    count, wrong = worked(seed)
    assert wrong == []
    assert count.checked > 5


@pytest.mark.slow
def test_many_random_networks():
    total = Count()
    for seed in range(20, 400):
        count, wrong = worked(seed)
        assert wrong == [], seed
        total += count
    print(f"≈ in {total.about} of {total.checked} equations ({total.about / total.checked:.1%})")
    assert total.about / total.checked < 0.05


@pytest.mark.parametrize("name", GALLERY)
def test_no_step_gets_by_without_being_recomputed(name):
    """In every step with numbers at least one equation of its matrices or case is arithmetic."""
    for section in solution(name).page.sections:
        for step in section.blocks:
            if not isinstance(step, Step) or step.key in ("paths", "forms", "every"):
                continue
            texts = [
                block for part in step.parts if part.kind in ("matrices", "case") for block in blocks(part)
            ]
            lines = [line for block in texts if isinstance(block, Equations) for line in block.lines]
            numbers = [box for line in lines for _, box in line.chain if not symbolic(box)]
            assert numbers, step.key


# The test itself is tested: a wrong digit anywhere is seen.


def spoilt(box):
    """Change the last digit of a number, or of a matrix' first number."""
    match box:
        case Numeral(text):
            last = "1" if text[-1] == "9" else str(int(text[-1]) + 1)
            return Numeral(text[:-1] + last)
        case Row(items):
            return Row((spoilt(items[0]), *items[1:]))
        case Grid(rows):
            return replace(box, rows=((spoilt(rows[0][0]), *rows[0][1:]), *rows[1:]))
    return replace(box, body=spoilt(box.body))


@pytest.mark.parametrize("name", GALLERY)
def test_one_wrong_last_digit_is_seen(name):
    """In every claim whose right side is a number: with its last digit one off it no longer holds."""
    seen = kept = 0
    for claim in claims(solution(name).page):
        try:
            left = value(claim.left)
        except Symbolic:
            continue
        if claim.relation != "=" or symbolic(claim.right) or unit(claim.right) is None:
            continue
        assert reads_as(left, claim.right)
        seen += 1
        wrong = spoilt(claim.right)
        off = np.max(np.abs(left - value(wrong)) / unit(wrong))
        kept += reads_as(left, wrong) and abs(off - 1) > 1e-6  # a tie may be rounded either way
    assert seen > 10
    assert kept == 0


def test_a_wrong_contribution_is_seen():
    page = solution("two-two-two").page
    (table,) = path_tables(page)
    first = table.rows[0]
    wrong = replace(table, rows=((*first[:-1], spoilt(first[-1])), *table.rows[1:]))

    def changed(block):
        if block == table:
            return wrong
        for name in ("parts", "blocks"):
            if hasattr(block, name):
                return replace(block, **{name: tuple(changed(inner) for inner in getattr(block, name))})
        return block

    sections = tuple(changed(section) for section in page.sections)
    found = recompute(replace(page, sections=sections))[1]
    assert any(text.startswith("paths") for text in found)


# … and so is its arithmetic.

N = Numeral
COLUMN = Grid(((N("1"),), (N("-2"),)))
LINE = Grid(((N("3"), N("4")),))


def line(*items):
    return Row(tuple(items))


@pytest.mark.parametrize(
    ("box", "wanted"),
    [
        (line(N("2"), Sign("·"), Fence(N("-3"))), -6.0),
        (line(Sign("−", "prefix"), N("2"), Sign("·"), N("3"), Sign("+"), N("10")), 4.0),
        (line(N("1"), Sign("−"), N("0.1"), Sign("·"), Fence(N("-5"))), 1.5),
        (Fraction(N("1"), N("4")), 0.25),
        (Scripts(N("3"), None, N("2")), 9.0),
        (Scripts(Letter("e", "upright"), None, N("0")), 1.0),
        (line(Letter("σ"), Fence(N("0"))), 0.5),
        (line(Operator("ReLU"), COLUMN), [[1], [0]]),
        (line(LINE, COLUMN), -5.0),
        (line(COLUMN, LINE), [[3, 4], [-6, -8]]),
        (line(COLUMN, Sign("⊙"), COLUMN), [[1], [4]]),
        (line(Operator("diag"), COLUMN), [[1, 0], [0, -2]]),
        (Fence(line(COLUMN, Sign(">", "relation"), N("0")), "[", "]"), [[1], [0]]),
        (Scripts(Fence(COLUMN, "‖", "‖"), None, N("2")), 5.0),
        (line(N("1.5"), Sign("·"), Scripts(N("10"), None, N("-3"))), 0.0015),
        (N("1,5"), 1.5),
        (Scripts(Letter("δ"), line(N("1"), N("2"))), 0.0),
    ],
)
def test_the_arithmetic(box, wanted):
    assert value(box) == pytest.approx(wanted) if isinstance(wanted, float) else (value(box) == wanted).all()


def test_a_symbol_is_no_arithmetic():
    with pytest.raises(Symbolic, match="it holds a symbol"):
        value(Marked(Letter("x"), "value"))
    assert [c.relation for c in claims_of(Equation(Letter("x"), (("=", N("1")), ("≈", N("1")))))] == [
        "=",
        "≈",
    ]


def claims_of(*lines):
    from pizarra.language import say
    from pizarra.page.blocks import Page, Section

    return list(claims(Page(say("t"), say("t"), (Section("s", say("t"), (Equations(lines),)),))))


def test_every_problem_of_the_gallery_is_read():
    assert all(problem(name).samples for name in GALLERY)
