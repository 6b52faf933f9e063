"""A search keeps its limit, within a line too, and says what ended it. No test here reads a real clock."""

from pathlib import Path
from runpy import run_path

import numpy as np
import pytest

import pizarra.doctor.diagnosis as diagnosis
from pizarra import diagnose
from pizarra.doctor.bench import Bench
from pizarra.doctor.derivation import Derivation
from pizarra.doctor.edit import Ledger
from pizarra.doctor.enumerate import stack_of
from pizarra.doctor.forward import starts
from pizarra.doctor.limit import Limit, OutOfTime
from pizarra.doctor.point import Point

teacher = run_path(str(Path(__file__).with_name("teacher.py")))
NETWORK, PARAMETERS, X, T = (teacher[name] for name in ("NETWORK", "PARAMETERS", "X", "T"))
arrays, told = teacher["arrays"], teacher["told"]


class Ticking:
    """A clock that goes on by one second whenever it is read."""

    def __init__(self):
        self.reading = 0

    def __call__(self):
        self.reading += 1
        return float(self.reading)


@pytest.fixture
def clock(monkeypatch):
    made = Ticking()
    monkeypatch.setattr(diagnosis, "Limit", lambda seconds: Limit(seconds, made))
    return made


def nothing_gives_it(W1, b1, W2, b2, x, t):
    right = teacher["gradients"](W1, b1, W2, b2, x, t)
    return right | {"W1": right["W1"] + np.cos(np.arange(6.0)).reshape(2, 3)}


def test_a_limit_is_over_after_its_seconds():
    clock = Ticking()
    limit = Limit(2, clock)  # until 3
    assert not limit.over
    limit.ask()
    assert limit.over
    with pytest.raises(OutOfTime, match="used its time"):
        limit.ask()


@pytest.mark.parametrize("line", ["d:v2", "d:W1", "W1'"])
def test_a_line_is_left_at_whatever_edit_the_time_is_up(line):
    derivation = Derivation(NETWORK)
    point = Point(derivation, PARAMETERS, X, T, 0.1)

    def work(seconds):
        clock = Ticking()
        bench = Bench(derivation, point.true, Ledger(), {"2": 2.0}, 1, limit=Limit(seconds, clock))
        versions = stack_of(bench, derivation.by_name[line])
        return len(versions), clock.reading

    versions, asked = work(1e9)
    assert (
        asked > versions / 3
    )  # an edit may give several versions, and none goes by without a look at the clock
    for seconds in (0, 1, asked // 2, asked - 2):
        with pytest.raises(OutOfTime, match="used its time"):
            work(seconds)
    assert work(asked) == (versions, asked)


def test_edits_of_the_forward_pass_are_left_when_the_time_is_up():
    point = Point(Derivation(NETWORK), PARAMETERS, X, T, 0.1)
    every = sum(1 for _ in starts(point))
    some = starts(point, limit=Limit(every, Ticking()))
    with pytest.raises(OutOfTime, match="used its time"):
        list(some)


@pytest.mark.parametrize("seconds", [0, 1, 10, 100, 1000, 3000])
@pytest.mark.parametrize(
    "mine", [nothing_gives_it, arrays(dW1=lambda g: g + np.cos(np.arange(6.0)).reshape(2, 3))]
)
def test_a_diagnosis_ends_when_its_time_is_up_and_has_its_best(clock, mine, seconds):
    found = told(mine, seconds=seconds)
    assert clock.reading <= seconds + 40  # each stage that is left looks at the clock once more
    assert found.verdict == "faulty"
    assert not found.complete
    assert [f.fault for f in found.findings][-1] == "stopped-early"
    assert {"fault": "stopped-early", "severity": "note"}.items() <= found.as_json()["findings"][-1].items()
    assert "time" in found.text()
    assert "tiempo" in found.text("es")


def test_a_search_that_is_not_stopped_says_nothing(clock):
    found = told(arrays(dW1=lambda g: g.T.reshape(2, 3)), seconds=1e9)
    assert found.complete
    assert all(finding.fault != "stopped-early" for finding in found.findings)


def test_arrays_too_large_for_every_pair_of_edits_are_said_to_be():
    rng = np.random.default_rng(0)
    parameters = {"W1": rng.normal(size=(130, 127)), "b1": rng.normal(size=127)}
    x, t = rng.normal(size=(2, 130)), rng.normal(size=(2, 127))
    error = x @ parameters["W1"] + parameters["b1"] - t
    dW1 = x.T @ error
    mine = {"delta1": error, "dW1": dW1 + np.cos(np.arange(dW1.size)).reshape(dW1.shape)}
    found = diagnose("130-127", mine, parameters=parameters, x=x, t=t, factor="1/2")
    assert [finding.fault for finding in found.findings] == ["unexplained", "stopped-early"]
    assert "too large" in found.text()
    assert "demasiado grandes" in found.text("es")
    assert not found.complete
