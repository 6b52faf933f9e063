"""Boxes drawn at random, for the tests of every writer."""

from hypothesis import strategies as st

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
    Space,
    Words,
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
letters = st.builds(
    Letter,
    st.sampled_from(["x", "W", "σ", "ŷ", "ℒ", "MSE", "lr", "y_out", "i", "ε", "∇", "pérdida", "L", "ℓ"])
    | texts,
    st.sampled_from(["italic", "upright", "bold", "bold-italic", "script"]),
    st.sampled_from(["", "hat", "bar", "tilde", "dot"]),
)
numerals = st.builds(
    Numeral,
    st.from_regex(r"-?[0-9]{1,3}([.,][0-9]{1,4})?", fullmatch=True)
    | st.sampled_from(["1e-07", "nan", "inf", "-inf", ""]),
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
)
signs = st.builds(
    Sign,
    st.sampled_from(["+", "−", "·", "⊙", "=", "≈", "→", "∂", ",", "⊤", "′", "⋮", ":=", "<", "∈"]) | texts,
    st.sampled_from(["infix", "prefix", "postfix", "relation", "separator", "tight"]),
)
leaves = st.one_of(
    letters, numerals, signs, st.builds(Operator, st.sampled_from(["log", "ReLU", "diag"]) | texts),
    st.builds(Words, texts),
    st.just(Space()),
)  # fmt: skip
brackets = st.sampled_from(["()", "[]", "{}", "||", "‖‖"])


def _grid(children):
    return st.integers(1, 3).flatmap(
        lambda width: st.builds(
            lambda rows, pair: Grid(tuple(rows), pair[0], pair[1]),
            st.lists(st.tuples(*[children] * width), min_size=1, max_size=3),
            brackets,
        )
    )


def _larger(children):
    optional = st.none() | children
    return st.one_of(
        st.lists(children, max_size=4).map(lambda items: Row(tuple(items))),
        st.builds(Fraction, children, children),
        st.builds(Scripts, children, optional, optional),
        st.builds(BigSum, optional, optional),
        st.builds(Brace, children, children),
        st.builds(Sized, children, st.sampled_from(["2×3", "n×1"]) | texts),
        st.builds(lambda body, pair: Fence(body, pair[0], pair[1]), children, brackets),
        _grid(children),
        st.lists(st.tuples(children, children), min_size=1, max_size=3).map(lambda rows: Cases(tuple(rows))),
        st.builds(Marked, children, st.sampled_from([None, "value", "gradient"]), st.none(), st.booleans()),
    )


boxes = st.recursive(leaves, _larger, max_leaves=12)
