"""Programs as they are written: run, read, judged; and what becomes of those that misbehave."""

import json
import tomllib
from pathlib import Path

import pytest

from pizarra.cli.command import main
from pizarra.errors import FileError
from pizarra.program import check_program
from pizarra.program.changes import difference
from pizarra.program.source import read_source

from .program_corpus import FOLDER

ROWS = """\
import numpy as np
rng = np.random.default_rng(3)
X = rng.normal(size=(7, 3))
T = rng.normal(size=(7, 2))
A = rng.normal(size=(3, 4))
c = rng.normal(size=4)
B = rng.normal(size=(4, 2))
d = rng.normal(size=2)
for vuelta in range(50):
    s = X @ A + c
    h = np.tanh(s)
    y = h @ B + d
    print(0.5 * np.sum((y - T) ** 2))
    e = y - T
    gB = h.T @ e
    gd = e.sum(axis=0)
    f = e @ B.T * (1 - h ** 2)
    gA = X.T @ f
    gc = f.sum(axis=0)
    B -= 0.1 * gB
    d -= 0.1 * gd
    A -= 0.1 * gA
    c -= 0.1 * gc
"""
COLUMNS = """\
import numpy as np
def sigma(v):
    return 1 / (1 + np.exp(-v))
def slope(v):
    return sigma(v) * (1 - sigma(v))
class Net:
    def __init__(self):
        rng = np.random.default_rng(5)
        self.V = rng.normal(size=(4, 3))
        self.W = rng.normal(size=(2, 4))
    def forward(self, x):
        self.z = self.V @ x
        self.h = sigma(self.z)
        return self.W @ self.h
    def train(self, x, t):
        error = t - self.forward(x)
        back = (self.W.T @ error) * slope(self.z)
        self.W += 0.05 * error @ self.h.T
        self.V += 0.05 * back @ x.T
rng = np.random.default_rng(6)
x, t = rng.normal(size=(3, 9)), rng.normal(size=(2, 9))
net = Net()
for _ in range(20):
    net.train(x, t)
"""


@pytest.mark.parametrize(
    "text", [ROWS, COLUMNS, ROWS.replace("0.1 *", "0.02 *"), ROWS.replace("e = y - T", "e = 2 * (y - T)")]
)
def test_right_programs_are_right(written, text):
    report = check_program(written(text))
    assert report.verdict == "correct", report.text()
    assert not report.findings


@pytest.mark.parametrize(
    ("text", "old", "new", "fault", "line"),
    [
        (ROWS, "(1 - h ** 2)", "h * (1 - h)", "wrong-activations-derivative", 17),
        (ROWS, "f = e @ B.T * (1 - h ** 2)", "f = e @ B.T", "wrong-activations-derivative", 17),
        (ROWS, "(1 - h ** 2)", "(1 - s ** 2)", "derivative-at-activation", 17),
        (ROWS, "gd = e.sum(axis=0)", "gd = e.sum()", "bias-summed-over-units-too", 16),
        (ROWS, "    c -= 0.1 * gc\n", "", "bias-never-updated", 6),
        (ROWS, "    B -= 0.1 * gB\n", "", "weights-never-updated", 7),
        (ROWS, "(1 - h ** 2)", "h", "derivative-returns-the-value", 17),
        (COLUMNS, "return sigma(v) * (1 - sigma(v))", "return 1 - sigma(v)", "derivative-incomplete", 5),
    ],
)
def test_wrong_lines_are_named(written, text, old, new, fault, line):
    assert old in text
    report = check_program(written(text.replace(old, new)))
    assert report.verdict == "faulty", report.text()
    assert [found.line for found in report.findings] == [line], report.text()
    assert fault in {report.findings[0].finding.fault, *report.findings[0].finding.rivals}


def test_the_network_is_read(written):
    network = check_program(written(ROWS)).as_json()["network"]
    assert network["sizes"] == [3, 4, 2]
    assert network["activations"] == ["tanh", "identity"]
    assert network["layout"] == {"samples": "rows", "weights": "in_out"}
    assert network["loss_computed"]


