"""Bar: one line on a terminal or in a notebook that says how far training has come."""

from __future__ import annotations

import os
import shutil
import sys
import time
import unicodedata
from typing import TextIO

from ..language import say, words
from .history import History

BETWEEN = 0.1  # seconds from one drawing to the next
AFTER = 0.5  # seconds before the first: what is over by then needs no bar
LONGEST = 30  # signs of the bar itself
MARKS = {"utf": "━─", "": "#."}


class Bar:
    """Draw epoch, loss, validation and the time left, over and over on one line; leave a line that sums it up.

    stream: where to, such as `place()` or `sys.stderr`; None draws nothing.
    """

    def __init__(self, language: str = "en", stream: TextIO | None = None) -> None:
        self.language, self.stream = language, stream
        self.drawn = 0  # the length of what stands on the line

    def begin(self, history: History, epochs: int) -> None:
        """Begin the clock: so many epochs are still to be done."""
        self.first, self.epochs = history.epochs, history.epochs + epochs
        self.began = time.monotonic()
        self.next = self.began + AFTER

    def draw(self, history: History) -> None:
        """Draw how far it has come, where the time for it is there."""
        now = time.monotonic()
        if self.stream is None or now < self.next:
            return
        self.next = now + BETWEEN
        done, rest = history.epochs - self.first, self.epochs - history.epochs
        left = (now - self.began) / done * rest
        self._write(
            [
                self._say("bar.epoch", epoch=history.epochs, epochs=self.epochs),
                *self._losses(history),
                self._say("bar.left", time=clock(left)),
            ],
            share=history.epochs / self.epochs,
        )

    def end(self, history: History) -> None:
        """Leave one line that sums it up, where something was drawn."""
        if self.stream is None or not self.drawn or not history.losses:
            return
        taken = clock(time.monotonic() - self.began)
        self._write([self._say("bar.done", epochs=history.epochs, time=taken), *self._losses(history)])
        self._put("\n")

    def _losses(self, history: History) -> list[str]:
        said = [self._say("bar.loss", loss=f"{history.losses[-1]:.4g}")]
        if history.validation_losses:
            said.append(self._say("bar.validation", loss=f"{history.validation_losses[-1]:.4g}"))
        return said

    def _say(self, key: str, **values: object) -> str:
        return words(say(key, **values), self.language)

    def _write(self, parts: list[str], share: float | None = None) -> None:
        """Write over what stands there, and go back to the line's start: what others print begins there."""
        room = shutil.get_terminal_size().columns - 1
        line = "  ".join(parts)
        signs = min(LONGEST, room - len(line) - 2)
        if share is not None and signs >= 5:
            full, empty = MARKS["utf" if self._encoding().startswith("utf") else ""]
            count = round(share * signs)
            line = "  ".join([parts[0], full * count + empty * (signs - count), *parts[1:]])
        before, self.drawn = (
            self.drawn,
            len(line[:room]),
        )  # known before it is drawn: Ctrl-C may come in between
        self._put("\r" + line[:room].ljust(min(before, room)) + "\r" * (share is not None))

    def _put(self, text: str) -> None:
        assert self.stream is not None
        encoding = self._encoding()
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            letters = unicodedata.normalize("NFKD", text)
            text = letters.encode(encoding, "ignore").decode(encoding)
        try:
            self.stream.write(text)
            self.stream.flush()
        except (OSError, ValueError):  # a terminal that has gone away must not stop a training
            self.stream = None

    def _encoding(self) -> str:
        return (getattr(self.stream, "encoding", None) or "utf-8").lower()


def place() -> TextIO | None:
    """Give where a bar can be drawn: a notebook's cell, a terminal, or nowhere."""
    if type(sys.stdout).__module__.startswith("ipykernel"):
        return sys.stdout
    stream = sys.stderr
    try:
        terminal = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
    except (AttributeError, ValueError):  # replaced by something that is no file, or closed
        return None
    return stream if terminal else None


def clock(seconds: float) -> str:
    """Write a time as minutes and seconds, with hours where there are some.

    >>> clock(65.4), clock(3700)
    ('1:05', '1:01:40')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
