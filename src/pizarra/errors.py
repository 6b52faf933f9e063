"""Every exception that pizarra raises on purpose.

A message says what was expected, what came, whose it is and what to do. All of them are `PizarraError`, so one
`except` catches them; each also derives from the built-in exception that a caller would expect.
"""

from collections.abc import Iterable


class PizarraError(Exception):
    """Anything that pizarra refuses, with the reason and the remedy in its text."""


class FormulaError(PizarraError, ValueError):
    """A formula that does not parse, or whose names and indices do not fit together."""


class LayerError(PizarraError, TypeError):
    """A layer whose formulas, `forward` and `vjp` do not fit together."""


class ShapeError(PizarraError, ValueError):
    """Arrays whose sizes do not fit the formulas that use them."""


class DataError(PizarraError, ValueError):
    """Numbers that cannot be used: not a number, not finite, ragged, empty, a label out of range."""


class NetworkError(PizarraError, ValueError):
    """A network that cannot be built: an unknown layer, a cycle, a name used twice."""


class NotationError(PizarraError, ValueError):
    """A notation that cannot be read, or that lacks what a page needs."""


class FileError(PizarraError, ValueError):
    """A file that cannot be read or written, with its name and, where known, the line."""


class MissingPackageError(PizarraError, ImportError):
    """An optional package that a feature needs and that is not installed."""


def nearest(word: object, known: Iterable[str]) -> str:
    """Say which known word was probably meant, as the end of a message.

    >>> nearest("sigmoide", ["sigmoid", "tanh"])
    " Did you mean 'sigmoid'? Known: sigmoid, tanh."
    """
    from difflib import get_close_matches  # only who misspells waits for it

    names = list(known)
    close = get_close_matches(str(word).lower(), names, n=1, cutoff=0.6)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    return f"{hint} Known: {', '.join(names)}."


def shown(thing: object, limit: int = 60) -> str:
    """Quote a thing from outside in a message: one line, cut short, its control characters escaped."""
    try:
        text = repr(thing)
    except Exception:  # a foreign __repr__ may do anything, and a message must still be given
        text = f"<{type(thing).__name__}>"
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
