"""Printed: outputs stored in a notebook that a run from the top does not give."""

from __future__ import annotations

import re

from ..language import Say, say
from .recording import Recording
from .source import Source

NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?(?![\w])")
SEEDED = re.compile(r"seed\(\s*\w|RandomState\(\s*\w|default_rng\(\s*\w|random_state\s*=\s*\d")


def not_given(source: Source, recording: Recording) -> list[Say]:
    """Say which cells store other numbers than were printed now; nothing where numbers are drawn without a seed."""
    drawn = any(naming.name == "(random)" for naming in recording.named)
    if drawn and not any(SEEDED.search(cell.text) for cell in source.cells):
        return []
    now: dict[object, str] = {}
    came = recording.more.get("printed", ())
    for pair in came if isinstance(came, list) else ():
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], int):
            now[pair[0]] = now.get(pair[0], "") + str(pair[1])
    stored: dict[int, str] = {}
    for cell, text in source.printed:
        stored[cell] = stored.get(cell, "") + text
    found: list[tuple[int, str, str]] = []
    for cell, text in stored.items():
        for before, after in zip(NUMBER.findall(text), NUMBER.findall(now.get(cell, "")), strict=False):
            if not _same(before, after):
                found.append((cell, before, after))
                break
    if not found:
        return []
    cell, before, after = found[0]
    cells = ", ".join(str(one[0]) for one in found)
    return [say("program.stored", cells=cells, cell=str(cell), before=before, after=after)]


def _same(one: str, other: str) -> bool:
    """Whether two numbers are the same, up to the digits that the shorter one has."""
    digits = min(len(text.partition(".")[2].lower().partition("e")[0]) for text in (one, other))
    a, b = float(one), float(other)
    whole = 0.51 if "." in one + other else 0.0
    size = 1.01 * 10.0**-digits if digits else whole  # rounded or cut off
    if "e" in (one + other).lower():
        size = 1e-3 * max(abs(a), abs(b))
    return abs(a - b) <= size + 1e-6 * max(abs(a), abs(b))
