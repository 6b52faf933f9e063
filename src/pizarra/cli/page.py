"""`pizarra page`: the worked solution as a page that computes, or a playground."""

from __future__ import annotations

import argparse
import os

from ..errors import DataError, FileError, shown
from ..files import check_target, write_text
from .arguments import FORMATS
from .command import SHAPE_OPTIONS, problem_of
from .values import language, whole

# What belongs to one network that is worked out.
_ONE = ("case", "others", "decimals", "comma", "data", "row", *SHAPE_OPTIONS)


def page(arguments: argparse.Namespace) -> None:
    """Write the living page of a network, or the playground, to a file."""
    if arguments.playground:
        return _playground(arguments)
    if arguments.network is None:
        raise DataError("Give a network, such as xor or 2-3-2, or --playground.")
    if arguments.file is None:
        raise FileError("Say with -o where the page goes: -o page.html")
    _checked(arguments.file)
    chosen = language(arguments.lang)
    decimals = whole(arguments.decimals, "--decimals", 0, 12)
    check_target(arguments.file)
    problem = problem_of(arguments)

    from ..notation import names
    from ..web import living_page

    others = names()
    if arguments.others is not None:
        others = tuple(
            name.strip() for name in arguments.others.split(",") if name.strip() not in ("", "none")
        )
    text = living_page(
        problem,
        notation=arguments.notation,
        others=others,
        language=chosen,
        case=arguments.case,
        decimals=decimals,
        comma=arguments.comma or None,
    )
    write_text(arguments.file, text)


def _playground(arguments: argparse.Namespace) -> None:
    if arguments.network is not None:
        raise DataError(f"A playground has no network of its own: leave {shown(arguments.network)} out.")
    for name in _ONE:
        if getattr(arguments, name, None) not in (None, False):
            raise DataError(f"--{name.replace('_', '-')} goes with a network, not with --playground.")
    file = arguments.file or "playground.html"
    _checked(file)
    chosen = language(arguments.lang)
    check_target(file)

    from ..web import playground_page

    write_text(file, playground_page(notation=arguments.notation, language=chosen))


def _checked(file: str) -> None:
    if os.path.splitext(file)[1].lower() not in FORMATS["html"]:
        raise FileError(
            f"A page is an HTML file; {shown(file)} does not end in {' or '.join(FORMATS['html'])}."
        )
