"""Boxes as text: pictures of what a terminal shows, rectangles that are rectangles, ASCII that is ASCII."""

import sys
from textwrap import dedent
from unicodedata import combining, east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.mathematics.block import beside, flat, plain, width_of
from pizarra.mathematics.boxes import (
    BigSum,
    Brace,
    Cases,
    Fence,
    Fraction,
    Grid,
    Letter,
    Marked,
    Numeral,
    Operator,
    Scripts,
    Sized,
    Space,
    Words,
    row,
)
from pizarra.mathematics.symbols import symbol
from pizarra.mathematics.unicode import inline, lines

from .drawn import boxes

x = Letter("x")


def grid(text, *brackets):
    return Grid(tuple(tuple(Numeral(cell) for cell in line.split()) for line in text.split(";")), *brackets)


def partial(top, bottom):
    return Fraction(row("∂", symbol(top)), row("∂", symbol(bottom)))


def looks_like(box, picture, **options):
    picture = dedent(picture).strip("\n")
    assert str(lines(box, **options)) == picture


def test_a_matrix_lines_up_its_decimals():
    looks_like(
        row(symbol("W"), "=", Sized(grid("-1.5 -1 10; 1 1 -0.25; 0 0 3"), "3×3")),
        """
            ⎛−1.5  −1  10   ⎞
        W = ⎜ 1     1  −0.25⎟
            ⎝ 0     0   3   ⎠
                   3×3
        """,
    )


def test_brackets_of_every_kind():
    looks_like(grid("1; 2; 3", "[", "]"), "⎡1⎤\n⎢2⎥\n⎣3⎦")
    looks_like(grid("1; 2; 3", "{", "}"), "⎧1⎫\n⎨2⎬\n⎩3⎭")
    looks_like(grid("1; 2", "‖", "‖"), "║1║\n║2║")
    looks_like(grid("1 2 3"), "(1  2  3)")


def test_partial_derivatives_have_two_storeys():
    looks_like(
        row(
            partial("L", "w_13"),
            "=",
            BigSum(Letter("k")),
            partial("L", "ŷ_k"),
            Space(),
            partial("ŷ_k", "w_13"),
        ),
        """
         ∂L       ∂L  ∂ŷₖ
        ──── = ∑ₖ ─── ────
        ∂w₁₃      ∂ŷₖ ∂w₁₃
        """,
    )


def test_a_sum_with_limits():
    looks_like(
        row(BigSum(row(Letter("k"), "=", Numeral("1")), Numeral("3")), x, "+", x),
        """
         3
         ∑  x + x
        k=1
        """,
    )


def test_a_brace_names_what_is_above_it():
    looks_like(
        Brace(row(Numeral("2"), "·", Numeral("3")), symbol("w x")),
        """
        2 · 3
        ╰─┬─╯
         wx
        """,
    )


def test_cases():
    looks_like(
        Cases(((x, row(x, ">", Numeral("0"))), (Numeral("0"), Words("si no")))),
        """
        ⎰ x   x > 0
        ⎱ 0   si no
        """,
    )


def test_a_matrix_in_ascii():
    looks_like(
        row(symbol(r"\delta"), "⊙", grid("1; -2; 3")),
        "          / 1\\\ndelta (.) |-2|\n          \\ 3/",
        ascii=True,
    )


@pytest.mark.parametrize(
    ("box", "unicode", "ascii"),
    [
        (symbol("w_ij^{(2)}"), "wᵢⱼ⁽²⁾", "w_ij^(2)"),
        (symbol(r"\hat{y}_k"), "ŷₖ", "y_hat_k"),
        (symbol("a^{[l-1]}"), "a^[l−1]", "a^[l-1]"),
        (symbol("W_{out,1}"), "W_{out,1}", "W_{out,1}"),
        (symbol(r"W^\top"), "Wᵀ", "W^T"),
        (symbol("x^t"), "xᵗ", "x^t"),
        (symbol("σ'(z)"), "σ′(z)", "sigma'(z)"),
        (symbol(r"\mathcal{L}"), "ℒ", "L"),
        (symbol("W x"), "Wx", "W x"),
        (symbol("lr x"), "lr x", "lr x"),
        (Scripts(symbol("W^{(2)}"), None, Letter("t")), "W⁽²⁾ᵗ", "W^(2)^t"),
        (partial("L", "w_13"), "∂L/∂w₁₃", "dL/dw_13"),
        (row(partial("L", "y"), Space(), partial("y", "w")), "∂L/∂y · ∂y/∂w", "dL/dy * dy/dw"),
        (Fraction(Numeral("1"), row(Numeral("1"), "+", x)), "1/(1 + x)", "1/(1 + x)"),
        (Fraction(Numeral("1"), Numeral("2")), "½", "1/2"),
        (row(x, "⊙", Numeral("-0.5")), "x ⊙ −0.5", "x (.) -0.5"),
        (row(x, "←", x, "≈", x), "x ← x ≈ x", "x <- x ~= x"),
        (row(BigSum(Letter("i")), x), "∑ᵢ x", "sum_i x"),
        (row(Operator("log"), x), "log x", "log x"),
        (row(Operator("ReLU"), Fence(x)), "ReLU(x)", "ReLU(x)"),
        (grid("1 0; 2 3"), "(1 0; 2 3)", "(1 0; 2 3)"),
        (row("−", x), "−x", "-x"),
        (Words("pérdida ¿qué?"), "pérdida ¿qué?", "perdida que?"),
    ],
)
def test_one_line(box, unicode, ascii):
    assert inline(box) == unicode
    assert inline(box, ascii=True) == ascii


def test_widths():
    assert width_of("x\u0302") == 1
    assert width_of("中") == 2
    assert width_of("\x1b[34mx\x1b[0m") == 1
    assert beside().width == 0
    for char in map(chr, range(sys.maxunicode + 1)):  # also those whose width is not looked up
        none, two = char in "\u200b\u200d\ufe0f" or combining(char), east_asian_width(char) in "WF"
        assert width_of(char) == (0 if none else 2 if two else 1) or char == "\x1b", hex(ord(char))
    assert flat("ab").height == 1


@given(boxes, st.booleans(), st.booleans())
def test_every_box_is_a_rectangle(box, ascii, color):
    block = lines(box, ascii=ascii, color=color)
    assert {width_of(line) for line in block.lines} == {block.width}
    assert 0 <= block.baseline < block.height
    assert plain("".join(block.lines)).isprintable()
    assert "\n" not in inline(box, ascii=ascii, color=color)


@given(boxes)
def test_ascii_is_ascii(box):
    assert str(lines(box, ascii=True)).isascii()
    assert inline(box, ascii=True).isascii()


@given(boxes)
def test_colours_change_nothing_else(box):
    assert [plain(line) for line in lines(box, color=True).lines] == list(lines(box).lines)


def test_a_gradient_is_red_and_the_case_underlined():
    assert inline(Marked(x, "gradient", case=True), color=True) == "\x1b[31;4mx\x1b[0m"
