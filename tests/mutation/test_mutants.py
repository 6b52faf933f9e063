"""Every small mistake in a formula, a matrix line, a forward or a vjp is caught."""

import warnings
from contextlib import suppress
from pathlib import Path
from runpy import run_path

import mpmath
import numpy as np
import pytest

from pizarra.check import check_layer
from pizarra.errors import PizarraError
from pizarra.formula import functions, spell
from pizarra.formula.tree import Node, Ref
from pizarra.layer import Layer
from pizarra.layers import ELU, LAYERS, Activation, LeakyReLU, Linear
from pizarra.loss import Loss
from pizarra.losses import LOSSES, Cost

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent
mutants = run_path(str(HERE / "mutants.py"))
extremes = run_path(str(HERE.parent / "test_extremes.py"))

SUBJECTS = [
    *(kind() for kind in LAYERS.values() if kind not in (ELU, LeakyReLU)),
    Linear(bias=False),
    LeakyReLU(0.2),
    ELU(0.7),
    Activation("z ** 3 + exp(z)", "3 * z ** 2 + exp(z)"),
    *(kind(factor) for kind in LOSSES.values() if kind is not Cost for factor in ("1", "1/(2N)")),
]

# What no test can tell from the right one, because it is right: (layer, line or function, mistake): reason.
SAME_SIGN = "y is positive exactly where x is, so either tells the two sides apart"
MEET_AT_0 = "the two branches are equal at 0, so it does not matter which of them 0 belongs to"
LAST_AXIS = "the last axis of a matrix is its axis 1"
EQUIVALENT = {
    ("ReLU", "dx", "x is y"): SAME_SIGN,
    ("ReLU", "matrix dx", "x is y"): SAME_SIGN,
    ("LeakyReLU", "dx", "x is y"): SAME_SIGN,
    ("LeakyReLU", "matrix dx", "x is y"): SAME_SIGN,
    ("ELU", "dx", "x is y"): SAME_SIGN,
    ("LeakyReLU", "y", "comparison with ="): MEET_AT_0,
    ("ELU", "y", "comparison with ="): MEET_AT_0,
    ("LeakyReLU", "forward", "x > 0 is x >= 0"): MEET_AT_0,
    ("ELU", "forward", "x > 0 is x >= 0"): MEET_AT_0,
    ("BinaryCrossEntropyLogits", "forward", "x > 0 is x >= 0"): MEET_AT_0,
    ("sigmoid", "", "x >= 0 is x > 0"): MEET_AT_0,
    ("Softmax", "forward", "-1 is 1"): LAST_AXIS,
    ("Softmax", "vjp", "-1 is 1"): LAST_AXIS,
    ("SoftmaxCrossEntropy", "forward", "-1 is 1"): LAST_AXIS,
    (
        "ELU",
        "forward",
        "xp.zeros_like(x) is xp.ones_like(x)",
    ): "only keeps exp from overflowing: 1 does so too",
    ("SquaredError", "matrix L", "sign in norm2"): "‖t − y‖² is ‖y − t‖²",
    ("softplus", "", "0.0 * x is 0.0"): "the same number; an array is what the array API standard asks for",
    ("_log_sum", "", "xp.zeros_like(shifted) is shifted"): "shifted is 0 at the places where it is put",
}


def caught(layer: Layer) -> str | None:
    """Say what catches the layer: nothing (None), the check, or one of the edge cases."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            check_layer(layer)
        except (PizarraError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError) as error:
            return f"check: {type(error).__name__}"
    try:
        far_from_zero(layer)
    except (AssertionError, ArithmeticError, TypeError, ValueError) as error:
        return f"edge: {type(error).__name__}"
    return None


def far_from_zero(layer: Layer) -> None:
    """The edge cases of tests/test_extremes.py: ±10⁴, certain answers, digits next to 0; no event."""
    if type(layer).__mro__[1] is Linear or not layer.forward:
        return
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        for given in edges(layer):
            out = layer.run(np, *given.values())
            values = {**given, **out}
            dy = None if isinstance(layer, Loss) else np.ones_like(out[layer.output])
            back = layer.pull(np, dy, values)
            for array in (*out.values(), *back.values()):
                assert np.isfinite(array).all()
            if isinstance(layer, Loss) and "x" in given:
                digits(layer, values)


def edges(layer: Layer):
    if not isinstance(layer, Loss):
        x = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4]])
        yield dict.fromkeys(layer.inputs, x)
    elif layer.inputs[0] == "y":
        yield {"y": np.array([[0.0, 1.0]]), "t": np.array([[0.0, 1.0]])}
    else:
        for t in ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0]):
            for row in ([40.0, -40.0, 1e-8], [1e4, 1e4, -1e4], [-1e4, 1e4, 0.0]):
                yield {"x": np.array([row]), "t": np.array([t])}


def digits(layer: Layer, values) -> None:
    """The terms of the losses of logits, to the last digit."""
    [x], [t] = values["x"].tolist(), values["t"].tolist()
    if isinstance(layer, LOSSES["softmax_cross_entropy"]):
        terms = [-a * b for a, b in zip(t, extremes["log_softmax_of"](x), strict=True)]
    else:
        soft = extremes["many_digits"](
            lambda: [extremes["softplus_of"](a) - mpmath.mpf(a) * b for a, b in zip(x, t, strict=True)]
        )
        terms = soft()
    extremes["close"](values["l"], terms)


def mutant(layer: Layer, **attributes) -> Layer:
    kind = type("Mutant", (type(layer),), attributes)
    new = object.__new__(kind)
    new.__dict__.update(
        {name: value for name, value in vars(layer).items() if name in layer.__dataclass_fields__}
    )
    return new


def wrong_lines(layer: Layer):
    """Give (whose, mistake, make) for every mistake in a formula or a matrix line."""
    axes = {name: layer.axes(name) for line in layer.lines for name in (line.name, *line.reads())}

    def fitting(ref: Ref) -> list[Ref]:
        same = [name for name in axes if name != ref.name and len(axes[name]) == len(axes[ref.name])]
        return [Ref(name, ref.indices) for name in same if axes[name] == axes[ref.name]]

    lines = [(line.left, line.tree) for line in layer.lines]
    for k, (left, tree) in enumerate(lines):
        for what, wrong in mutants["of_tree"](tree, fitting):
            text = said([*lines[:k], (left, wrong), *lines[k + 1 :]])
            yield left.name, what, lambda text=text: [mutant(layer, formulas=text)]
    matrices = list(layer.matrix_lines().values())
    for k, (left, tree) in enumerate(matrices):
        for what, wrong in mutants["of_tree"](tree, fitting):
            text = said([*matrices[:k], (left, wrong), *matrices[k + 1 :]])
            yield f"matrix {left.name}", what, lambda text=text: [mutant(layer, matrices=text)]


def said(lines: list[tuple[Ref, Node]]) -> str:
    return "\n".join(f"{spell(left)} = {spell(tree)}" for left, tree in lines)


def wrong_code(kind: type[Layer]):
    """Give the mistakes in a class's functions; each is made in every subject of the class."""
    for name in ("forward", "vjp"):
        function = getattr(kind, name)
        for what, wrong in mutants["of_function"](function) if function else ():
            subjects = [layer for layer in SUBJECTS if type(layer) is kind]
            yield (
                name,
                what,
                lambda name=name, wrong=wrong, all=subjects: [mutant(s, **{name: wrong}) for s in all],
            )