def test_notebooks_have_cells(written, capsys):
    wrong = ROWS.replace("(1 - h ** 2)", "(1 - h)")
    first, last = wrong.split("for vuelta")
    cells = [
        {"cell_type": "markdown", "source": ["# a title"]},
        {"cell_type": "code", "source": "%matplotlib inline\n!pip install nothing\n" + first},
        {"cell_type": "code", "source": ("for vuelta" + last).splitlines(keepends=True)},
    ]
    file = written(json.dumps({"cells": cells, "nbformat": 4}), "mine.ipynb")
    assert main(["check", str(file), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["verdict"], told["findings"][0]["cell"], told["findings"][0]["line"]) == ("faulty", 2, 9)
    assert told["findings"][0]["source"] == "f = e @ B.T * (1 - h)"
    assert any("!pip" in note for note in told["notes"])


@pytest.mark.parametrize(
    ("text", "stored", "told"),
    [
        ("print(2 / 3)", "0.667\n", False),
        ("print(2 / 3)", "0.66\n", False),
        ("print(2 / 3, 5)", "0.6666666667 6", True),
        ("import numpy as np\nprint(np.random.rand())", "0.1", False),
        ("import numpy as np\nnp.random.seed(1)\nprint(np.random.rand())", "0.1", True),
        ("for k in range(3): print(k * 1.5)", "0.0\n1.5\n3.0\n", False),
        ("print('nothing')", "1.5\n", False),
    ],
)
def test_outputs_that_a_fresh_run_does_not_give_are_said(written, text, stored, told):
    outputs = [{"output_type": "stream", "name": "stdout", "text": [stored]}]
    cells = [{"cell_type": "code", "source": text, "outputs": outputs, "execution_count": 1}]
    report = check_program(written(json.dumps({"cells": cells}), "mine.ipynb"))
    assert any(note.key == "program.stored" for note in report.notes) == told
    assert ("guardadas" in report.text("es")) == told


def test_what_is_printed_after_a_loop_was_left_is_not_compared(written):
    first, last = ROWS.split("for vuelta")
    cells = [
        {"cell_type": "code", "source": first, "outputs": []},
        {"cell_type": "code", "source": "for vuelta" + last + "print(A[0, 0])", "outputs": []},
        {"cell_type": "code", "source": "print(A[0, 0])", "outputs": [{"name": "stdout", "text": "0.123"}]},
    ]
    report = check_program(written(json.dumps({"cells": cells}), "mine.ipynb"))
    assert not any(note.key == "program.stored" for note in report.notes)


def test_a_file_named_like_a_standard_module_is_not_taken_for_it(written):
    written("raise SystemExit\n", "fractions.py")
    assert check_program(written("import statistics\n" + ROWS)).verdict == "correct"


def test_what_nothing_defines_is_a_finding(written):
    report = check_program(written(ROWS.replace("    gc = f.sum(axis=0)", "    gc = lost")))
    assert report.verdict == "faulty"
    assert [(f.line, f.finding.fault) for f in report.findings] == [(19, "stale-or-undefined-variable")]


@pytest.mark.parametrize(
    "text",
    [
        "print('hello')",
        "import numpy as np\nx = np.ones(3)\nraise ValueError('no')",
        "import os\nos._exit(0)",
        "import sys\nsys.exit(3)",
        "import numpy as np\na = np.ones((200000, 200000))",
        "x = [0] * 10 ** 11",
    ],
)
def test_what_has_no_network_is_unclear(written, text):
    report = check_program(written(text))
    assert report.verdict == "unclear"
    assert report.reason is not None


def test_endless_loops_end(written):
    assert check_program(written("while True:\n    pass\n"), seconds=1).verdict == "unclear"


def test_the_file_and_its_folder_stay_as_they_are(written, tmp_path):
    file = written("open('made.txt', 'w').write('x')\nimport numpy as np\nnp.loadtxt('data.csv')\n")
    written("1 2 3", "data.csv")
    report = check_program(file)
    assert {f.name for f in tmp_path.iterdir()} == {"mine.py", "data.csv"}
    assert not any("raises" in note for note in report.as_json()["notes"])


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        ("for", "a.py", "line 1: invalid syntax"),
        ("{", "a.ipynb", "not JSON"),
        ("{}", "a.ipynb", "no list of cells"),
        ('{"worksheets": []}', "a.ipynb", "format 3"),
        ("", "a.py", "has no code"),
        ("x = 1", "a.txt", "a script"),
    ],
)
def test_bad_input_is_said(written, text, name, message):
    with pytest.raises(FileError, match=message):
        read_source(written(text, name))


