"""pizarra check: the changes that it suggests, and what is told once one mistake is mended."""

import pytest

from pizarra.cli import main
from pizarra.doctor import Finding
from pizarra.language import LANGUAGES
from pizarra.page.blocks import Code
from pizarra.program import check_program
from pizarra.program.repair.proposals import proposals
from pizarra.program.repair.statement import Statement, hunks, statement_at
from pizarra.program.report import Located
from pizarra.program.source import read_source

PROGRAM = """\
import numpy as np
rng = np.random.default_rng(4)
X, T = rng.normal(size=(20, 3)), rng.normal(size=(20, 2))
A, a = rng.normal(size=(3, 4)), np.zeros(4)
B, b = rng.normal(size=(4, 2)), np.zeros(2)
rate = 0.01
def slope(v):
    return 1 - np.tanh(v) ** 2
for k in range(40):
    z = X @ A + a
    h = np.tanh(z)
    y = h @ B + b
    print(0.5 * np.sum((y - T) ** 2))
    d = y - T
    e = d @ B.T * slope(z)
    gB, gb = h.T @ d, d.sum(axis=0)
    B = B - rate * gB
    b = b - rate * gb
    A -= rate * X.T @ e
    a -= rate * e.sum(axis=0)
"""


def proposed(written, text, fault, line, name="", also=()):
    """The lines that are proposed for a finding, in order: those that are new in each program."""
    source = read_source(written(text))
    shown = text.splitlines()[line - 1].strip()
    found = Located(Finding("fault", fault, name), None, line, shown, also=tuple((None, n) for n in also))
    return [
        [new.strip() for _, _, _, lines in hunks(source, other) for new in lines]
        for other in proposals(source, found)
    ]


@pytest.mark.parametrize(
    ("fault", "old", "new"),
    [
        ("sign-flipped", "A -= rate * X.T @ e", "A += rate * X.T @ e"),
        ("sign-flipped", "B = B - rate * gB", "B = B + rate * gB"),
        ("bias-mean-weights-sum", "a -= rate * e.sum(axis=0)", "a -= rate * e.mean(axis=0)"),
        ("bias-summed-over-units-too", "a -= rate * e.sum(axis=0)", "a -= rate * e.sum()"),
        ("derivative-at-activation", "e = d @ B.T * slope(z)", "e = d @ B.T * slope(h)"),
        ("wrong-activations-derivative", "e = d @ B.T * slope(z)", "e = d @ B.T * h * (1 - h)"),
        ("wrong-activations-derivative", "e = d @ B.T * (1 - h ** 2)", "e = d @ B.T * h * (1 - h)"),
        ("missing-output-derivative", "d = (y - T) * y * (1 - y)", "d = y - T"),
        ("loss-and-delta-do-not-match", "d = (y - T)", "d = (y - T) * y * (1 - y)"),
        ("derivative-incomplete", "e = d @ B.T * h * (1 - h)", "e = d @ B.T * (1 - h)"),
        ("rate-inside-delta", "e = (d @ B.T) * slope(z)", "e = rate * (d @ B.T) * slope(z)"),
        ("wrong-weights", "e = d @ B.T * slope(z)", "e = d @ A.T * slope(z)"),
        ("wrong-layers-delta", "A -= rate * X.T @ e", "A -= rate * X.T @ d"),
        ("own-activation-instead-of-input", "A -= rate * X.T @ e", "A -= rate * h.T @ e"),
        ("transposed-gradient", "A -= rate * X.T @ e", "A -= rate * e.T @ X"),
        ("inner-instead-of-outer-product", "g = np.outer(d, h)", "g = np.dot(d, h)"),
        ("wrong-base-in-update", "b = b - rate * gb", "b = a - rate * gb"),
        ("update-stored-under-another-name", "b = b - rate * gb", "c = b - rate * gb"),
        ("wrong-parameter-updated", "b = b - rate * gb", "a = a - rate * gb"),
        ("pre-activation-where-activation-belongs", "y = h @ B + b", "y = z @ B + b"),
        (
            "softmax-wrong-axis",
            "y = h / h.sum(axis=1, keepdims=True)",
            "y = h / h.sum(axis=0, keepdims=True)",
        ),
        ("target-broadcast", "d = y - T.reshape(y.shape)", "d = y - T"),
        ("missing-paths", "s += d * B[0]", "s = d * B[0]"),
        ("missing-paths", "for i in range(3):", "for i in range(2):"),
        ("wrong-bias-column-removed", "e = (d @ B.T)[:, :-1]", "e = (d @ B.T)[:, 1:]"),
        ("wrong-sample-or-target", "d = y - T[k]", "d = y - T[k - 1]"),
        ("regulariser-gradient", "gB = h.T @ d + rate * B", "gB = h.T @ d + rate * np.sum(B ** 2)"),
        ("regulariser-gradient", "gB = h.T @ d + rate * np.sign(B)", "gB = h.T @ d + rate * np.abs(B)"),
        ("in-place-aliasing", "d = d - T", "d -= T"),
        ("dropout-scale-mismatch", "e = d * mask / keep", "e = d * mask"),
        ("dropout-mask-missing-backward", "e = d @ B.T * mask", "e = d @ B.T"),
        (
            "softmax-derivative-elementwise",
            "d = y * (g - np.sum(g * y, axis=1, keepdims=True))",
            "d = g * y * (1 - y)",
        ),
        (
            "bias-gradient-from-weight-gradient",
            "gA, ga = X.T @ e, e.sum(axis=0)",
            "gA, ga = X.T @ e, gA.sum(axis=0)",
        ),
        ("results-unpacked-in-the-wrong-order", "z, h = both(X)", "h, z = both(X)"),
    ],
)
def test_what_belongs_there_is_among_the_first_that_is_proposed(written, fault, old, new):
    known = "h = h * mask / keep\ndef both(x):\n    return z, h\nprint(np.sum(A ** 2))\n"
    text = PROGRAM + known + new + ("\n    pass\n" if new.endswith(":") else "\n")
    line = len(text.splitlines()) - new.endswith(":")
    assert [old] in proposed(written, text, fault, line)[:16]


