"""Testing: assertions about gradients, for test suites. What fails says in its message what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .check import GradientReport, check_backward, check_gradient
from .doctor import Diagnosis, diagnose
from .network import Network
from .problem import Problem


def assert_gradient(loss: Any, grad: Any, params: Any = None, **options: Any) -> None:
    """Raise AssertionError, with the report as its message, unless the gradient is right.

    The arguments and options are those of `check_gradient`. A gradient that cannot be judged fails too. In the place of
    a loss there may be a network, or a shape such as "2-3-2", and in that of the gradient your function of it: then
    the message is the diagnosis, and the options are those of `diagnose`.

    >>> assert_gradient(lambda w: w**3, lambda w: 3 * w**2, 2.0)
    >>> assert_gradient(lambda w: w**3, lambda w: w**2, 2.0)
    Traceback (most recent call last):
        ...
    AssertionError: The gradient is wrong
    ...
    ! The gradient of w is 1/3 times the right one, in every entry.
    ...
    """
    __tracebackhide__ = True  # pytest then shows the line that called
    if isinstance(loss, Network | Problem | str):
        _require(diagnose(loss, grad, parameters=params, **options))
    else:
        _require(check_gradient(loss, grad, params, **options))


def assert_backward(function: Callable[..., Any], *inputs: Any, **options: Any) -> None:
    """Raise AssertionError, with the report as its message, unless a torch function's backward pass is right.

    `assert_backward(MyFunction.apply, x, w)`; the options are those of `check_gradient`.
    """
    __tracebackhide__ = True
    _require(check_backward(function, *inputs, **options))


def _require(report: GradientReport | Diagnosis) -> None:
    __tracebackhide__ = True
    if not report:
        raise AssertionError(message(report))


def message(report: GradientReport | Diagnosis) -> str:
    """Say why an assertion failed: what stands in the message of every one of them."""
    return report.text()
