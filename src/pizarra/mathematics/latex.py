r"""Boxes as LaTeX that needs amsmath only, for papers and for the mathematics of Markdown.

It is written for three readers at once: TeX, MathJax and KaTeX. So untrusted text goes into `\text{}` in harmless runs,
with every special character outside, in mathematics, where all three know its command.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from .boxes import (
    BigSum,
    Box,
    Brace,
    Cases,
    Fence,
    Fraction,
    Grid,
    Letter,
    Marked,
    Numeral,
    Operator,
    Row,
    Scripts,
    Sign,
    Sized,
    Space,
    Words,
)
from .latex_marks import ACCENTS, BRACKETS, ESCAPES, LETTERS, MARKS, MATRICES, OPERATORS, PLAIN, SIGNS
from .symbols import COMBINING

_CONTROL_WORD = re.compile(r"\\[A-Za-z]+$")
_ACCENTED = re.compile(r"\{*\\(" + "|".join(name for pair in ACCENTS.values() for name in pair) + r")\b")


def latex(box: Box) -> str:
    r"""Write a box as LaTeX mathematics, without dollars. What is only marked (roles, the case) leaves no trace.

    >>> from pizarra.mathematics.boxes import Numeral, row
    >>> from pizarra.mathematics.symbols import symbol
    >>> latex(row(symbol(r"\hat{\mathbf{y}}_k"), "≈", Numeral("-0.5")))
    '\\hat{\\mathbf{y}}_{k} \\approx {-0.5}'
    """
    return _WRITERS[type(box)](box)


def words(text: str) -> str:
    r"""Write any text at all as mathematics that shows it.

    >>> words("50 % of a_b")
    '\\text{50 }\\%\\text{ of a}\\_\\text{b}'
    """
    return "".join(_text_runs(text)) or "{}"


def _text_runs(text: str) -> Iterable[str]:
    run = ""
    for char in text:
        if (command := ESCAPES.get(char) or _command(char)) is not None:
            if run:
                yield rf"\text{{{run}}}"
                run = ""
            yield command
        else:
            run += char if char.isprintable() else " "
    if run:
        yield rf"\text{{{run}}}"


def _command(char: str) -> str | None:
    """Give the command for a letter or a sign that text fonts lack; None for all others."""
    known = LETTERS.get(char) or MARKS.get(char) or (None if char.isascii() else SIGNS.get(char))
    return None if known is None else f"{{{known}}}"


def join(parts: Iterable[str]) -> str:
    r"""Put pieces side by side, with a blank where a command would swallow the next letter."""
    text = ""
    for part in parts:
        if text and part and part[0].isalpha() and _CONTROL_WORD.search(text):
            text += " "
        text += part
    return text


def bare(box: Box) -> Box:
    """Take the marks off: what is left is what is written."""
    while isinstance(box, Marked):
        box = box.body
    return box


def _row(box: Row) -> str:
    if not box.items:
        return "{}"
    parts: list[str] = []
    for place, item in enumerate(box.items):
        what = bare(item)
        if isinstance(what, Sign) and what.kind in ("infix", "relation"):
            parts.append(f" {_sign(what)} " if parts else _sign(what) + " ")
        elif isinstance(what, Sign) and what.kind == "separator":
            parts.append(_sign(what) + " ")
        elif place and (
            (isinstance(what, Sign) and what.kind == "prefix")
            or (isinstance(what, Numeral) and what.text[:1] == "-")
        ):
            parts.append(f"{{{latex(what)}}}")  # in braces, TeX cannot take the sign for a subtraction
        else:
            parts.append(latex(item))
    return join(parts).strip()


def _letter(box: Letter) -> str:
    text, style = box.text, "script" if box.text == "ℒ" else box.style
    accent = box.accent
    if len(text) == 1 and not text.isascii() and not accent:  # ŷ in one character
        base, mark = unicodedata.normalize("NFD", text)[:1], unicodedata.normalize("NFD", text)[1:]
        if mark in COMBINING:
            text, accent = base, COMBINING[mark]
    text = "L" if text == "ℒ" else text
    alone = len(text) == 1
    if alone and text in LETTERS:
        body = LETTERS[text]
        body = rf"\boldsymbol{{{body}}}" if style in ("bold", "bold-italic") else body
    elif text.isascii() and text.isalnum():
        body = _styled(text, style)
    elif alone and not text.isalpha() and text in SIGNS:
        body = f"{{{SIGNS[text]}}}"
    else:
        body = words(text)
    if accent:
        short, wide = ACCENTS[accent]
        if body in ("i", "j"):
            body = rf"\{body}math"
        body = rf"\{short if alone else wide}{{{body}}}"
    return body


def _styled(text: str, style: str) -> str:
    if style == "bold":
        return rf"\mathbf{{{text}}}"
    if style == "upright":
        return rf"\mathrm{{{text}}}"
    if style == "script" and text.isupper():  # TeX has script capitals only
        return rf"\mathcal{{{text}}}"
    name = text if len(text) == 1 else rf"\mathit{{{text}}}"
    return rf"\boldsymbol{{{name}}}" if style == "bold-italic" else name


def digits(text: str) -> str:
    """Write a numeral; a decimal comma in braces, so that no space follows it."""
    if re.fullmatch(r"-?[\d.,]*(e[+-]?\d+)?", text):
        mantissa, _, power = text.partition("e")
        written = mantissa.replace(",", "{,}")
        return rf"{written}\cdot 10^{{{power.lstrip('+')}}}" if power else written
    return {"inf": r"\infty", "-inf": r"-\infty"}.get(text) or words(text)


def _phantom(text: str) -> str:
    return rf"\phantom{{{text}}}" if text else ""


def _numeral(box: Numeral) -> str:
    left, right = box.pad
    return _phantom("0" * left) + digits(box.text) + _phantom("0" * right)


def _sign(box: Sign) -> str:
    if box.text in SIGNS:
        return SIGNS[box.text]
    return {"infix": r"\mathbin", "relation": r"\mathrel"}.get(box.kind, "") + f"{{{words(box.text)}}}"


def _operator(box: Operator) -> str:
    if box.name in OPERATORS:
        return "\\" + box.name
    if box.name.isascii() and box.name.isalnum():
        return rf"\operatorname{{{box.name}}}"
    return rf"\mathop{{{words(box.name)}}}\nolimits"


def _scripts(box: Scripts) -> str:
    base, inner = latex(box.base), bare(box.base)
    plain = isinstance(inner, Letter | Operator | Sign | Grid) or inner == BigSum()
    plain = plain or (isinstance(inner, Fence) and bool(inner.closing))
    if not plain and not (isinstance(inner, Numeral) and inner.text.isdigit()):
        # A group that is one accented letter and its scripts, TeX takes apart: it would see two indices at one place.
        base = f"{{{{}}{base}}}" if _ACCENTED.match(base) else f"{{{base}}}"
    sup, primes = bare(box.sup) if box.sup is not None else None, ""
    parts = list(sup.items) if isinstance(sup, Row) else [sup] if sup is not None else []
    while parts and bare(parts[0]) == Sign("′", "postfix"):
        parts.pop(0)
        primes += "'"
    sub = f"_{{{latex(box.sub)}}}" if box.sub is not None else ""
    if primes and sub and parts:  # TeX takes more above than the marks only where it follows them at once
        marks = r"\prime" * len(primes)
        return f"{base}{sub}^{{{marks} {_row(Row(tuple(parts)))}}}"
    return base + primes + sub + (f"^{{{_row(Row(tuple(parts)))}}}" if parts else "")


def _bigsum(box: BigSum) -> str:
    below = f"_{{{latex(box.below)}}}" if box.below is not None else ""
    above = f"^{{{latex(box.above)}}}" if box.above is not None else ""
    return rf"\sum{below}{above} "


def tall(box: Any) -> bool:
    """Say whether brackets around the box must grow."""
    box = bare(box)
    if isinstance(box, Fraction | Grid | Cases | BigSum | Brace | Sized):
        return True
    if isinstance(box, Row):
        return any(tall(item) for item in box.items)
    return tall(box.base) if isinstance(box, Scripts) else tall(box.body) if isinstance(box, Fence) else False


def _fence(box: Fence) -> str:
    sides = (box.opening, box.closing)
    if tall(box.body):
        left, right = (BRACKETS.get(side) or ("." if not side else words(side)) for side in sides)
        if all(side in BRACKETS for side in sides):
            return join([rf"\left{left}", " " if left[0] == "\\" else "", latex(box.body), rf"\right{right}"])
    pair = []
    for which, side in enumerate(sides):
        mark = PLAIN.get(side, None)
        pair.append(words(side) if mark is None else mark if isinstance(mark, str) else mark[which])
    return join([pair[0], latex(box.body), pair[1]])


def columns(rows: tuple[tuple[Box, ...], ...]) -> list[list[str]]:
    r"""Write cells so that a centred column lines up on the decimal signs: `\phantom` fills what is lacking."""
    written = [[latex(cell) for cell in line] for line in rows]
    for column in range(max((len(line) for line in rows), default=0)):
        split = {}
        for i, line in enumerate(rows):
            cell = bare(line[column]) if column < len(line) else None
            if isinstance(cell, Numeral) and re.fullmatch(r"-?\d+[.,]?\d*", cell.text):
                whole, mark, decimals = re.fullmatch(r"(-?\d+)([.,]?)(\d*)", cell.text).groups()  # type: ignore[union-attr]
                split[i] = (whole, mark, decimals)
        if len(split) < 2:
            continue
        minus = any(whole[0] == "-" for whole, _, _ in split.values())
        most = max(len(whole.lstrip("-")) for whole, _, _ in split.values())
        finest = max(split.values(), key=lambda parts: len(parts[2]))
        for i, (whole, mark, decimals) in split.items():
            left = ("-" if minus and whole[0] != "-" else "") + "0" * (most - len(whole.lstrip("-")))
            right = ("" if mark else finest[1]) + "0" * (len(finest[2]) - len(decimals))
            body = digits(whole + mark + decimals)
            written[i][column] = _phantom(left) + body + _phantom(right.replace(",", "{,}"))
    return written


def _grid(box: Grid) -> str:
    if box.opening in MATRICES and _closes(box.opening) == box.closing:
        name, left, right = MATRICES[box.opening], "", ""
    else:
        name = "matrix"
        left = r"\left" + BRACKETS.get(box.opening, ".")
        right = r"\right" + BRACKETS.get(box.closing, ".")
    rows = stacked(" & ".join(line) for line in columns(box.rows))
    return join([left, rf"\begin{{{name}}}" + "\n", rows, "\n" + rf"\end{{{name}}}", right])


def stacked(rows: Iterable[str]) -> str:
    r"""Write rows of an environment; after `\\\\`, TeX would take a bracket or a star for an option."""
    return " \\\\\n".join("{}" + line if line.startswith(("[", "*")) else line for line in rows)


def _closes(opening: str) -> str:
    return {"(": ")", "[": "]", "{": "}"}.get(opening, opening)


def _cases(box: Cases) -> str:
    rows = stacked(f"{latex(value)} & {latex(condition)}" for value, condition in box.rows)
    return "\\begin{cases}\n" + rows + "\n\\end{cases}"


def shape(text: str) -> str:
    """Write a shape such as `2×3`."""
    return " ".join(r"\times" if part == "×" else digits(part) for part in re.split(r"(×)", text) if part)


_WRITERS: dict[type, Callable[[Any], str]] = {
    Row: _row,
    Letter: _letter,
    Numeral: _numeral,
    Sign: _sign,
    Operator: _operator,
    Words: lambda box: words(box.text),
    Space: lambda box: r"\,",
    Fraction: lambda box: rf"\frac{{{latex(box.top)}}}{{{latex(box.bottom)}}}",
    Scripts: _scripts,
    BigSum: _bigsum,
    Brace: lambda box: rf"\underbrace{{{latex(box.body)}}}_{{{latex(box.label)}}}",
    Sized: lambda box: rf"\underset{{{shape(box.shape)}}}{{{latex(box.body)}}}",
    Fence: _fence,
    Grid: _grid,
    Cases: _cases,
    Marked: lambda box: latex(box.body),
}