def test_lines_are_moved_and_added(written):
    early = PROGRAM.replace("    e = d @", "    B = B - rate * h.T @ d\n    e = d @").replace(
        "    B = B - rate * gB\n", ""
    )
    first = proposed(written, early, "update-before-use", 16, also=(15,))[0]
    assert first in (
        ["B = B - rate * h.T @ d"],
        ["e = d @ B.T * slope(z)"],
    )  # one stands behind the other now
    never = PROGRAM.replace("    b = b - rate * gb\n", "")
    assert ["b = b - rate * gb"] in proposed(written, never, "bias-never-updated", 5, name="b")
    grown = PROGRAM.replace("rate = 0.01", "rate = 0.01\nsums = np.zeros((3, 4))")
    grown = grown.replace("    A -= rate * X.T @ e", "    sums += X.T @ e\n    A -= rate * sums")
    assert ["sums = np.zeros((3, 4))"] in proposed(written, grown, "accumulator-not-reset", 7, name="sums")


def test_a_line_that_is_none_has_no_proposals(written):
    for line in (0, 9, 99):
        text = PROGRAM
        source = read_source(written(text))
        found = Located(Finding("fault", "sign-flipped", "x"), None, line, "")
        assert not list(proposals(source, found))
    assert statement_at(read_source(written(PROGRAM)), 3, 1) is None


def test_places_count_characters_and_not_bytes(written):
    text = "import numpy as np\nsenal = 1\nñandú = {'é': 2}; d = senal - ñandú['é']\n"
    source = read_source(written(text))
    statement = Statement(source, source.cells[0], 3)
    assert [statement.text(node) for node in statement.paths()] == ["senal", "ñandú['é']"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("slope(z)", "slope(h)"),
        ("A -= rate", "A += rate"),
        ("e.sum(axis=0)", "e.sum()"),
        ("rate * gB", "rate * gB / 20"),
        ("    b = b - rate * gb\n", ""),
        ("d @ B.T * slope(z)", "d @ B.T"),
        ("h.T @ d, d.sum(axis=0)", "h.T @ d, d.mean(axis=0)"),
    ],
)
def test_what_mends_a_mistake_is_found_and_confirmed(written, old, new):
    file = written(PROGRAM.replace(old, new))
    report = check_program(file, repairs=60)
    assert report.verdict == "faulty"
    assert [found.finding.confirmed for found in report.findings] == [(1, 1)] * len(report.findings)
    mended = written("\n".join(cell.text for cell in report.repaired.cells) + "\n", "mended.py")
    assert check_program(mended).verdict == "correct"


@pytest.mark.slow
def test_the_command_writes_what_it_suggests(written, capsys):
    file = str(written(PROGRAM.replace("slope(z)", "slope(h)").replace("A -= rate", "A += rate")))
    assert main(["check", file, "--diff"]) == 1
    out = capsys.readouterr().out
    assert "+    e = d @ B.T * slope(z)" in out
    assert "+    A -= rate * X.T @ e" in out
    assert main(["check", file, "--json"]) == 1
    assert '"lines": [' in capsys.readouterr().out


@pytest.mark.slow
def test_two_changes_that_undo_each_other_are_no_explanation(written):
    """A sign in one line is one mistake, though two other lines with their signs turned would be right as well."""
    report = check_program(written(PROGRAM.replace("d = y - T", "d = T - y")), repairs=60)
    assert report.verdict == "faulty"
    assert len(report.findings) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_shows_the_lines_around(written, language):
    report = check_program(
        written(PROGRAM + "def late():\n    return undefined\nlate()\n"), run=False, language=language
    )
    assert [found.line for found in report.findings] == [22]
    text = report.text()
    assert "▸ 22 │     return undefined" in text
    assert "  21 │ def late():" in text
    assert "▸ 22 │     return undefined" in report.markdown()
    page = report.html()
    assert '<span class="line" data-line="22"><mark>    return undefined</mark></span>' in page


def test_numbered_code_is_written_everywhere():
    code = Code("a = 1\nb = 2 < 3", first=9, marked=(10,))
    assert code.lines() == ["   9 │ a = 1", "▸ 10 │ b = 2 < 3"]
    assert code.lines(">", "|")[1] == "> 10 | b = 2 < 3"
    assert Code("a = 1\n").lines() == ["a = 1"]