def test_the_command_line_says_what_does_not_go(written, capsys):
    file = str(written("x = 1"))
    assert main(["check", file, "--arrays", "a.npz"]) == 2
    assert main(["check", file, "--timeout", "soon"]) == 2
    assert main(["check", "nothing.py"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_pages_are_written_in_both_languages(written, tmp_path):
    report = check_program(written(ROWS.replace("(1 - h ** 2)", "(1 - h)")))
    assert "Línea 17" in report.text("es")
    assert "Line 17" in report.markdown("en")
    assert "<html" in report.html("es")


# Of 60 verdicts, of the lines at fault, of their classes; and how many lines are blamed that are right. These programs
# were looked at while the rules were made: what other programs give is worse.
RIGHT, LINES, CLASSES, BLAMED = 60, 44, 44, 0


@pytest.mark.slow
def test_the_sixty_programs():
    """The shares that are reached now: none of the right ones is called faulty; they may only grow."""
    right = false = lines = classes = blamed = faults = 0
    for file in sorted(FOLDER.glob("*.toml")):
        truth = tomllib.loads(file.read_text(encoding="utf-8"))
        report = check_program(file.with_suffix(".py" if truth["kind"] == "script" else ".ipynb"))
        right += report.verdict == truth["verdict"]
        false += report.verdict == "faulty" and truth["verdict"] == "correct"
        places = {(found.cell, found.line) for found in report.findings}
        said = {found.finding.fault for found in report.findings}
        for fault in truth.get("faults", []):
            faults += 1
            mine = {(fault.get("cell"), n) for n in (fault["line"], *fault.get("other_lines", []))}
            lines += bool(mine & places)
            classes += bool(said & {fault["fault"], *fault.get("also", [])})
            places -= mine
        blamed += len(places)
    assert false == 0
    assert right >= RIGHT, f"{right} of 60"
    assert lines >= LINES, f"{lines} of {faults}"
    assert classes >= CLASSES, f"{classes} of {faults}"
    assert blamed <= BLAMED, f"{blamed} lines"


def test_numbers_in_loops_are_read(written):
    text = """\
import math
w = [0.3, -0.2]
v = [0.7, 0.1]
b = 0.5
for k in range(100):
    for x, t in [([1.0, 0.5], 1), ([0.2, -0.4], 0), ([0.9, 0.8], 1)]:
        h = []
        for j in range(2):
            h.append(math.tanh(w[j] * x[j]))
        y = b
        for j in range(2):
            y += v[j] * h[j]
        e = y - t
        for j in range(2):
            slope = 1 - h[j] ** 2
            g = e * v[j] * slope * x[j]
            v[j] -= 0.1 * e * h[j]
            w[j] -= 0.1 * g
        b -= 0.1 * e
"""
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("slope = 1 - h[j] ** 2", "slope = 1 - h[j]")))
    assert report.verdict == "faulty"
    assert [found.line for found in report.findings] == [15], report.text()


ADAM = """\
    for p, g, m, s in ((A, gA, mA, sA), (B, gB, mB, sB), (c, gc, mc, sc), (d, gd, md, sd)):
        m[...] = 0.9 * m + 0.1 * g
        s[...] = 0.99 * s + 0.01 * g ** 2
        p -= 0.01 * m / (np.sqrt(s) + 1e-8)
"""


def test_optimizers_are_judged_by_what_goes_in(written):
    start = "mA, mB, mc, md = (np.zeros_like(p) for p in (A, B, c, d))\n"
    start += "sA, sB, sc, sd = (np.zeros_like(p) for p in (A, B, c, d))\n"
    head, _ = ROWS.split("    B -= 0.1 * gB")
    text = head.replace("for vuelta", start + "for vuelta") + ADAM
    assert check_program(written(text)).verdict == "correct"
    report = check_program(written(text.replace("gA = X.T @ f", "gA = X.T @ (f * h)")))
    assert report.verdict == "faulty"
    assert 20 in [found.line for found in report.findings], report.text()
    report = check_program(written(text.replace("gc = f.sum(axis=0)", "gc = f.sum()")))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(21, "bias-summed-over-units-too")]


