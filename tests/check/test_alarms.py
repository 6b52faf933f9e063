"""Right gradients raise no alarm and wrong ones do, whatever is drawn: networks, kinks, saturation, harsh scales."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pizarra import check_gradient

from .drawn import Case, draw, network

SEEDS = st.integers(0, 2**32 - 1)


def judged(case: Case, grad):
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not np.isfinite(case.loss(case.params)) or not all(
            np.isfinite(array).all() for array in case.grad(case.params).values()
        ):
            return None
    return check_gradient(case.loss, grad, case.params)


def right(seed: int):
    """Check a right gradient, given as a function or as its values."""
    case = draw(seed)
    with np.errstate(all="ignore"):
        return case, judged(case, case.grad if seed % 2 else case.grad(case.params))


@given(seed=SEEDS)
def test_a_right_gradient_raises_no_alarm(seed):
    case, report = right(seed)
    assert report is None or report.verdict != "faulty", f"{seed} {case.kind}\n{report}"


@pytest.mark.parametrize(
    "seed", [16480, 48020]
)  # |y − t| that cancels; a sigmoid with one digit left of 1 − p
def test_what_once_raised_an_alarm_raises_none(seed):
    case, report = right(seed)
    assert report.verdict != "faulty", case.kind


@given(seed=SEEDS, kind=st.sampled_from(["entry", "factor", "sign"]))
def test_a_wrong_gradient_of_a_common_network_raises_one(seed, kind):
    case = network(np.random.default_rng(seed))
    if "harsh" in case.kind:
        return
    told, planted = plant(case, seed, kind)
    assert told or not planted, f"{seed} {case.kind}"


def plant(case: Case, seed: int, kind: str) -> tuple[bool, bool]:
    """Make a gradient wrong; say whether that was told, and whether there was something to tell.

    There is not where a slope is 0, at a kink as long as the wrong slope lies between those of its sides, and where the
    loss does not show the difference: it is less than 1e-12 of the loss over the size of the parameters.
    """
    rng = np.random.default_rng(seed)
    with np.errstate(all="ignore"):
        found = {name: np.array(array, dtype=float) for name, array in case.grad(case.params).items()}
        here = float(case.loss(case.params))
    name = str(rng.choice(list(found)))
    if not np.any(found[name]) or not np.isfinite(here):
        return False, False
    place = tuple(rng.choice(np.argwhere(found[name] != 0)))
    ratio = np.ones(found[name].shape)
    if kind == "entry":
        ratio[place] = 1.001
    else:
        ratio[...] = -1 if kind == "sign" else rng.choice([2, 0.5, 1 / 3])
    wrong = {**found, name: found[name] * ratio}

    def grad(p):
        return {key: value * (ratio if key == name else 1) for key, value in case.grad(p).items()}

    report = judged(case, grad if seed % 2 else wrong)
    if report is None or report.count(2):
        return False, False
    size = float(np.max(np.abs(case.params[name]))) or 1.0
    shown = float(np.max(np.abs(wrong[name] - found[name]))) * size > 1e-12 * abs(here)
    return report.verdict == "faulty", shown


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_of_20_000_right_gradients_none_raises_an_alarm(part, capsys):
    faulty, unclear = [], 0
    for seed in range(1000 * part, 1000 * (part + 1)):
        case, report = right(seed)
        if report is not None and report.verdict == "faulty":
            faulty.append((seed, case.kind))
        unclear += report is not None and report.verdict == "unclear"
    with capsys.disabled():
        print(f"\n1000 right gradients: {len(faulty)} alarms, {unclear} too small to judge", end="")
    assert not faulty
    assert unclear <= 5


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["entry", "factor", "sign"])
def test_of_2_000_wrong_gradients_of_common_networks_nearly_all_are_told(kind, capsys):
    told = planted = 0
    for seed in range(8000):
        case = network(np.random.default_rng(seed))
        if "harsh" not in case.kind:
            yes, there = plant(case, seed, kind)
            told, planted = told + (yes and there), planted + there
    with capsys.disabled():
        print(f"\n{kind}: {told} of {planted} told", end="")
    assert told >= 0.999 * planted > 2000


@pytest.mark.slow
def test_right_gradients_in_float32_raise_no_alarm(capsys):
    faulty, unclear = [], 0
    for seed in range(2000):
        case = network(np.random.default_rng(seed), np.float32)
        report = judged(case, case.grad if seed % 2 else case.grad(case.params))
        if report is not None and report.verdict == "faulty":
            faulty.append((seed, case.kind))
        unclear += report is not None and report.verdict == "unclear"
    with capsys.disabled():
        print(
            f"\n2000 right gradients in float32: {len(faulty)} alarms, {unclear} too small to judge", end=""
        )
    assert not faulty
