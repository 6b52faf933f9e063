"""`pizarra page`: the worked solution as a page that computes."""

from __future__ import annotations

import argparse
import os

from ..errors import FileError, shown
from ..files import check_target, write_text
from .arguments import FORMATS
from .command import problem_of
from .values import language, whole


def page(arguments: argparse.Namespace) -> None:
    """Write the living page of a network to a file."""
    ending = os.path.splitext(arguments.file)[1].lower()
    if ending not in FORMATS["html"]:
        raise FileError(
            f"A page is an HTML file; {shown(arguments.file)} does not end in {' or '.join(FORMATS['html'])}."
        )
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