def test_files_beside_the_program_are_read(written):
    written(COLUMNS.split("rng = np.random.default_rng(6)")[0].replace("(1 - sigma(v))", "(1 - v)"), "mlp.py")
    tail = COLUMNS.split("rng = np.random.default_rng(6)")[1].replace("Net()", "mlp.Net()")
    report = check_program(
        written("import mlp\nimport numpy as np\nrng = np.random.default_rng(6)" + tail, "drive.py")
    )
    assert report.verdict == "faulty"
    assert (report.findings[0].cell, report.findings[0].line) == ("mlp.py", 5), report.text()
    (told,) = report.as_json()["findings"]
    assert (Path(told["file"]).name, told["cell"], told["line"]) == ("mlp.py", None, 5)
    assert told["source"] == report.findings[0].source != ""
    assert "mlp.py, line 5." in report.text()
    assert "mlp.py, línea 5." in report.text(language="es")


def test_a_file_beside_the_program_is_repaired(written):
    """What is suggested is shown in the file where it belongs, and tried there; nothing is written."""
    drive = written("import nets\n", "drive.py")
    nets = drive.parent / "nets"
    nets.mkdir()
    (nets / "__init__.py").write_text("from . import shallow\n", encoding="utf-8")
    text = ROWS.replace("1 - h ** 2", "1 - s ** 2")
    (nets / "shallow.py").write_text(text, encoding="utf-8")
    report = check_program(drive)
    (found,) = report.findings
    assert (found.cell, found.line, found.finding.confirmed) == ("nets/shallow.py", 17, (1, 1))
    assert "--- nets/shallow.py" in difference(report)
    assert "+    f = e @ B.T * (1 - h ** 2)" in difference(report)
    assert (nets / "shallow.py").read_text(encoding="utf-8") == text


def test_what_is_made_in_a_called_function_is_said_by_its_name(written):
    """Not by the name of what the function that calls it makes first."""
    head, body = ROWS.split("for vuelta in range(50):\n")
    inner = "def turn():\n    global A, c, B, d\n" + body.replace("1 - h ** 2", "1 - s ** 2")
    report = check_program(written(head + inner + "for _ in range(50):\n    turn()\n"))
    assert [found.finding.name for found in report.findings] == ["f"]


def test_the_text_alone_shows_names_and_gaps(written):
    text = """\
import numpy as np
class Net:
    def __init__(self, n):
        self.n = n
    def learn(self):
        grad = np.array([[[]]])
        a = np.mean(i for i in range(self.n))
        return grad[0][a] * rate + self.lost
"""
    report = check_program(written(text), run=False)
    found = [(f.line, f.finding.fault, f.finding.name) for f in report.findings]
    assert (8, "stale-or-undefined-variable", "rate") in found
    assert (8, "stale-or-undefined-variable", "self.lost") in found
    assert (6, "empty-gradient", "grad") in found
    assert (7, "generator-as-array", "np.mean") in found
    assert len(found) == 4


def test_a_method_of_subclasses_is_defined(written):
    text = "class A:\n    def g(self):\n        return self.f()\nclass B(A):\n    def f(self):\n        return 1\n"
    assert not check_program(written(text), run=False).findings


def test_a_missing_file_can_be_stood_in(written, capsys):
    text = ROWS.replace("X = rng.normal(size=(7, 3))", "X = np.loadtxt('nowhere.csv')")
    file = str(written(text))
    assert main(["check", file]) == 2
    assert "--stub" in capsys.readouterr().out
    assert main(["check", file, "--stub", "X=7x3"]) == 0
    assert main(["check", file, "--stub", "X"]) == 2
    assert main(["check", file, "--memory", "little"]) == 2


