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
        raise UsageError(
            "Say what to do: pizarra explain NETWORK, train DATA, predict MODEL DATA, or gallery. See pizarra --help."
        )
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
            "pizarra explain 2-3-2 --hidden sigmoid --factor 1/2 -x 1,3 -y 4,1 -o page.html; "
            "pizarra explain model.safetensors --data data.csv --row 3",
            allow_abbrev=False,
        )
    )
    _page(
        commands.add_parser(
            "page",
            help="write a page that computes: change a number, and everything follows",
            description="Write the worked solution as a page that computes: one file, which needs no network. Change a "
            "number and everything follows; click any entry to work it out; train it there.",
            epilog="Example: pizarra page 2-3-2 --factor 1/2 -x 1,3 -y 4,1 -o page.html",
            allow_abbrev=False,
        )
    )
    _train(
        commands.add_parser(
            "train",
            help="train a network on a CSV or npz file",
            description="Train a network on a CSV or npz file, and write the model.",
            epilog="Example: pizarra train iris.csv --target species --hidden 16,16 --standardize --validation 0.2 "
            "-o iris.safetensors",
            allow_abbrev=False,
        )
    )
    _predict(
        commands.add_parser(
            "predict",
            help="let a model predict the rows of a file",
            description="Let a model predict the rows of a CSV or npz file; the answer is CSV.",
            epilog="Example: pizarra predict iris.safetensors new.csv --probabilities -o answers.csv",
            allow_abbrev=False,
        )
    )
    _check(
        commands.add_parser(
            "check",
            help="say which of your numbers are wrong, and why",
            description="Say which of your numbers are wrong, what they are instead, and what belongs there. "
            "It ends with 0 if all is right, 1 if something is wrong, 2 if that cannot be said.",
            epilog="Example: pizarra check --network 2-3-2 --factor 1/2 -x 1,3 -y 4,1 --arrays mine.npz",
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


def _network(parser: argparse.ArgumentParser, count: str | None = None) -> None:
    parser.add_argument(
        "network",
        metavar="NETWORK",
        nargs=count,
        help="a name from the gallery, a shape such as 2-3-2, a TOML file, a model, or a script (.py) or notebook "
        "(.ipynb) with backpropagation written by hand",
    )
    model = parser.add_argument_group("with a model")
    model.add_argument("--data", metavar="DATA", help="a CSV or npz file with inputs and targets")
    model.add_argument("--row", metavar="ROWS", help="which row of it, from 1; several: 3,5 (default: 1)")
    _header(model)
    _limits(parser.add_argument_group("with a program"))


def _explain(parser: argparse.ArgumentParser) -> None:
    _network(parser)
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
    _shape(parser)
    _debug(parser)


def _page(parser: argparse.ArgumentParser) -> None:
    _network(parser, "?")
    page = parser.add_argument_group("the page")
    page.add_argument(
        "--playground",
        action="store_true",
        help="instead of a network: data, layers and training are chosen on the page (takes --notation, --lang)",
    )
    page.add_argument(
        "-o", dest="file", metavar="FILE", help="where the page goes: .html (a playground: playground.html)"
    )
    page.add_argument("--case", metavar="ENTRY", help='the scalar entry to begin with, such as "W[1,3]"')
    page.add_argument("--notation", metavar="NAME", help="how to write it: a name, or a TOML file")
    page.add_argument(
        "--others",
        metavar="NAMES",
        help="notations to choose from on the page: none, or names (default: all)",
    )
    page.add_argument("--lang", metavar="es|en", help="the language to begin with")
    page.add_argument("--decimals", metavar="N", help="digits after the point")
    page.add_argument("--comma", action="store_true", help="write a decimal comma")
    _shape(parser)
    _debug(parser)


def _train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "data", metavar="DATA", help="a CSV file, or an npz file with X and y, or with columns"
    )
    parser.add_argument(
        "-o", dest="file", metavar="MODEL", required=True, help="where the model goes: .safetensors or .npz"
    )
    data = parser.add_argument_group("the data")
    data.add_argument(
        "--target", metavar="COLS", help="what is to be predicted: a column, or several with commas between"
    )
    data.add_argument(
        "--inputs", metavar="COLS", help="what it is predicted from (default: all other columns)"
    )
    data.add_argument(
        "--task", metavar="TASK", help="classification or regression (default: told from the target)"
    )
    data.add_argument(
        "--standardize", action="store_true", help="bring columns to mean 0 and deviation 1; often needed"
    )
    data.add_argument(
        "--validation", metavar="SHARE", help="hold a share of the rows back, to judge by, such as 0.2"
    )
    _header(data)
    network = parser.add_argument_group("the network")
    network.add_argument(
        "--hidden", metavar="WIDTHS", help="of the hidden layers: 32,16, or none (default: 16)"
    )
    network.add_argument("--activation", metavar="NAME", help="after each hidden layer (default: tanh)")
    network.add_argument("--no-bias", dest="bias", action="store_false", help="weights alone")
    training = parser.add_argument_group("the training")
    training.add_argument("--optimizer", metavar="NAME", help="sgd, rmsprop, adam or adamw (default: adam)")
    training.add_argument("--rate", metavar="R", help="default: 0.001; of rmsprop 0.01")
    training.add_argument("--batch", metavar="N", help="rows in each step, or all (default: 32)")
    training.add_argument("--epochs", metavar="N", help="times through the data (default: 100)")
    training.add_argument("--clip", metavar="C", help="the greatest size of a gradient")
    training.add_argument("--tolerance", metavar="L", help="stop once the loss is as small as this")
    training.add_argument(
        "--patience", metavar="N", help="stop once the loss has not fallen for so many epochs"
    )
    training.add_argument("--seed", metavar="S", help="of all that is drawn (default: 0)")
    training.add_argument("--checkpoint", metavar="FILE", help="keep the training after each epoch: .ckpt")
    training.add_argument("--resume", action="store_true", help="go on from the checkpoint, if it is there")
    parser.add_argument("--lang", metavar="es|en", help="the language")
    _debug(parser)


def _predict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="MODEL", help="a file that pizarra train or Model.save wrote")
    parser.add_argument("data", metavar="DATA", help="a CSV or npz file with the model's inputs")
    parser.add_argument(
        "--probabilities", action="store_true", help="of each class, in the place of the class"
    )
    parser.add_argument("-o", dest="file", metavar="FILE", help="write to a file, as CSV")
    _header(parser)
    _debug(parser)


