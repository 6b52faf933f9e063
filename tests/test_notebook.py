"""In a notebook: %load_ext pizarra, then %check."""

import pizarra

from .test_check_program import ROWS


class Shell:
    def __init__(self, cells):
        self.user_ns = {"In": ["", *cells]}
        self.magics = {}

    def register_magic_function(self, function, kind, name):
        assert kind == "line"
        self.magics[name] = function


def test_cells_that_were_run_are_checked():
    first, last = ROWS.replace("(1 - h ** 2)", "(1 - h)").split("for vuelta")
    shell = Shell([first, "%load_ext pizarra", "for vuelta" + last, "%check"])
    pizarra.load_ipython_extension(shell)
    report = shell.magics["check"]("es")
    assert report.verdict == "faulty"
    assert [(found.cell, found.line) for found in report.findings] == [(3, 9)]
    assert "Celda 3" in report._repr_markdown_()
