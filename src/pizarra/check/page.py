"""Page: a report as a page. The verdict first, what is wrong, the entries that show it, and what was looked at."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from ..language import say
from ..mathematics.boxes import Box, Numeral, Scripts, row, sign
from ..page.blocks import Block, Inline, Page, Section, Sentence, Table
from .measured import Measured, State
from .pattern import written

if TYPE_CHECKING:
    from .report import GradientReport

ROWS = 12


def page_of(report: GradientReport) -> Page:
    """Make the page of a report."""
    sections = []
    if report.findings:
        found: list[Block] = [
            Sentence(f.sentence, "warning" if f.severity == "fault" else "note") for f in report.findings
        ]
        sections.append(Section("findings", say("gradient.section.findings"), tuple(found)))
    if table := _worst(report):
        sections.append(Section("entries", say("gradient.section.entries"), (table,)))
    if report.parameters:
        about: list[Block] = [_counted(report)]
        if 0 < report.checked < report.total:  # where nothing was checked, nothing was moved at all
            about.append(
                Sentence(say("gradient.sampled", checked=report.checked, total=report.total), "note")
            )
        if report.count(State.SMALL):
            about.append(Sentence(say("gradient.small", count=report.count(State.SMALL)), "note"))
        if report.count(State.KINK):
            about.append(Sentence(say("gradient.kinks", count=report.count(State.KINK)), "note"))
        sections.append(Section("parameters", say("gradient.section.parameters"), tuple(about)))
    summary = say(
        "gradient.summary",
        checked=report.checked,
        total=report.total,
        loss=f"{report.loss:.6g}",
        calls=report.calls,
    )
    return Page(say(f"gradient.verdict.{report.verdict}"), summary, tuple(sections))


def _worst(report: GradientReport) -> Table | None:
    """Show the entries that are farthest off, of every parameter some."""
    wrong = [one for one in report.parameters if one.wrong.any()]
    if not wrong:
        return None
    each = max(2, ROWS // len(wrong))
    shown = [(one, place) for one in wrong for place in one.worst(each)][:ROWS]
    rows = tuple(
        (
            written(place, one.name),
            _number(one.given[place]),
            _number(one.measured[place]),
            _number(one.bound[place], 1),
            _ratio(one, place),
        )
        for one, place in shown
    )
    head = tuple(say(f"gradient.table.{key}") for key in ("entry", "given", "measured", "bound", "ratio"))
    caption = say("gradient.caption", shown=len(rows), count=report.count(State.WRONG))
    return Table(head, rows, caption=caption, numeric=(1, 2, 3, 4))


def _ratio(one: Measured, place: tuple[int, ...]) -> Inline:
    value, bound = float(one.measured[place]), float(one.bound[place])
    if not np.isfinite(value) or abs(value) <= 2 * bound or not np.isfinite(one.given[place]):
        return ""
    return _number(one.given[place] / value, 5)


def _number(value: float, digits: int = 7) -> Box:
    """Write a number with so many digits, with a power of ten where it is tiny or huge."""
    value = float(value)
    if not np.isfinite(value):
        return Numeral(str(value))
    if value == 0:
        return Numeral("0")
    power = floor(log10(abs(value)))
    if -4 <= power < 7:
        text = f"{value:.{max(digits - 1 - power, 0)}f}"
        return Numeral(text.rstrip("0").rstrip(".") if "." in text else text)
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return row(Numeral(mantissa), sign("·"), Scripts(Numeral("10"), sup=Numeral(str(int(exponent)))))


def _counted(report: GradientReport) -> Table:
    rows = tuple(
        (
            one.name,
            "×".join(map(str, one.shape)) or "1",
            *(_number(count) for count in (
                one.values.size, int(one.looked_at.sum()), one.count(State.RIGHT, State.KINK), one.count(State.SMALL),
                one.count(State.WRONG))),
        )
        for one in report.parameters
    )  # fmt: skip
    keys = ("parameter", "shape", "size", "checked", "right", "small", "wrong")
    return Table(tuple(say(f"gradient.table.{key}") for key in keys), rows, numeric=(2, 3, 4, 5, 6))
