"""Report: what a check of a gradient found, as data, and as text, Markdown, HTML and JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from ..page.blocks import Page
from ..page.written import Written
from .finding import Finding
from .measured import Measured, State

Verdict = Literal["correct", "faulty", "unclear"]


@dataclass(frozen=True)
class GradientReport(Written):
    """What a check of a gradient found. True where the gradient is right; `print` shows it, and so does a notebook.

    parameters: each with what was given, what was measured and how well (`Measured`). loss: its value. calls: how often
    the loss was called. eps: the precision in which it computes. language: the one it writes in unless told otherwise.
    """

    findings: tuple[Finding, ...]
    parameters: tuple[Measured, ...]
    loss: float
    calls: int
    eps: float
    language: str = "en"

    @property
    def verdict(self) -> Verdict:
        """`faulty`, `correct`, or `unclear` where the numbers cannot tell."""
        if any(finding.severity == "fault" for finding in self.findings):
            return "faulty"
        told = self.parameters and all(one.judged for one in self.parameters)
        random = any(finding.fault.startswith("random") for finding in self.findings)
        return "correct" if told and not random else "unclear"

    @property
    def ok(self) -> bool:
        """Whether the verdict is `correct`."""
        return self.verdict == "correct"

    def __bool__(self) -> bool:
        return self.ok

    def __getitem__(self, name: str) -> Measured:
        return next(one for one in self.parameters if one.name == name)

    @property
    def checked(self) -> int:
        """How many entries were looked at."""
        return sum(int(one.looked_at.sum()) for one in self.parameters)

    @property
    def total(self) -> int:
        """How many entries there are."""
        return sum(one.values.size for one in self.parameters)

    def count(self, *states: State) -> int:
        """Count the entries in any of these states."""
        return sum(one.count(*states) for one in self.parameters)

    def as_json(self, language: str | None = None) -> dict[str, Any]:
        """Give it as plain data: verdict, findings, and the counts for each parameter."""
        language = language or self.language
        return {
            "verdict": self.verdict,
            "findings": [finding.as_json(language) for finding in self.findings],
            "parameters": [_counts(one) for one in self.parameters],
            "loss": self.loss,
            "checked": self.checked,
            "total": self.total,
            "calls": self.calls,
        }

    def json(self, language: str | None = None) -> str:
        """Write it as JSON."""
        return json.dumps(self.as_json(language), ensure_ascii=False, allow_nan=False) + "\n"

    @cached_property
    def page(self) -> Page:
        """The report as a page, before it is written in any format."""
        from .page import page_of

        return page_of(self)

    def __repr__(self) -> str:
        return (
            f"GradientReport({self.verdict}: {self.checked} of {self.total} entries checked, "
            f"{self.count(State.WRONG)} wrong); print it"
        )


def _counts(one: Measured) -> dict[str, Any]:
    return {
        "name": one.name,
        "shape": list(one.shape),
        "checked": int(one.looked_at.sum()),
        "right": one.count(State.RIGHT, State.KINK),
        "kinks": one.count(State.KINK),
        "small": one.count(State.SMALL),
        "wrong": one.count(State.WRONG),
        "worst": [_entry(one, place) for place in one.worst(3)],
    }


def _entry(one: Measured, place: Sequence[int]) -> dict[str, Any]:
    at = tuple(place)
    numbers = {"given": one.given[at], "measured": one.measured[at], "bound": one.bound[at]}
    return {"place": list(at)} | {
        name: float(value) if np.isfinite(value) else None for name, value in numbers.items()
    }
