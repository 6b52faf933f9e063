"""The living page in a notebook's cell. Where anywidget is not installed, that is said when one asks for a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..errors import DataError, MissingPackageError, shown
from ..notation import Notation
from ..problem import Problem, from_shape

if TYPE_CHECKING:
    from .widget import Widget


def widget(
    problem: Problem | str,
    *,
    notation: str | Notation | None = None,
    others: Sequence[str] = (),
    language: str = "en",
    case: str | None = None,
    decimals: int | None = None,
    comma: bool | None = None,
) -> Widget:
    """Show the living page of a problem in a notebook, its numbers tied to the object that this gives.

    problem: a Problem, or a shape such as "2-3-1". notation, language, case, decimals, comma: those of `Solution`;
    others: names of notations that the reader may choose besides. Raises a PizarraError for what cannot be used.

    >>> page = widget("2-3-1")
    >>> page.parameters = {"b1": [0.5, 0, 0]}
    >>> page.problem.parameters["b1"]
    array([0.5, 0. , 0. ])
    """
    try:
        from .widget import Widget
    except ImportError:
        raise MissingPackageError(
            "A widget needs anywidget, which is not installed: pip install 'pizarra[notebook]'."
        ) from None
    if isinstance(problem, str):
        problem = from_shape(problem)
    if not isinstance(problem, Problem):
        raise DataError(f"A widget shows a Problem, or a shape such as '2-3-1'; {shown(problem)} is neither.")
    options = {"notation": notation, "language": language, "case": case, "decimals": decimals, "comma": comma}
    return Widget(problem, others, **options)
