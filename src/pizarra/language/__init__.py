"""What the pages say, in each language: `Say` names a sentence, a catalogue words it.

A page keeps `Say` objects, not text, so one page can be written in any language. A catalogue is a plain dictionary,
key to sentence, in a file named after its language; `{name}` in a sentence is where a value stands. A value is text, a
number, mathematics (a box) or another `Say`. Tests hold that every catalogue has the same keys with the same names.
`es~` and `en~` are the languages with their regional terms marked, for a page on which they are chosen (see `terms`).
"""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from importlib import import_module
from typing import Any

from ..errors import PizarraError, nearest
from ..record import record
from .terms import marked

MARKED = "~"  # after a language: its sentences with their terms marked
LANGUAGES = ("es", "en")


@record
class Say:
    """A sentence or phrase by its key, with the values that stand in it."""

    key: str
    values: Mapping[str, Any] = field(default_factory=dict)


@record
class Worded:
    """A text that its author has written in several languages, such as the title of a file."""

    texts: Mapping[str, str]

    def text(self, language: str) -> str:
        """Give it in a language, or in the first that there is."""
        return self.texts.get(language.removesuffix(MARKED)) or next(iter(self.texts.values()), "")


def say(key: str, **values: Any) -> Say:
    """Name the sentence `key`, with its values by name."""
    return Say(key, values)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Give a language's sentences by key. Raises PizarraError for a language that there is not."""
    plain = language.removesuffix(MARKED)
    if plain not in LANGUAGES:
        raise PizarraError(f"There is no language {language!r}." + nearest(language, LANGUAGES))
    sentences = import_module(f".{plain}", __name__).SENTENCES
    if plain == language:
        return sentences
    return {key: marked(sentence, plain) for key, sentence in sentences.items()}


def phrase(what: Any, language: str) -> list[Any]:
    """Word it: give text and boxes, in order, with every `Say` inside replaced by its words.

    >>> from pizarra.language import phrase, say
    >>> "".join(phrase(say("steps.title", number=2), "es"))
    'Paso 2'
    """
    made: list[Any] = []
    _word(what, language, made)
    return made


def _word(what: Any, language: str, made: list[Any]) -> None:
    if isinstance(what, Say):
        for literal, name in _parsed(catalogue(language)[what.key]):
            if literal:
                made.append(literal)
            if name is not None:
                _word(what.values[name], language, made)
    elif isinstance(what, Worded):
        made.append(what.text(language))
    else:
        made.append(str(what) if isinstance(what, (str, int, float)) else what)


def words(what: Any, language: str) -> str:
    """Word it as plain text: what has no mathematics in it.

    >>> words(say("steps.title", number=2), "en")
    'Step 2'
    """
    return "".join(map(str, phrase(what, language)))


@cache
def _parsed(sentence: str) -> tuple[tuple[str, str | None], ...]:
    """Take a sentence apart: pieces of text, each with the name of the value behind it, if any."""
    return tuple((literal, name) for literal, name, _, _ in string.Formatter().parse(sentence))
