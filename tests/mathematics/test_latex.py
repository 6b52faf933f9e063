"""Boxes as LaTeX: exact text, and a second opinion on its syntax."""

import latex2mathml.converter
import pytest
from hypothesis import given

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
    Row,
    Scripts,
    Sign,
    Sized,
    Words,
    row,
)
from pizarra.mathematics.latex import latex
from pizarra.mathematics.symbols import symbol

from .drawn import boxes

x, two, half = Letter("x"), Numeral("2"), Numeral("-0.5")


@pytest.mark.parametrize(
    ("box", "text"),
    [
        (symbol(r"\mathbf{W}"), r"\mathbf{W}"),
        (symbol(r"\boldsymbol{\sigma}"), r"\boldsymbol{\sigma}"),
        (symbol(r"\hat{\boldsymbol y}_k"), r"\hat{\boldsymbol{y}}_{k}"),
        (symbol(r"\hat{MSE}"), r"\widehat{\mathrm{MSE}}"),
        (Letter("i", "italic", "hat"), r"\hat{\imath}"),
        (Letter("ŷ"), r"\hat{y}"),
        (Letter("ℒ", "script"), r"\mathcal{L}"),
        (Letter("L", "script"), r"\mathcal{L}"),
        (symbol("σ'_1"), r"\sigma'_{1}"),
        (symbol("η x"), r"\eta x"),
        (Scripts(symbol("W^{(2)}"), None, Letter("t")), "{W^{(2)}}^{t}"),
        (Scripts(symbol(r"\hat{y}_k"), Letter("t"), None), r"{{}\hat{y}_{k}}_{t}"),
        (Scripts(symbol("W"), None, Sign("⊤", "postfix")), r"W^{\top}"),
        (
            Scripts(Letter("W"), Letter("i"), Row((Sign("′", "postfix"), Sign("⊤", "postfix")))),
            r"W_{i}^{\prime \top}",
        ),
        (Scripts(Fraction(x, two), None, two), r"{\frac{x}{2}}^{2}"),
        (row(x, "+", half), "x + {-0.5}"),
        (row(half, "+", x), "-0.5 + x"),
        (Fence(half), "(-0.5)"),
        (row(x, "=", Sign("−", "prefix"), x), "x = {-}x"),
        (Numeral("-2,5"), "-2{,}5"),
        (Numeral("1e-07"), r"1\cdot 10^{-07}"),
        (Numeral("1", (1, 2)), r"\phantom{0}1\phantom{00}"),
        (row(x, "⊙", x, "≈", x, "→", x), r"x \odot x \approx x \to x"),
        (row(x, ",", x), "x, x"),
        (row("∂", x), r"\partial x"),
        (row(x, Sign("♥"), x), r"x \mathbin{\text{♥}} x"),
        (row(BigSum(Letter("i")), x), r"\sum_{i} x"),
        (row(Operator("log"), x), r"\log x"),
        (row(Operator("ReLU"), Fence(x)), r"\operatorname{ReLU}(x)"),
        (Operator("leaky relu"), r"\mathop{\text{leaky relu}}\nolimits"),
        (Fence(Fraction(x, two)), r"\left(\frac{x}{2}\right)"),
        (Fence(x, "‖", "‖"), r"\lVert x\rVert"),
        (Brace(x, two), r"\underbrace{x}_{2}"),
        (Sized(x, "2×3"), r"\underset{2 \times 3}{x}"),
        (Marked(x, "value", "k", True), "x"),
        (Words("50 % a_b $ \\"), r"\text{50 }\%\text{ a}\_\text{b }\$\text{ }\backslash "),
        (Cases(((x, Words("si no")),)), "\\begin{cases}\nx & \\text{si no}\n\\end{cases}"),
        (Grid(((Numeral("1.5"),), (half,)), "[", "]"), "\\begin{bmatrix}\n\\phantom{-}1.5 \\\\\n-0.5\n\\end{bmatrix}"),
        (Grid(((Numeral("1"),), (Numeral("10,5"),))),
         "\\begin{pmatrix}\n\\phantom{0}1\\phantom{{,}0} \\\\\n10{,}5\n\\end{pmatrix}"),
        (Grid(((Fence(x, "[", "]"),), (Fence(x, "[", "]"),))), "\\begin{pmatrix}\n{}[x] \\\\\n{}[x]\n\\end{pmatrix}"),
        (Row(()), "{}"),
    ],
)  # fmt: skip
def test_exact_text(box, text):
    assert latex(box) == text


@given(boxes)
def test_every_box_is_written_with_balanced_braces(box):
    text = latex(box)
    plain = text.replace("\\\\", "").replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")
    assert "$" not in text.replace(r"\$", "")
    assert "|" not in text
    assert text.count(r"\left") - text.count(r"\leftarrow") == text.count(r"\right") - text.count(
        r"\rightarrow"
    )


@pytest.mark.parametrize(
    "box",
    [
        Scripts(symbol("W^{(2)}"), None, Letter("t")),
        row(BigSum(row(x, "=", two), two), Fraction(x, two)),
        Grid(((two, half), (x, two))),
        Cases(((x, Words("otherwise")),)),
        Fence(Grid(((two,),)), "[", "]"),
        Brace(x, two),
        Sized(Grid(((two,),)), "1×1"),
    ],
)
def test_another_program_can_read_it(box):
    assert latex2mathml.converter.convert(latex(box)).startswith("<math")
