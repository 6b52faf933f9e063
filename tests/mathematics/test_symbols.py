"""Symbols: the tiny LaTeX grammar, and that nothing but a NotationError comes of any text."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra.errors import NotationError
from pizarra.mathematics.boxes import Fence, Letter, Numeral, Row, Scripts, Sign, Space
from pizarra.mathematics.symbols import GREEK, symbol
from pizarra.mathematics.unicode import inline


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("x", Letter("x")),
        ("lr", Letter("lr")),
        ("MSE", Letter("MSE", "upright")),
        (r"\delta", Letter("δ")),
        (r"\varepsilon", Letter("ε")),
        (r"\mathbf W", Letter("W", "bold")),
        (r"\boldsymbol{\sigma}", Letter("σ", "bold-italic")),
        (r"\mathcal{L}", Letter("L", "script")),
        (r"\mathbf{1}", Letter("1", "bold")),
        (r"\hat{\mathbf{y}}", Letter("y", "bold", "hat")),
        (r"\mathbf{\hat y}", Letter("y", "bold", "hat")),
        ("ŷ", Letter("y", "italic", "hat")),
        ("x\u0302", Letter("x", "italic", "hat")),
        ("σ'", Scripts(Letter("σ"), None, Sign("′", "postfix"))),
        ("w_ij", Scripts(Letter("w"), Row((Letter("i"), Letter("j"))))),
        ("y_out", Scripts(Letter("y"), Letter("out", "upright"))),
        (r"x_\mathrm{in}", Scripts(Letter("x"), Letter("in", "upright"))),
        ("b_12", Scripts(Letter("b"), Numeral("12"))),
        ("w^*", Scripts(Letter("w"), None, Sign("∗", "tight"))),
        (r"a\,b", Row((Letter("a"), Space(), Letter("b")))),
        ("W x", Row((Letter("W"), Letter("x")))),
        (r"W^\top", Scripts(Letter("W"), None, Sign("⊤", "postfix"))),
        (
            "z^{[l-1]}",
            Scripts(Letter("z"), None, Fence(Row((Letter("l"), Sign("−"), Numeral("1"))), "[", "]")),
        ),
    ],
)
def test_what_a_symbol_means(text, box):
    assert symbol(text) == box


def test_scripts_come_in_either_order():
    assert symbol("w_{ij}^{(2)}") == symbol("w^{(2)}_{ij}")
    assert inline(symbol("x'_1")) == inline(symbol("x_1'")) == "x′₁"


def test_a_slot_takes_its_box():
    box = symbol("w^{(#l)}_{#ij}", l=Numeral("2"), ij=symbol("ij"))
    assert box == Scripts(Letter("w"), Letter("ij"), Fence(Numeral("2")))  # outside a script, ij is one name


def test_the_longest_slot_is_taken():
    box = symbol("#ij", i=Numeral("1"), ij=Numeral("2"))
    assert box == Numeral("2")
    assert symbol("#ix", i=Numeral("1")) == Row((Numeral("1"), Letter("x")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is nothing here"),
        ("x_{i", r"character 5: '}' is missing"),
        ("x}", r"character 2: '}' closes nothing"),
        ("x_1_2", "two scripts with '_'"),
        (r"\frac12", r"'\\\\frac' is not known"),
        ("#l", r"#l has no box \(given: none\)"),
        ("a%b", "'%' is not part of a symbol"),
        (r"\hat{y_k}", r"put scripts behind it"),
        (r"\hat{\bar y}", "one accent only"),
        ("(" * 50 + "x", "more than 12 deep"),
        ("x" * 300, "300 characters"),
        ("\\", "is not known"),
    ],
)
def test_an_error_says_what_and_where_and_the_grammar(text, message):
    with pytest.raises(NotationError, match=message) as caught:
        symbol(text)
    assert "A symbol is made of letters" in str(caught.value)


def test_a_symbol_is_text():
    with pytest.raises(NotationError, match="came as 3"):
        symbol(3)  # type: ignore[arg-type]


@given(st.text(max_size=60) | st.text(r"xW_^{}()[]#'\ ,1+-", max_size=230))
def test_any_text_is_read_or_refused(text):
    try:
        box = symbol(text, l=Numeral("2"))
    except NotationError:
        return
    assert inline(box).isprintable()


@given(
    st.lists(
        st.sampled_from([*("\\" + n for n in GREEK), "\\hat", "\\mathbf", "{", "}", "_", "^", "x", "#l", " "])
    )
)
def test_any_commands_are_read_or_refused(parts):
    with suppress(NotationError):
        symbol("".join(parts), l=Numeral("2"))
