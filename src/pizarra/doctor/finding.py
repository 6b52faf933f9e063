"""Finding: what is wrong, where, what stands there and what belongs there; and the diagnosis that they make up."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ..language import Say, say, words
from ..page.blocks import Page
from ..page.written import Written


@dataclass(frozen=True)
class Finding:
    """One thing that was noticed.

    severity: a `fault` makes the gradient wrong, a `note` does not. fault: the class of mistake. name: the array in the
    reader's names, and `parameter` says whether it is one's gradient or update. layer: counted from 1. found, expected:
    formulas in the reader's names; remedy: a line of NumPy. factor: what the numbers are multiplied by.
    confirmed: how often the found formula gave the reader's numbers, and out of how many tries. rivals: classes that
    explain the same numbers with no more edits. evidence: entries by name, with the reader's number and the right one.
    line: the derivation's name for what is wrong. step: the step of the worked solution that shows the line, as its
    page calls it.
    """

    severity: Literal["fault", "note"]
    fault: str
    name: str = ""
    parameter: bool = False
    layer: int | None = None
    found: str = ""
    expected: str = ""
    remedy: str = ""
    factor: float | None = None
    confirmed: tuple[int, int] = (0, 0)
    rivals: tuple[str, ...] = ()
    evidence: tuple[tuple[str, float, float], ...] = ()
    message: Say = field(default_factory=lambda: say("fault.wrong_formula", name="", layer=""))
    line: str = ""
    step: str = ""

    def text(self, language: str = "en") -> str:
        """Write the message as a sentence."""
        return words(self.message, language)

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "severity": self.severity,
            "fault": self.fault,
            "parameter" if self.parameter else "variable": self.name,
            "layer": self.layer,
            "found": self.found,
            "expected": self.expected,
            "remedy": self.remedy,
            "factor": self.factor,
            "confirmed": bool(self.confirmed[1] and self.confirmed[0] == self.confirmed[1]),
            "rivals": list(self.rivals),
            "evidence": [
                {"entry": place, "yours": mine, "right": right} for place, mine, right in self.evidence
            ],
            "step": self.step,
            "message": self.text(language),
        }


@dataclass(frozen=True)
class Diagnosis(Written):
    """What came of it: `correct`, `faulty` or `unclear`, and the findings, the gravest first.

    wrong: the derivation's names of the arrays that are not right. complete: whether all that a search tries was tried;
    where not, a note `stopped-early` says why.
    """

    verdict: Literal["correct", "faulty", "unclear"]
    findings: tuple[Finding, ...] = ()
    wrong: tuple[str, ...] = ()
    complete: bool = True
    language: str = "en"

    @property
    def faults(self) -> tuple[Finding, ...]:
        """The findings that are faults."""
        return tuple(finding for finding in self.findings if finding.severity == "fault")

    def __bool__(self) -> bool:
        return self.verdict == "correct"

    def as_json(self, language: str | None = None) -> dict[str, Any]:
        """Give it as plain data, with the messages in a language."""
        told = language or self.language
        return {
            "verdict": self.verdict,
            "findings": [finding.as_json(told) for finding in self.findings],
        }

    def json(self, language: str | None = None) -> str:
        """Write its plain data as JSON."""
        return json.dumps(self.as_json(language), ensure_ascii=False, indent=2) + "\n"

    @cached_property
    def page(self) -> Page:
        """The diagnosis as a page, which has no language yet."""
        from .report import page_of

        return page_of(self)