def test_changes_are_suggested_and_tried(written, capsys):
    text = COLUMNS.replace("slope(self.z)", "slope(self.h)")
    file = str(written(text))
    report = check_program(file)
    assert [found.line for found in report.findings] == [17]
    assert report.findings[0].finding.confirmed == (1, 1)
    assert main(["check", file, "--diff"]) == 1
    assert "+        back = (self.W.T @ error) * slope(self.z)" in capsys.readouterr().out


def test_the_report_has_formulas_and_the_worked_step(written):
    report = check_program(written(ROWS.replace("f = e @ B.T * (1 - h ** 2)", "f = e @ B.T * h * (1 - h)")))
    finding = report.findings[0].finding
    assert finding.found == "f[n,i] = da1[n,i] * h[n,i] * (1 - h[n,i])"
    assert finding.expected == "f[n,i] = da1[n,i] * (1 - h[n,i] ** 2)"
    name, mine, right = finding.evidence[0]
    assert name.startswith("gA[")
    assert mine != right
    told = report.as_json()["findings"][0]
    assert (told["found"], told["expected"]) == (finding.found, finding.expected)
    assert report.as_json()["network_access"] in ("cut", "open")
    page = report.text("en")
    for part in (
        "YOUR NUMBERS",
        "WHAT BELONGS THERE",
        "WORKED OUT",
        "The program was run without access to the internet",
    ):
        assert part in page
    assert "DESARROLLO" in report.text("es")
    assert "sin acceso a internet" in report.markdown("es")
    assert check_program(written(ROWS), run=False).as_json()["network_access"] is None


def test_a_change_that_was_tried_is_said_to_be(written):
    report = check_program(written(COLUMNS.replace("slope(self.z)", "slope(self.h)")))
    assert "Confirmed: with the suggested lines" in report.text()
    assert "Confirmado" in report.html("es")


def test_a_decay_of_the_weights_hides_no_mistake(written):
    text = ROWS.replace("A -= 0.1 * gA", "A -= 0.1 * gA + 0.001 * A").replace(
        "B -= 0.1 * gB", "B -= 0.1 * gB + 0.001 * B"
    )
    report = check_program(written(text.replace("(1 - h ** 2)", "(1 - h)")))
    assert [found.line for found in report.findings] == [17], report.text()


def test_what_only_goes_forward_is_said(written):
    report = check_program(
        written("import numpy as np\nx = np.ones((2, 3))\nz = x @ np.ones((3, 2))\nh = np.tanh(z)\n")
    )
    assert report.verdict == "unclear"
    assert "z, h" in report.text()


def test_a_step_that_grows_is_named_where_it_was_spread(written):
    text = """\
import numpy as np
w, v = np.array([[-0.3], [0.4]]), np.array([[0.1, -0.2]])
x, t = 0.7, np.array([[1.2]])
a = np.tanh(w * x)
e = v @ a - t
s = (1 - a ** 2) * w.T * e
v = v - 0.1 * e * a.T
w = w - 0.1 * s * x
"""
    report = check_program(written(text))
    assert report.verdict == "faulty"
    assert (6, "wrong-shape") in [(f.line, f.finding.fault) for f in report.findings], report.text()
    assert check_program(written(text.replace("w.T * e", "v.T * e"))).verdict == "correct"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A -= 0.1 * gA", "A -= 0.05 * gA"),
        ("A -= 0.1 * gA", "A -= 0.1 * gA + 0.001 * A"),
        ("0.5 * np.sum((y - T) ** 2)", "1 - np.sum((y - T) ** 2) / np.sum((T - T.mean()) ** 2)"),
        ("0.5 * np.sum((y - T) ** 2)", "np.mean(np.abs(y - T))"),
        ("    f = e", "    gB = gB * min(1, 0.1 / np.linalg.norm(gB))\n    f = e"),
        ("e = y - T", "e = np.clip(y - T, -9, 9)"),
    ],
)
def test_what_may_differ_is_no_fault(written, old, new):
    assert old in ROWS
    report = check_program(written(ROWS.replace(old, new, 1)))
    assert report.verdict == "correct", report.text()


def test_python_2_is_read(written):
    text = ROWS.replace("print(0.5 * np.sum((y - T) ** 2))", "print 0.5 * np.sum((y - T) ** 2)")
    report = check_program(written(text.replace("range(50)", "xrange(50)")))
    assert report.verdict == "correct", report.text()
    assert any("Python 2" in note for note in report.as_json()["notes"])


