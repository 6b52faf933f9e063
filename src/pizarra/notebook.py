"""notebook: `%load_ext pizarra`, then `%check`: what was run in this notebook so far, checked as a program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

REPAIRS = 10.0  # seconds in which changes are looked for: someone waits in the notebook


def check_cells(cells: list[str], language: str = "en") -> Any:
    """Check cells that were run one after another, run again from the top in a process of their own."""
    from .program import check_program
    from .program.source import Cell, read_cells

    numbered = [Cell(number, text) for number, text in enumerate(cells) if text.strip()]
    return check_program(
        read_cells(Path("notebook.ipynb").absolute(), numbered), language=language, repairs=REPAIRS
    )


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the line magic `%check`, which takes a language: en or es."""

    def check(line: str) -> Any:
        cells = [str(cell) for cell in shell.user_ns.get("In", [])]
        kept = [
            cell if not cell.lstrip().startswith(("%check", "%load_ext pizarra")) else "" for cell in cells
        ]
        return check_cells(kept, line.strip() or "en")

    shell.register_magic_function(check, "line", "check")
