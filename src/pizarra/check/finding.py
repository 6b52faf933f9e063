"""Finding: something wrong with a gradient that was noticed, as data: what it is, where, and the evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ..language import phrase, say


@dataclass(frozen=True)
class Finding:
    """Something that was noticed: a `fault`, or a `note` that is no fault.

    fault: what kind it is, such as `sign` or `transpose`. parameter: whose gradient, None where it is all of them.
    factor: given over right, where that is one number. place: the entry that shows it best, with what was `found` there
    and what was `expected`. values: what stands in the sentence.
    """

    severity: Literal["fault", "note"]
    fault: str
    parameter: str | None = None
    factor: float | None = None
    place: tuple[int, ...] | None = None
    found: float | None = None
    expected: float | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> Any:
        """What it says, in any language."""
        name = self.parameter if self.parameter is not None else say("gradient.whole")
        return say(f"gradient.{self.fault}", **{"name": name, **self.values})

    def message(self, language: str = "en") -> str:
        """Say it in one sentence or two."""
        return "".join(str(part) for part in phrase(self.sentence, language))

    def __str__(self) -> str:
        return self.message()

    def as_json(self, language: str = "en") -> dict[str, Any]:
        """Give it as plain data."""
        return {
            "severity": self.severity,
            "fault": self.fault,
            "parameter": self.parameter,
            "factor": self.factor,
            "place": None if self.place is None else list(self.place),
            "found": self.found,
            "expected": self.expected,
            "message": self.message(language),
        }
