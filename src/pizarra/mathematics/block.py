"""Text that has height: rectangles of characters, joined on their baselines.

The Unicode writer builds formulas from these, as a typesetter does from boxes of metal. A block keeps its width, so
joining never measures again, and colour codes in the lines do no harm.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest

from ..record import record

# What nearly all text is made of, a column each: Latin, Greek, scripts, arrows, operators, parts of brackets, rules.
_NARROW = re.compile(
    "[ -~\u00a1-\u02ff\u0391-\u03a1\u03a3-\u03f6\u2010-\u2027\u2070\u2071\u2074-\u208e\u2090-\u209c"
    "\u2190-\u22ff\u239b-\u23b3\u2500-\u257f]*"
).fullmatch
_CODE = re.compile("\x1b\\[[0-9;]*m")
RESET = "\x1b[0m"


@lru_cache(maxsize=8192)
def width_of(text: str) -> int:
    r"""Count the columns that a text takes: combining marks and colour codes none, wide characters two.

    >>> width_of("x\u0302 = 中")
    6
    """
    if _NARROW(text):
        return len(text)
    return sum(
        0
        if unicodedata.combining(c) or c in "\u200b\u200d\ufe0f"
        else 2
        if unicodedata.east_asian_width(c) in "WF"
        else 1
        for c in plain(text)
    )


def printable(text: str) -> str:
    """Put a blank in place of every control character."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def plain(text: str) -> str:
    """Take the colour codes out."""
    return _CODE.sub("", text) if "\x1b" in text else text


@record
class Block2D:
    """Lines of equal width; `baseline` is the number of the line that the text around it continues."""

    lines: tuple[str, ...]
    baseline: int
    width: int

    @property
    def height(self) -> int:
        """Count the lines."""
        return len(self.lines)

    def __str__(self) -> str:
        """Give the lines as one text, without blanks at their ends."""
        return "\n".join(line.rstrip() for line in self.lines)


@lru_cache(maxsize=4096)
def flat(text: str) -> Block2D:
    """Make one line a block."""
    return Block2D((text,), 0, width_of(text))


def beside(*blocks: Block2D) -> Block2D:
    """Join blocks on their baselines.

    >>> print(beside(flat("x = "), above(flat("1"), flat("2"), baseline=0)))
    x = 1
        2
    """
    if len(blocks) < 2:
        return blocks[0] if blocks else flat("")
    width = 0
    top, height = blocks[0].baseline, len(blocks[0].lines)
    even = True  # whether all blocks are of one height and on one baseline
    for block in blocks:
        width += block.width
        even = even and block.baseline == top and len(block.lines) == height
    if even and height == 1:
        return Block2D(("".join([block.lines[0] for block in blocks]),), top, width)
    if even:
        return Block2D(tuple(map("".join, zip(*[block.lines for block in blocks], strict=True))), top, width)
    top = max([block.baseline for block in blocks])
    height = top + max([len(block.lines) - block.baseline for block in blocks])
    columns: list[tuple[str, ...]] = []
    line, wide = "", 0  # blocks of one line that stand beside one another are one
    for block in blocks:
        if len(block.lines) == 1:
            line += block.lines[0]
            wide += block.width
            continue
        if wide:
            columns.append(_lifted((line,), wide, top, height))
            line, wide = "", 0
        columns.append(_lifted(block.lines, block.width, top - block.baseline, height))
    if wide:
        columns.append(_lifted((line,), wide, top, height))
    return Block2D(tuple(map("".join, zip(*columns, strict=True))), top, width)


def _lifted(lines: tuple[str, ...], width: int, before: int, height: int) -> tuple[str, ...]:
    """Put blank lines before and behind."""
    after = height - before - len(lines)
    if not before and not after:
        return lines
    blank = (" " * width,)
    return blank * before + lines + blank * after


def above(*blocks: Block2D, baseline: int, align: str = "center") -> Block2D:
    """Stack blocks, one below the other; `align` is `left`, `center` or `right`."""
    width = max([block.width for block in blocks])
    lines: list[str] = []
    for block in blocks:
        lines += padded(block, width, align).lines
    return Block2D(tuple(lines), baseline, width)


def padded(block: Block2D, width: int, align: str = "left") -> Block2D:
    """Widen a block with blanks."""
    lack = width - block.width
    if lack <= 0:
        return block
    left = 0 if align == "left" else lack // 2 if align == "center" else lack
    before, after = " " * left, " " * (lack - left)
    return Block2D(tuple([before + line + after for line in block.lines]), block.baseline, width)


def spread(rows: Sequence[Sequence[str]], gap: int) -> Block2D:
    """Set texts of one line in columns, each column of texts of equal width: `table` where nothing is left to align."""
    between = " " * gap
    lines = tuple([between.join(row) for row in rows])
    return Block2D(lines, (len(lines) - 1) // 2, width_of(lines[0]))


def painted(block: Block2D, code: str) -> Block2D:
    """Colour a block with an ANSI code; a colour inside ends where it ended, and this one goes on."""
    start = f"\x1b[{code}m"
    lines = tuple(start + line.replace(RESET, RESET + start) + RESET for line in block.lines)
    return Block2D(lines, block.baseline, block.width)


def table(rows: Sequence[Sequence[Block2D]], gap: int, align: str = "center") -> Block2D:
    """Set blocks in columns of equal width, the rows on their baselines."""
    widths = [max([cell.width for cell in column if cell]) for column in zip_longest(*rows)]
    between = flat(" " * gap)
    made = []
    for line in rows:
        parts: list[Block2D] = []
        for cell, width in zip(line, widths, strict=False):
            parts += [between, padded(cell, width, align)] if parts else [padded(cell, width, align)]
        made.append(beside(*parts) if parts else flat(""))
    height = sum(block.height for block in made)
    baseline = made[0].baseline if len(made) == 1 else (height - 1) // 2
    return above(*made, baseline=baseline, align="left")