START = "mA, mB, mc, md, sA, sB, sc, sd = (np.zeros_like(p) for p in (A, B, c, d, A, B, c, d))\nfor vuelta"
WITH_ADAM = ROWS.split("    B -= 0.1 * gB")[0].replace("for vuelta", START) + ADAM
ONE_BY_ONE = """\
import numpy as np
np.random.seed(1)
X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
Y = np.array([0, 1, 1, 0], dtype=float)
W1 = np.random.randn(3, 2)
W2 = np.random.randn(1, 3)
def sig(v):
    return 1 / (1 + np.exp(-v))
for epoch in range(2000):
    total = 0
    for x, t in zip(X, Y):
        a = sig(W1 @ x)
        o = sig(W2 @ a)
        total += (0.5 * (t - o) ** 2).item()
        d2 = (o - t) * o * (1 - o)
        d1 = (W2.T @ d2) * a * (1 - a)
        W2 -= 0.5 * np.outer(d2, a)
        W1 -= 0.5 * np.outer(d1, x)
    print(total)
"""
FROM_ZERO = """\
import numpy as np
X = np.array([[0.2, 1.0], [0.5, -0.4], [1.2, 0.3], [-0.7, 0.9], [0.1, 0.1]])
t = np.array([[1.], [0.], [1.], [0.], [1.]])
w, b = np.zeros((2, 1)), 0.0
for i in range(100):
    y = 1 / (1 + np.exp(-(X @ w + b)))
    cost = np.mean((y - t) ** 2)
    if cost < 1e-3:
        break
    dz = 2 * (y - t) * y * (1 - y) / 5
    w = w - 0.3 * X.T @ dz
    b = b - 0.3 * dz.sum()
"""
A_VECTOR = """\
import numpy as np
x = np.array([[0.35], [0.9]])
w = np.array([[0.1, 0.8], [0.4, 0.6]])
v = np.array([0.3, 0.9])
for s in range(100):
    h = 1 / (1 + np.exp(-np.dot(w, x)))
    y = 1 / (1 + np.exp(-np.dot(v, h)))
    e = y - np.array([[0.5]])
    if np.square(e) / 2 < 0.01:
        break
    g = (e * y * (1 - y) * v * h.T * (1 - h.T)).T * x.T
    v = v - e * y * (1 - y) * h.T
    w = w - g
"""
SQUARE = ROWS.replace("(7, 2)", "(7, 4)").replace("(4, 2)", "(4, 4)").replace("size=2)", "size=4)")
MASKED = ROWS.replace("h = np.tanh(s)", "h = np.tanh(s)\n    m = (rng.random(h.shape) > 0.4) / 0.6").replace(
    "h @ B", "(h * m) @ B"
).replace("gB = h.T @ e", "gB = (h * m).T @ e")  # fmt: skip
DECAY = ROWS.replace("** 2))", "** 2) + 0.05 * np.sum(A ** 2) + 0.05 * np.sum(B ** 2))").replace(
    "gB = h.T @ e", "gB = h.T @ e + 0.1 * B"
)


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (ROWS, "    A -= 0.1 * gA\n", "", {(5, "weights-never-updated")}),
        (WITH_ADAM, "gc = f.sum(axis=0)", "gc = f.mean(axis=0)", {(20, "bias-mean-weights-sum")}),
        (ONE_BY_ONE, " * o * (1 - o)", "", {(15, "missing-output-derivative")}),
        (ONE_BY_ONE, " * a * (1 - a)", "", {(16, "wrong-activations-derivative")}),
        (FROM_ZERO, " * y * (1 - y) / 5", " / 5", {(10, "missing-output-derivative")}),
        (A_VECTOR, ".T * x.T", ".T * x.T * 2 * v", {(11, "wrong-formula")}),
        (MASKED, "(1 - h ** 2)", "m * (1 - h ** 2)", set()),
        (MASKED, "(1 - h ** 2)", "(1 - h ** 2) ", {(18, "dropout-mask-missing-backward")}),
        (DECAY, "gA = X.T @ f", "gA = X.T @ f + 0.1 * A", set()),
        (DECAY, "gA = X.T @ f", "gA = X.T @ f ", {(18, "regulariser-gradient-missing")}),
        (ROWS.replace("size=4)", "size=4) * 0.5"), "    c -= 0.1 * gc\n", "", {(6, "bias-never-updated")}),
        (SQUARE, "d -= 0.1 * gd", "d = c - 0.1 * gd", {(21, "wrong-base-in-update")}),
        (ROWS, "c -= 0.1 * gc", "c = d[[0, 0, 1, 1]] - 0.1 * gc", {(23, "wrong-base-in-update")}),
    ],
)
def test_what_is_alike_at_first_is_told_apart(written, text, old, new, told):
    assert old in text
    report = check_program(written(text.replace(old, new)))
    assert {(found.line, found.finding.fault) for found in report.findings} == told, report.text()


