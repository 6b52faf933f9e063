"""Terms that differ from region to region and from course to course: pérdida, costo or coste; sesgo or bias.

A sentence has the first of them. Marked, it has one private character for each, with the words around it that must
agree; whoever shows the sentence puts in the form of the term that the reader chose.
"""

from __future__ import annotations

import re
from functools import cache

from ..record import record

FIRST = 0xF100  # marks, from Unicode's private use: nobody's name has them


@record
class Term:
    """The names of one thing in a language; and its forms in sentences, a row each, one for each name."""

    names: tuple[str, ...]
    forms: tuple[tuple[str, ...], ...]


def _loss() -> Term:
    rows = [("de la pérdida", "del {}"), ("a la pérdida", "al {}"), ("la pérdida misma", "el {} mismo"),
            ("La pérdida", "El {}"), ("la pérdida", "el {}"), ("pérdida", "{}")]  # fmt: skip
    forms = [(written, *(form.format(name) for name in ("costo", "coste"))) for written, form in rows]
    return Term(("pérdida", "costo", "coste"), (*forms, ("Pérdida", "Costo", "Coste")))


TERMS: dict[str, tuple[Term, ...]] = {
    "es": (_loss(), Term(("sesgo", "bias"), (("sesgo", "bias"),))),
    "en": (Term(("loss", "cost"), (("loss", "cost"), ("Loss", "Cost"))),),
}


def marks(language: str) -> dict[str, tuple[int, tuple[str, ...]]]:
    """Give every mark of a language: the number of its term, and its forms.

    >>> marks("es")["\uf100"]
    (0, ('de la pérdida', 'del costo', 'del coste'))
    """
    made, start = {}, FIRST + 0x40 * list(TERMS).index(language)
    for number, term in enumerate(TERMS[language]):
        for forms in term.forms:
            made[chr(start + len(made))] = number, forms
    return made


def marked(sentence: str, language: str) -> str:
    """Put marks into a sentence; what stands in braces is left alone.

    >>> marked("Pérdida: {loss}", "es") == "\uf106: {loss}"
    True
    """
    known = {forms[0]: mark for mark, (_, forms) in marks(language).items()}
    return _pattern(language).sub(lambda found: known.get(found[0], found[0]), sentence)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    forms = [forms[0] for _, forms in marks(language).values()]
    return re.compile(r"\{[^}]*\}|\b(?:" + "|".join(sorted(forms, key=len, reverse=True)) + r")\b")
