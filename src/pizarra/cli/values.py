"""Values of options: words that become numbers, names and a language, or one error that names the option."""

from __future__ import annotations

import os
from typing import Any

from ..errors import NetworkError, nearest, shown

LANGUAGES = ("es", "en")


def language(given: str | None) -> str:
    """Give the language asked for, or that of the environment: Spanish where it says so, else English."""
    if given is not None:
        return one_of(given, LANGUAGES, "language")
    set_to = next(
        (value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), ""
    )
    return "es" if set_to.lower().startswith(("es_", "es.", "es-")) or set_to.lower() == "es" else "en"


def one_of(given: str, known: tuple[str, ...], what: str) -> str:
    """Give a word if it is one of these. Raises NetworkError, with the one that was probably meant."""
    if given not in known:
        raise NetworkError(f"There is no {what} {shown(given)}." + nearest(given[:60], known))
    return given


def whole(text: str | None, option: str, least: int, most: int) -> int | None:
    """Read a whole number in a range; None stays."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 25 and least <= int(text) <= most):
        raise NetworkError(f"{option} must be a whole number from {least} to {most}; {shown(text)} is not.")
    return int(text)


def wholes(text: str, option: str, least: int, most: int) -> list[int]:
    """Read whole numbers with commas between."""
    return [whole(part.strip(), option, least, most) or 0 for part in text.split(",")]


def number(text: str, option: str) -> float:
    """Read a number."""
    try:
        return float(text)
    except ValueError:
        raise NetworkError(
            f"{option} has {shown(text)} where a number is expected. Write numbers with commas between: {option} 1,3."
        ) from None


def numbers(text: str, option: str, *, alone: bool) -> Any:
    """Read `1,3` as one sample and `0,0;0,1` as two; a number alone stays one where that is allowed."""
    rows = [[number(item, option) for item in row.split(",")] for row in text.split(";")]
    if len(rows) > 1:
        return rows
    return rows[0][0] if alone and len(rows[0]) == 1 else rows[0]


def names(text: str, option: str) -> list[str]:
    """Read names with commas between; one that has a comma stands in double quotes."""
    import csv

    found = [name.strip() for name in next(csv.reader([text], skipinitialspace=True), [])]
    if not found or not all(found):
        raise NetworkError(f"{option} is {shown(text)}; names with commas between are expected.")
    return found
