"""Where a page goes on the screen, whatever its encoding."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable


def show(text: str, form: str = "text", *, instead: Callable[[], str] | None = None) -> None:
    """Print a page. What the screen cannot show comes as `instead` says, or in the nearest letters that it can.

    Documents are UTF-8, as they say of themselves: on a screen of another encoding HTML and JSON use escapes, and the
    others are written as UTF-8 where they go into a file or a pipe.
    """
    stream = sys.stdout
    if stream is None:
        return
    text = text if text.endswith("\n") else text + "\n"
    encoding = stream.encoding or "utf-8"
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        text = text.encode("utf-8", "replace").decode("utf-8")
    elif form == "html":
        text = text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    elif form == "json":
        text = "".join(letter if letter.isascii() else _escaped(letter) for letter in text)
    elif form != "text" and not stream.isatty() and hasattr(stream, "buffer"):
        stream.flush()
        stream.buffer.write(text.encode("utf-8", "replace"))
        return
    elif not _fits(text, encoding):
        text = (instead() if instead else text).rstrip("\n") + "\n"
        text = text if _fits(text, encoding) else _plain(text, encoding)
    stream.write(text)


def complain(message: str, code: int) -> int:
    """Say on the error output, in one line, what went wrong; give the exit code."""
    _say_aside(f"error: {message}")
    return code


def warn(message: str) -> None:
    """Say on the error output, in one line, what did not go well."""
    _say_aside(f"warning: {message}")


def _say_aside(message: str) -> None:
    line = "".join(letter if letter.isprintable() else " " for letter in message)
    if sys.stderr is not None:
        print(f"pizarra: {' '.join(line.split())}", file=sys.stderr)


def silence() -> None:
    """Send what is still to be printed nowhere, so that closing down does not complain a second time."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (AttributeError, OSError, ValueError):  # no stdout, or one that is no file
        pass


def _fits(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _plain(text: str, encoding: str) -> str:
    """Keep what the encoding has, take the marks off other letters, and put ? for the rest."""

    def nearest(letter: str) -> str:
        if _fits(letter, encoding):
            return letter
        base = "".join(
            part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
        )
        return base if base and _fits(base, encoding) else "?"

    return "".join(map(nearest, text))


def _escaped(letter: str) -> str:
    """Escape a letter as JSON does: two halves where it does not fit into four digits."""
    code = ord(letter)
    if code < 0x10000:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + (code - 0x10000 >> 10):04x}\\u{0xDC00 + (code - 0x10000 & 0x3FF):04x}"
