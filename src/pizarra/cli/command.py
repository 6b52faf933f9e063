"""What each command does. Whatever goes wrong is one line on stderr; a traceback comes only with `--debug`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import FileError, NetworkError, PizarraError, nearest, shown
from ..files import check_target, write_text
from .arguments import FORMATS, SHAPE_OPTIONS, parse
from .output import complain, show, silence
from .values import language, numbers, whole

if TYPE_CHECKING:
    from ..page.written import Written
    from ..problem import Problem

FINE, WRONG, OUR_BUG, STOPPED = 0, 2, 3, 130
LARGEST = 40_000_000  # bytes of a file
MODELS = (".safetensors", ".npz")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code: 0, 2 for what was asked wrongly, 3 for a bug of ours, 130 when stopped."""
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        arguments = parse(given)
        code = COMMANDS[arguments.command](arguments) or FINE
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # whoever read the output has seen enough
        silence()
        return FINE
    except KeyboardInterrupt:
        return STOPPED
    except PizarraError as error:
        return complain(str(error), WRONG)
    except OSError as error:
        silence()
        where = f"{error.filename}: " if error.filename else ""
        return complain(f"{where}{error.strerror or error}", WRONG)
    except MemoryError:
        return complain("There is not enough memory for this. Give a smaller network, or fewer data.", WRONG)
    except Exception as error:
        if "--debug" in given:
            import traceback

            traceback.print_exc()
        text = f"{type(error).__name__}: {error}"
        return complain(
            f"This is a bug in pizarra ({text[:200]}). See where with --debug, and report it.", OUR_BUG
        )
    return code


def explain(arguments: argparse.Namespace) -> None:
    """Write the worked solution of a network."""
    form = format_of(arguments)
    chosen = language(arguments.lang)
    decimals = whole(arguments.decimals, "--decimals", 0, 15)
    steps = whole(arguments.steps, "--steps", 1, 1000) or 1
    if arguments.ascii and form != "text":
        raise NetworkError(f"--ascii goes with --format text; the format is {form}.")
    if arguments.file:
        check_target(arguments.file)
    problem = problem_of(arguments)

    from ..explain.solution import Solution

    solution = Solution(
        problem,
        notation=arguments.notation,
        language=chosen,
        case=arguments.case,
        decimals=decimals,
        comma=arguments.comma or None,
        steps=steps,
    )
    write(solution, form, arguments)


def page(arguments: argparse.Namespace) -> None:
    """Write the living page of a network."""
    from .page import page

    page(arguments)


def gallery(arguments: argparse.Namespace) -> None:
    """List the gallery, or tell of one network in it, or give its file."""
    import tomllib

    from ..gallery import names, source

    chosen = language(arguments.lang)
    if arguments.toml and not arguments.name:
        raise NetworkError("--toml needs the name of a network." + nearest("", names()))
    if arguments.toml:
        show(source(arguments.name), "markdown")
        return
    if arguments.name:
        text = source(arguments.name)
        header = [
            line[1:].strip() for line in text.split("\n\n[title]")[0].splitlines() if line.startswith("#")
        ]
        title = tomllib.loads(text)["title"][chosen]
        commands = (
            f"  pizarra explain {arguments.name}\n  pizarra gallery {arguments.name} --toml > mine.toml"
        )
        show("\n".join([title, "", *header, "", commands]))
        return
    width = max(map(len, names()))
    titles = {name: tomllib.loads(source(name))["title"][chosen] for name in names()}
    show("\n".join(f"{name:<{width}}  {title}" for name, title in titles.items()))


def train(arguments: argparse.Namespace) -> None:
    """Train a network on a file, and write the model."""
    from .training import train

    train(arguments)


def predict(arguments: argparse.Namespace) -> None:
    """Write what a model says of a file's rows."""
    from .prediction import predict

    predict(arguments)


def version(arguments: argparse.Namespace) -> None:
    """Say which version this is, and what trains."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    from ..engines import in_use

    try:
        number = installed("pizarra")
    except PackageNotFoundError:  # run from its source
        number = "(not installed)"
    show(f"pizarra {number}\nengine: {in_use()}")


def check(arguments: argparse.Namespace) -> int:
    """Say which of a reader's numbers are wrong, and why."""
    from .checking import check

    return check(arguments)