def survivors(kind: type[Layer], wrong) -> tuple[int, int, list[tuple[str, str, str]]]:
    made, same, alive = 0, 0, []
    for whose, what, make in wrong:
        if (kind.__name__, whose, what) in EQUIVALENT:
            same += 1
            continue
        made += 1
        with suppress(PizarraError):  # refused when the class is defined
            if all(caught(subject) is None for subject in make()):
                alive.append((kind.__name__, whose, what))
    return made, same, alive


def report(capsys, name: str, made: int, same: int, alive: list) -> None:
    with capsys.disabled():
        print(f"\n{name:72} {made:4} made {made - len(alive):4} caught {same:3} the same", end="")
    assert not alive


@pytest.mark.parametrize("layer", SUBJECTS, ids=repr)
def test_every_mistake_in_a_formula_is_caught(layer, capsys):
    assert caught(mutant(layer)) is None  # the right one passes
    report(capsys, repr(layer), *survivors(type(layer), wrong_lines(layer)))


@pytest.mark.parametrize(
    "kind", sorted({type(s) for s in SUBJECTS}, key=lambda k: k.__name__), ids=lambda k: k.__name__
)
def test_every_mistake_in_code_is_caught(kind, capsys):
    report(capsys, f"{kind.__name__}, forward and vjp", *survivors(kind, wrong_code(kind)))


KERNELS = {
    "sigmoid": ("sigmoid_of", None),
    "softplus": ("softplus_of", None),
    "softmax": ("softmax_of", 1),
    "logsumexp": ("logsumexp_of", 1),
    "log_softmax": ("log_softmax_of", 1),
}


@pytest.mark.parametrize("name", [*KERNELS, "_log_sum"])
def test_every_mistake_in_a_kernel_is_caught(name, capsys):
    made, same, alive = 0, 0, []
    for what, wrong in mutants["of_function"](getattr(functions, name)):
        if (name, "", what) in EQUIVALENT:
            same += 1
            continue
        made += 1
        if right_kernel(name, wrong):
            alive.append((name, "", what))
    report(capsys, f"{name}, against mpmath", made, same, alive)


def right_kernel(name: str, wrong) -> bool:
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        subject = "log_softmax" if name == "_log_sum" else name
        kernel = functions.log_softmax if name == "_log_sum" else wrong
        if name == "_log_sum":
            patch.setattr(functions, "_log_sum", wrong)
        reference, axis = KERNELS[subject]
        with suppress(AssertionError, ArithmeticError, TypeError, ValueError, AttributeError):
            with np.errstate(over="raise", invalid="raise", divide="raise"):
                if axis is None:
                    points = extremes["POINTS"]
                    extremes["close"](kernel(np, np.array(points)), [extremes[reference](p) for p in points])
                    return True
                for row in extremes["ROWS"]:
                    both = np.array([row, [x / 3 for x in row]])
                    wanted = np.array([extremes[reference](r) for r in both.tolist()], dtype=object)
                    found = kernel(np, both, 1)
                    assert found.shape == (2, len(row) if subject != "logsumexp" else 1)
                    extremes["close"](found, wanted.reshape(found.shape))
                    extremes["close"](kernel(np, both.T, 0).T, wanted.reshape(found.shape))
            return True
    return False


def test_the_list_of_the_right_ones_is_short():
    assert len(EQUIVALENT) <= 20
    assert all(len(reason) > 10 for reason in EQUIVALENT.values())
