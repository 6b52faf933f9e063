"""Random trees of index formulas, for the property tests of this folder."""

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from pizarra.formula.tree import (
    Add,
    Along,
    Call,
    Delta,
    Div,
    Mul,
    Neg,
    Number,
    Pow,
    Ref,
    Size,
    Sum,
    Test,
    Where,
)

LENGTHS = {"n": 2, "i": 3, "j": 4, "k": 2}
SHAPES = {"x": ("n", "i"), "W": ("i", "j"), "b": ("j",), "c": ("k",), "s": ()}
SAFE = ("tanh", "sigmoid", "softplus", "sin", "cos", "arctan")  # smooth, and tame wherever they are put


def values(rng: np.random.Generator) -> dict[str, np.ndarray]:
    return {name: rng.uniform(0.3, 1.5, size=[LENGTHS[a] for a in axes]) for name, axes in SHAPES.items()}


constants = st.sampled_from(
    [Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(-3), Fraction(1, 2)]
).map(Number)
leaves = st.one_of(
    constants,
    st.sampled_from([Ref(name, axes) for name, axes in SHAPES.items()]),
    st.sampled_from([Size("n"), Size("j"), Delta("n", "k"), Delta("n", "n"), Delta("i", 1)]),
)


def _grown(children: st.SearchStrategy, *, smooth: bool) -> st.SearchStrategy:
    axis = st.sampled_from("nijk")
    kinds = [
        st.builds(lambda a, b: Add((a, b)), children, children),
        st.builds(lambda a, b, c: Add((a, Neg(b), c)), children, children, children),
        st.builds(lambda a, b: Mul((a, b)), children, children),
        st.builds(lambda a, b, c: Mul((a, b, c)), children, children, children),
        st.builds(Neg, children),
        st.builds(
            lambda a, b: Div(a, Add((Number(Fraction(2)), Call("softplus", (b,))))), children, children
        ),
        st.builds(lambda a, b: Pow(a, Number(Fraction(b))), children, st.integers(0, 3)),
        st.builds(Sum, axis, children),
        st.builds(lambda f, a: Call(f, (a,)), st.sampled_from(SAFE), children),
    ]
    if not smooth:
        kinds += [
            st.builds(lambda a, b: Test(a, ">", b), children, children),
            st.builds(
                lambda a, b, c, d: Where(Test(a, "<=", b), c, d), children, children, children, children
            ),
            st.builds(lambda a, b: Call("maximum", (a, b)), children, children),
        ]
    return st.one_of(kinds)


rough = st.recursive(leaves, lambda c: _grown(c, smooth=False), max_leaves=12)
smooth = st.recursive(leaves, lambda c: _grown(c, smooth=True), max_leaves=8)
along = st.builds(
    lambda f, body: Along(f, "j", Add((body, Ref("b", ("j",)))), None if f == "logsumexp" else "j"),
    st.sampled_from(["softmax", "log_softmax", "logsumexp"]),
    smooth,
)
