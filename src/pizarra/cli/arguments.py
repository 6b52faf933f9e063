"""The words of the command line. What they mean is checked where it is known."""

from __future__ import annotations

import argparse
import re
from typing import NoReturn

from ..errors import PizarraError

# Each format and the endings of files that choose it.
FORMATS = {
    "text": (".txt",),
    "markdown": (".md", ".markdown"),
    "latex": (".tex", ".latex"),
    "html": (".html", ".htm"),
    "json": (".json",),
}
# The options that go with a shape alone, by the names of `from_shape`.
SHAPE_OPTIONS = {
    "hidden": "--hidden",
    "output": "--output",
    "loss": "--loss",
    "factor": "--factor",
    "x": "-x",
    "y": "-y",
    "seed": "--seed",
    "learning_rate": "--learning-rate",
    "bias": "--no-bias",
}


class UsageError(PizarraError):
    """Words that the command line does not know."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise in place of printing the usage: an error is one line."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. See {self.prog} --help.")


def parse(argv: list[str]) -> argparse.Namespace:
    """Read the words. Raises UsageError."""
    parser = _parser()
    found = parser.parse_args(_attached(argv))
    if found.version:
        found.command = "version"
    if found.command is None:
        raise UsageError("Say what to do: pizarra explain NETWORK, or pizarra gallery. See pizarra --help.")
    return found


def _attached(argv: list[str]) -> list[str]:
    """Join `-x -1,3` to `-x-1,3`: alone, a list that begins with a minus would look like an option."""
    joined: list[str] = []
    for word in argv:
        if joined and joined[-1] in ("-x", "-y") and re.match(r"-[\d.]", word):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _parser() -> _Parser:
    parser = _Parser(
        prog="pizarra",
        description="Backpropagation that people can read, check and run.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    parser.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    _explain(
        commands.add_parser(
            "explain",
            help="work out a network: forward, loss, backward, update",
            description="Work out a network: forward, loss, backward, update.",
            epilog="Examples: pizarra explain xor; "
            "pizarra explain 2-3-2 --hidden sigmoid --factor 1/2 -x 1,3 -y 4,1 -o page.html",
            allow_abbrev=False,
        )
    )
    _gallery(
        commands.add_parser(
            "gallery",
            help="list networks to begin with",
            description="List networks to begin with, tell of one, or print its file.",
            allow_abbrev=False,
        )
    )
    return parser


def _explain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "network", metavar="NETWORK", help="a name from the gallery, a shape such as 2-3-2, or a TOML file"
    )
    page = parser.add_argument_group("the page")
    page.add_argument("--case", metavar="ENTRY", help='the scalar entry to work out, such as "W[1,3]"')
    page.add_argument("--notation", metavar="NAME", help="how to write it: a name, or a TOML file")
    page.add_argument(
        "--lang", metavar="es|en", help="the language (default: Spanish where the system is, else English)"
    )
    page.add_argument("--format", metavar="|".join(FORMATS), help="default: by the ending of FILE, else text")
    page.add_argument("--decimals", metavar="N", help="digits after the point")
    page.add_argument("--comma", action="store_true", help="write a decimal comma")
    page.add_argument(
        "--steps", metavar="K", help="steps of gradient descent, one after another (default: 1)"
    )
    page.add_argument("--ascii", action="store_true", help="text without any special symbol")
    page.add_argument("-o", dest="file", metavar="FILE", help="write to a file")
    shape = parser.add_argument_group("with a shape")
    shape.add_argument("--hidden", metavar="NAME", help="activation between the layers (default: sigmoid)")
    shape.add_argument("--output", metavar="NAME", help="activation after the last (default: identity)")
    shape.add_argument("--loss", metavar="NAME", help="default: squared_error")
    shape.add_argument("--factor", metavar="F", help="1, 1/2, 1/N or 1/(2N)")
    shape.add_argument("-x", metavar="X", help="the input: 1,3 or, for two samples, 0,1;1,1 (default: drawn)")
    shape.add_argument(
        "-y", metavar="Y", help="the target, in the same way, or class labels (default: drawn)"
    )
    shape.add_argument("--seed", metavar="S", help="of the numbers that are drawn (default: 0)")
    shape.add_argument("--learning-rate", metavar="R", help="default: 1")
    shape.add_argument("--no-bias", dest="bias", action="store_const", const=False, help="weights alone")
    _debug(parser)


def _gallery(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="a network of the gallery")
    parser.add_argument("--toml", action="store_true", help="print its file, to start from")
    parser.add_argument("--lang", metavar="es|en", help="the language")
    _debug(parser)


def _debug(parser: argparse.ArgumentParser) -> None:
    # Not stored twice: a default here would overwrite what stood before the command.
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