COMMANDS: dict[str, Callable[[argparse.Namespace], int | None]] = {
    "explain": explain,
    "page": page,
    "check": check,
    "train": train,
    "predict": predict,
    "gallery": gallery,
    "version": version,
}


def problem_of(arguments: argparse.Namespace) -> Problem:
    """Find the network: a name from the gallery, a shape or a file."""
    from ..gallery import names, source
    from ..problem import from_shape, is_shape, read_toml

    network: str = arguments.network
    if network.lower().endswith(MODELS):
        from .rows import problem_of_rows

        return problem_of_rows(arguments)
    if getattr(arguments, "data", None) is not None or getattr(arguments, "row", None) is not None:
        raise NetworkError(
            f"{'--row' if arguments.data is None else '--data'} goes with a model, a file that ends in "
            f"{' or '.join(MODELS)}; {shown(network)} is none."
        )
    given = {key: value for key in SHAPE_OPTIONS if (value := getattr(arguments, key)) is not None}
    if network not in names() and is_shape(network):
        readers: dict[str, Callable[[str], Any]] = {
            "x": lambda text: numbers(text, "-x", alone=False),
            "y": lambda text: numbers(text, "-y", alone=True),
            "seed": lambda text: whole(text, "--seed", 0, 2**64 - 1),
            "learning_rate": lambda text: numbers(text, "--learning-rate", alone=True),
        }
        return from_shape(
            network, **{key: readers.get(key, lambda value: value)(value) for key, value in given.items()}
        )
    if given:
        option = SHAPE_OPTIONS[next(iter(given))]
        raise NetworkError(
            f"{option} goes with a shape such as 2-3-2; in {shown(network)} it stands in the file."
        )
    if network in names():
        return read_toml(source(network), name=network)
    if network.lower().endswith((".py", ".ipynb")):
        from .checking import problem_of_program

        return problem_of_program(arguments)
    if network.endswith(".toml") or os.sep in network or Path(network).exists():
        return read_toml(read(network), name=network)
    raise NetworkError(
        f"There is no network {shown(network)}.{nearest(network[:60], names())} "
        "A shape such as 2-3-2 or a TOML file will do too."
    )


def read(path: str) -> str:
    """Read a text file that is not too large."""
    if os.path.isdir(path):
        raise FileError(f"{path} is a folder; a TOML file is expected.")
    with open(path, "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise FileError(f"{path} is larger than {LARGEST // 1_000_000} MB.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileError(f"{path}, line {line}: this is not UTF-8 text. Save the file as UTF-8.") from None


def write(written: Written, form: str, arguments: argparse.Namespace) -> None:
    """Write a page to the file that was named, or else to the screen, as wide as that is."""
    if form != "text":
        text = getattr(written, form)()
        if arguments.file:
            write_text(arguments.file, text)
        else:
            show(text, form)
    elif arguments.file:
        write_text(arguments.file, written.text(ascii=arguments.ascii))
    else:
        width, color = terminal()
        show(
            written.text(width=width, ascii=arguments.ascii, color=color),
            instead=lambda: written.text(width=width, ascii=True, color=color),
        )


def format_of(arguments: argparse.Namespace) -> str:
    """Give the format that was asked for, or that of the file's ending, or text."""
    if arguments.format is not None:
        if arguments.format not in FORMATS:
            raise NetworkError(
                f"There is no format {shown(arguments.format)}." + nearest(arguments.format[:60], FORMATS)
            )
        return arguments.format
    ending = os.path.splitext(arguments.file or "")[1].lower()
    if not ending:
        return "text"
    for form, endings in FORMATS.items():
        if ending in endings:
            return form
    raise FileError(
        f"No format has the ending {shown(ending)}. Say which is wanted: --format {', '.join(FORMATS)}."
    )


def terminal() -> tuple[int | None, bool]:
    """Give the width of the screen and whether it shows colours; a file or a pipe has neither."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None, False
    import shutil

    return shutil.get_terminal_size().columns, "NO_COLOR" not in os.environ and os.environ.get(
        "TERM"
    ) != "dumb"