def _header(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--header",
        metavar="yes|no",
        help="whether the CSV file's first row has names (default: if it has no number)",
    )


def _shape(parser: argparse.ArgumentParser) -> None:
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
    shape.add_argument("--learning-rate", metavar="R", help="default: 1; with a model 0.01")
    shape.add_argument("--no-bias", dest="bias", action="store_const", const=False, help="weights alone")


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "program",
        metavar="PROGRAM",
        nargs="?",
        help="a script (.py) or notebook (.ipynb) with backpropagation written by hand: it is run, with limits",
    )
    _limits(parser)
    parser.add_argument("--no-run", action="store_true", help="look at a program's text alone")
    parser.add_argument("--diff", action="store_true", help="write the suggested changes of a program alone")
    parser.add_argument(
        "--arrays",
        metavar="FILE",
        help="what you worked out: a TOML file with a table [mine], or an npz file",
    )
    parser.add_argument(
        "--network",
        metavar="NETWORK",
        help="a name from the gallery, a shape or a TOML file (default: the file of the arrays)",
    )
    parser.add_argument(
        "--samples", metavar="rows|columns", help="how your arrays have samples (default: found out)"
    )
    parser.add_argument(
        "--weights", metavar="in_out|out_in", help="how your weight matrices stand (default: found out)"
    )
    parser.add_argument("--json", action="store_true", help="write the findings as JSON")
    parser.add_argument(
        "--format", metavar="text|markdown|latex|html", help="default: by the ending of FILE, else text"
    )
    parser.add_argument("--lang", metavar="es|en", help="the language")
    parser.add_argument("--ascii", action="store_true", help="text without any special symbol")
    parser.add_argument("-o", dest="file", metavar="FILE", help="write to a file")
    _shape(parser)
    _debug(parser)


def _limits(parser: argparse._ActionsContainer) -> None:
    parser.add_argument("--timeout", metavar="SECONDS", help="how long a program may run (default: 60)")
    parser.add_argument("--memory", metavar="SIZE", help="how much memory a program may take (default: 2GB)")
    parser.add_argument("--python", metavar="PATH", help="the interpreter to run it in (default: this one)")
    parser.add_argument(
        "--stub",
        metavar="NAME=SHAPE",
        action="append",
        help="stand an array in whose file is missing: X=100x4, of random numbers; may be given several times",
    )


def _gallery(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="a network of the gallery")
    parser.add_argument("--toml", action="store_true", help="print its file, to start from")
    parser.add_argument("--lang", metavar="es|en", help="the language")
    _debug(parser)


def _debug(parser: argparse.ArgumentParser) -> None:
    # Not stored twice: a default here would overwrite what stood before the command.
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
