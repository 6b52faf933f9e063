"""Symbols: the names of a program's variables as symbols on a page."""

from __future__ import annotations

import re
from collections import Counter

from ..errors import NotationError
from ..mathematics.symbols import GREEK, symbol

LONGEST = 24


def symbol_of(name: str) -> str:
    r"""Write a variable's name as a symbol; empty where it says nothing.

    >>> symbol_of("self.W1"), symbol_of("params['w_oculta']"), symbol_of("pesos[0]"), symbol_of("y_hat")
    ('W_{1}', 'w_{\\mathrm{oculta}}', 'pesos_{0}', '\\hat{y}')
    """
    inside = re.search(r"\[['\"](\w+)['\"]\]$", name)
    place = re.search(r"\[(\d+)\]$", name)
    plain = inside[1] if inside else re.sub(r"\[.*", "", name).rpartition(".")[2]
    plain = re.sub(r"^([^\W\d_])_?hat(?![^\W\d_])|^hat_?([^\W\d_])(?![^\W\d_])", r"^\1\2", plain)
    hat, plain = plain.startswith("^"), plain.removeprefix("^")
    parts = [part for part in re.split(r"_+", plain) if part]
    head = re.fullmatch(r"([^\W\d]+?)(\d*)", parts[0]) if parts else None
    if head is None or len(plain) > LONGEST:
        return ""
    below = [part for part in (head[2], *parts[1:], place[1] if place else "") if part]
    stem = f"\\{head[1]}" if head[1] in GREEK else head[1]
    stem = rf"\hat{{{stem}}}" if hat else stem
    text = stem + (f"_{{{','.join(map(_word, below))}}}" if below else "")
    try:
        symbol(text)
    except NotationError:
        return ""
    return text


def _word(part: str) -> str:
    return rf"\mathrm{{{part}}}" if part.isalpha() and len(part) > 1 else part


def told_apart(names: list[str], others: str) -> tuple[str, ...]:
    """Give each layer its symbol: where one name stands for several layers, with the layer's number.

    others: what the notation has where a program has no name, with `#l` for the number.
    """
    count = Counter(names)
    return tuple(others if not name else name + "^{(#l)}" if count[name] > 1 else name for name in names)