GLUED = ROWS.replace(
    "B = rng.normal(size=(4, 2))", "B = np.hstack([rng.normal(size=(4, 1)), rng.normal(size=(4, 1))])"
)


@pytest.mark.parametrize("text", [WITH_ADAM, ONE_BY_ONE, FROM_ZERO, A_VECTOR, GLUED])
def test_what_they_are_made_of_is_right(written, text):
    assert check_program(written(text)).verdict == "correct"


def test_an_update_before_use_has_two_lines(written):
    lines = ROWS.splitlines(keepends=True)
    lines.insert(16, lines.pop(19))
    report = check_program(written("".join(lines)))
    (found,) = report.findings
    assert (found.line, found.also, found.finding.fault) == (18, ((None, 17),), "update-before-use")
    (place,) = report.as_json()["findings"][0]["also"]
    assert (Path(place["file"]).name, place["cell"], place["line"]) == ("mine.py", None, 17)
    assert "B -= 0.1 * gB" in report.text()


def test_a_little_in_a_logarithm_changes_no_verdict(written):
    head, tail = ROWS.split("    print(0.5")
    text = head.replace("T = rng.normal(size=(7, 2))", "T = np.eye(2)[[0, 1, 1, 0, 1, 0, 0]]")
    text = text.replace(
        "y = h @ B + d", "z = 3 * (h @ B + d)\n    y = np.exp(z); y = y / y.sum(1, keepdims=True)"
    )
    text += "    print(-np.sum(T * np.log(y + 1e-4)))\n    e = 3 * (y - T)\n" + tail.split("e = y - T\n")[1]
    assert check_program(written(text)).verdict == "correct"
    assert check_program(written(text.replace("e = 3 *", "e = 3 * y *"))).verdict == "faulty"


SMALL = """\
import numpy as np
rng = np.random.default_rng(8)
X = rng.normal(size=(9, 3))
T = (rng.random((9, 1)) > 0.5) * 1.0
A = rng.normal(size=(3, 4)) * 1e-4
B = np.zeros((4, 1))
for vuelta in range(50):
    h = 1 / (1 + np.exp(-(X @ A)))
    y = 1 / (1 + np.exp(-(h @ B)))
    print(0.5 * np.sum((y - T) ** 2))
    e = (y - T) * y * (1 - y)
    f = e @ B.T * h * (1 - h)
    B -= 1e-6 * h.T @ e
    A -= 1e-6 * X.T @ f
"""


def test_where_two_losses_fit_other_weights_tell(written):
    assert check_program(written(SMALL)).verdict == "correct"
    report = check_program(written(SMALL.replace("(y - T) * y * (1 - y)", "y - T")))
    assert [(f.line, f.finding.fault) for f in report.findings] == [(11, "missing-output-derivative")], (
        report.text()
    )
    assert "Told with other weights" in report.text("en")


def test_a_file_that_is_too_large_is_not_read_in_part(written, monkeypatch):
    written("a = 1\nb = 2\n", "long.py")
    drive = written("import long\nprint(long.b)\n", "drive.py")
    assert [file.number for file in read_source(drive).beside] == ["long.py"]
    monkeypatch.setattr("pizarra.program.imports.LARGEST", 8)
    assert read_source(drive).beside == ()
