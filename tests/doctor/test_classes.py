"""The table of classes: every row is reached by an edit that the search can make, and has its words."""

from functools import cache
from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

from pizarra.doctor import classes
from pizarra.doctor.bench import Bench
from pizarra.doctor.derivation import Derivation
from pizarra.doctor.edit import Edit, Ledger
from pizarra.doctor.enumerate import finished
from pizarra.doctor.forward import exchanges, forward_edits, inside_the_loss
from pizarra.doctor.point import Point
from pizarra.language import LANGUAGES, catalogue
from pizarra.layers import Identity, LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Tanh
from pizarra.losses import BinaryCrossEntropy, CrossEntropy, SoftmaxCrossEntropy, SquaredError
from pizarra.network import Network

teacher = run_path(str(Path(__file__).with_name("teacher.py")))
# Rows that hold what other ways of reading would give, kept so that no edit is without a name.
IN_RESERVE = {
    ("part", "delta", "*", "*"),
}
WORDLESS = {"slope-missing"}  # it becomes one of two others, by the layer


def points():
    rng = np.random.default_rng(0)
    for layers, loss in (
        ([Linear(), Sigmoid(), Linear(), Tanh(), Linear(), Sigmoid()], SquaredError("1/2")),
        ([Linear(), ReLU(), Linear(), Softmax()], CrossEntropy()),
        ([Linear(), LeakyReLU(), Linear()], SoftmaxCrossEntropy()),
        ([Linear(), Tanh(), Linear(), Sigmoid()], BinaryCrossEntropy()),
        ([Linear(bias=False), Softmax()], SquaredError("1/2")),
        ([Linear(), Softmax(), Linear(), Identity(), Linear(), Identity()], SquaredError("1/2")),
    ):
        network = Network(layers, loss)
        parameters = {name: rng.normal(size=(3, 3) if name[0] == "W" else 3) for name in network.parameters}
        t = np.eye(3)[[0, 2, 1, 1]]
        yield Point(Derivation(network), parameters, rng.normal(size=(4, 3)), t, 0.3)


FACTORS = {"-1": -1.0, "N": 4.0, "1/N": 0.25, "rate": 0.3, "1/rate": 1 / 0.3, "2": 2.0, "3.5": 3.5}


@cache
def edits() -> list[tuple[Derivation, Edit]]:
    """All edits of one line that the search can think of, over some networks."""
    found = []
    for point in points():
        derivation, ledger = point.derivation, Ledger()
        gradients = [line.name for line in derivation.lines if line.kind == "cotangent"]
        bench = Bench(derivation, point.true, ledger, FACTORS, 1, entries=frozenset(gradients))
        with np.errstate(all="ignore"):
            for line in derivation.lines:
                if line.kind != "loss" or line.name.endswith(".p"):
                    finished(bench, line)
            others = [
                edit for edit, *_ in (*forward_edits(point), *inside_the_loss(point), *exchanges(point))
            ]
        found += [(derivation, edit) for edit in dict.fromkeys((*ledger.edits, *others))]
    return found


@cache
def told() -> tuple[str, ...]:
    return tuple(classes.fault(derivation, edit) for derivation, edit in edits())


def test_every_edit_of_the_backward_pass_has_a_class():
    nameless = {
        (edit.kind, edit.old, edit.new)
        for (derivation, edit), name in zip(edits(), told(), strict=True)
        if name == "wrong-formula" and derivation.by_name[edit.line].kind not in ("value", "loss")
    }
    assert len(edits()) > 1000
    assert not nameless


def decisive(table):
    """The rows of a table that decide for some edit."""
    found = set()
    for derivation, edit in edits():
        roles = classes.Roles(derivation)
        line = derivation.by_name[edit.line]
        role = roles.line(line)
        old, new = classes._old(roles, line, edit), classes._new(roles, line, edit)
        for row in table:
            if row[0] == edit.kind and all(map(classes._fits, row[1:4], (role, old, new))):
                found.add(row)
                break
    return found


def test_no_row_is_idle():
    idle = {row[:4] for row in set(classes.TABLE) - decisive(classes.TABLE)}
    assert idle <= IN_RESERVE


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_has_its_words(language):
    names = {row[-1] for row in classes.TABLE} - WORDLESS
    names |= {"wrong-shape", "not-finite", "not-repeatable", "nothing-returned", "unexplained"}
    words = catalogue(language)
    assert not [name for name in names if f"mistake.{name.replace('-', '_')}" not in words]
