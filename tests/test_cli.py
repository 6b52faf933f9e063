"""The command line: what it writes where, and that nothing but one line comes of a mistake."""

import io
import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from pizarra.cli import command, main
from pizarra.cli.output import show
from pizarra.errors import DataError, FileError
from pizarra.files import write_text
from pizarra.gallery import names, source

SYMBOLS = "∂ℒ/∂W = δ · xᵗ − ½ ‖ŷ‖², gradiente según ó\n"


class Solution:
    """Stands in for the real one: it keeps what it was given and says it in every format."""

    given: dict

    def __init__(self, problem, **options):
        type(self).given = {"problem": problem, **options}

    def text(self, width=None, ascii=False, color=False):
        type(self).given |= {"width": width, "ascii": ascii, "color": color}
        return "dL/dW\n" if ascii else SYMBOLS

    def markdown(self):
        return "# ∂\n"

    def latex(self):
        return "\\delta ∂\n"

    def html(self):
        return "<p>∂ó😀</p>\n"

    def json(self):
        return '{"symbol": "∂ó😀"}\n'


@pytest.fixture
def stub(monkeypatch):
    module = types.ModuleType("pizarra.explain.solution")
    module.Solution = Solution
    monkeypatch.setitem(sys.modules, "pizarra.explain.solution", module)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return Solution


def run(*words, **options):
    environment = os.environ | options.pop("env", {})
    return subprocess.run(
        [sys.executable, "-X", "utf8=0", "-W", "error", "-m", "pizarra.cli", *words],
        capture_output=True,
        env=environment,
        timeout=60,
        **options,
    )


def complaint(capsys, *words, code=2):
    assert main(words) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("pizarra: error: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


def test_every_option_reaches_the_page(stub, capsys):
    words = "explain two-two-two --case W[1,2] --notation seed-001 --lang es --decimals 6 --comma --steps 3"
    assert main(words.split()) == 0
    problem = stub.given.pop("problem")
    assert problem.notation == "seed-001"
    assert stub.given == {
        "notation": "seed-001",
        "language": "es",
        "case": "W[1,2]",
        "decimals": 6,
        "comma": True,
        "steps": 3,
        "width": None,
        "ascii": False,
        "color": False,
    }
    assert capsys.readouterr() == (SYMBOLS, "")


def test_a_shape_with_all_its_options(stub):
    words = (
        "explain 2-3-2 --hidden tanh --output sigmoid --loss squared_error --factor 1/2 -x -1,3 -y 4,-1.5 --seed 7 "
        "--learning-rate 0.25 --no-bias"
    )
    assert main(words.split()) == 0
    problem = stub.given["problem"]
    kinds = [type(part.layer).__name__ for part in problem.network.parts]
    assert kinds == ["Linear", "Tanh", "Linear", "Sigmoid"]
    assert problem.x.tolist() == [[-1, 3]]
    assert problem.t.tolist() == [[4, -1.5]]
    assert problem.learning_rate == 0.25
    assert set(problem.parameters) == {"W1", "W2"}
    assert problem.network.loss.factor == "1/2"


def test_several_samples_and_labels(stub):
    words = ["explain", "2-3", "--loss", "softmax_cross_entropy", "-x", "-1,0;.5,2", "-y", "2,0"]
    assert main(words) == 0
    assert stub.given["problem"].x.tolist() == [[-1, 0], [0.5, 2]]
    assert stub.given["problem"].t.tolist() == [[0, 0, 1], [1, 0, 0]]
    assert main(["explain", "2-3", "--loss", "softmax_cross_entropy", "-x", "1,2", "-y", "2"]) == 0
    assert stub.given["problem"].t.tolist() == [[0, 0, 1]]


def test_a_file(stub, tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(source("xor"), encoding="utf-8")
    assert main(["explain", str(file)]) == 0
    assert stub.given["problem"].samples == 4


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_ES.UTF-8"}, "es"),
        ({"LANG": "es"}, "es"),
        ({"LANG": "es_MX", "LC_ALL": "C"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "es_AR.UTF-8", "LANG": "en_US"}, "es"),
        ({"LANG": "est_EE"}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(stub, monkeypatch, variables, language):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert main(["explain", "xor"]) == 0
    assert stub.given["language"] == language


@pytest.mark.parametrize(
    ("file", "begins"),
    [("a.txt", "∂"), ("a", "∂"), ("a.md", "#"), ("a.tex", "\\"), ("a.HTML", "<"), ("a.json", "{")],
)
def test_the_ending_of_the_file_decides(stub, tmp_path, capsys, file, begins):
    assert main(["explain", "xor", "-o", str(tmp_path / file)]) == 0
    assert (tmp_path / file).read_text(encoding="utf-8").startswith(begins)
    assert capsys.readouterr() == ("", "")
    assert os.listdir(tmp_path) == [file]


def test_the_format_goes_before_the_ending(stub, tmp_path):
    assert main(["explain", "xor", "--format", "json", "-o", str(tmp_path / "a.txt")]) == 0
    assert json.loads((tmp_path / "a.txt").read_text(encoding="utf-8")) == {"symbol": "∂ó😀"}


def test_a_file_keeps_its_rights_and_a_link_stays_a_link(stub, tmp_path):
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    assert main(["explain", "xor", "-o", str(link)]) == 0
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == SYMBOLS
    assert real.stat().st_mode & 0o777 == 0o640


def test_a_device_stays_a_device(stub):
    assert main(["explain", "xor", "-o", "/dev/null"]) == 0
    assert Path("/dev/null").is_char_device()


def test_when_writing_fails_the_old_file_stays_whole(tmp_path, monkeypatch):
    file = tmp_path / "page.txt"
    file.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(FileError, match=r"page\.txt cannot be written: No space left on device\."):
        write_text(str(file), "new")
    assert file.read_text() == "old"
    assert os.listdir(tmp_path) == ["page.txt"]


def test_nothing_is_written_when_the_page_cannot_be_made(stub, tmp_path, monkeypatch, capsys):
    def broken(*_, **__):
        raise DataError("no such page")

    monkeypatch.setattr(stub, "text", broken)
    assert "no such page" in complaint(capsys, "explain", "xor", "-o", str(tmp_path / "a.txt"))
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("explain xorr", "There is no network 'xorr'. Did you mean 'xor'?"),
        ("explain nowhere.toml", "nowhere.toml: No such file or directory"),
        ("explain 2-0-1", "a layer has 0 units"),
        ("explain 99999-99999", "9999800001 weights"),
        ("explain 2-3-2 --hidden sigmoide", "Did you mean 'sigmoid'?"),
        ("explain 2-3-2 --loss square_error", "Did you mean 'squared_error'?"),
        ("explain 2-3-2 --factor 3", "no loss factor '3'"),
        ("explain 2-3-2 -x 1,a", "-x has 'a' where a number is expected"),
        ("explain 2-3-2 -x 1,nan", "every number must be finite"),
        ("explain 2-3-2 -x 1,2,3", "x has 3 numbers for each sample"),
        ("explain 2-3-2 -x 1,2;3", "x is ragged"),
        ("explain 2-3-2 -x 1,2 -y 1", "y has 1 number"),
        ("explain 2-3-2 --seed -1", "--seed must be a whole number from 0"),
        ("explain 2-3-2 --learning-rate much", "--learning-rate has 'much'"),
        ("explain 2-3-2 --learning-rate -1", "learning_rate is -1"),
        ("explain xor --seed 3", "--seed goes with a shape such as 2-3-2"),
        ("explain xor --lang de", "There is no language 'de'"),
        ("explain xor --format htlm", "Did you mean 'html'?"),
        ("explain xor --format json --ascii", "--ascii goes with --format text"),
        ("explain xor --decimals 99", "--decimals must be a whole number from 0 to 15"),
        ("explain xor --steps 0", "--steps must be a whole number from 1"),
        ("explain xor -o a.pdf", "No format has the ending '.pdf'"),
        ("explain xor -o /no/such/a.html", "there is no folder /no/such"),
        ("explain xor -o /tmp", "/tmp is a folder"),
        ("explain xor --wrong", "Unrecognized arguments: --wrong"),
        ("explain", "following arguments are required: NETWORK"),
        ("", "Say what to do"),
        ("explian xor", "invalid choice: 'explian'"),
        ("gallery xxor", "Did you mean 'xor'?"),
        ("gallery --toml", "--toml needs the name of a network"),
        ("gallery --lang fr", "There is no language 'fr'"),
    ],
)
def test_a_mistake_is_one_line(stub, capsys, words, says):
    assert says in complaint(capsys, *words.split())


def test_a_folder_and_a_file_of_another_kind(stub, capsys, tmp_path):
    assert "is a folder" in complaint(capsys, "explain", str(tmp_path))
    file = tmp_path / "a.toml"
    file.write_bytes(b"# fine\n\xff\xfe\n")
    assert "a.toml, line 2: this is not UTF-8 text" in complaint(capsys, "explain", str(file))
    file.write_text("[layers\n", encoding="utf-8")
    assert "a.toml, line 1: this is not TOML" in complaint(capsys, "explain", str(file))


def test_control_characters_stay_out_of_the_terminal(stub, capsys):
    err = complaint(capsys, "explain", "x\x1b[31m\n\ry")
    assert "\x1b" not in err
    assert "\r" not in err


def test_a_bug_of_ours_is_said_to_be_one(stub, capsys, monkeypatch):
    monkeypatch.setattr(stub, "text", lambda *_, **__: {}["gone"])
    assert "This is a bug in pizarra (KeyError: 'gone')" in complaint(capsys, "explain", "xor", code=3)
    assert main(["explain", "xor", "--debug"]) == 3
    assert "Traceback" in capsys.readouterr().err
    assert main(["--debug", "explain", "xor"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_when_stopped_it_is_silent(stub, capsys, monkeypatch):
    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(stub, "text", stopped)
    assert main(["explain", "xor"]) == 130
    assert capsys.readouterr() == ("", "")


def test_without_memory_it_says_so(stub, capsys, monkeypatch):
    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr(stub, "text", full)
    assert "not enough memory" in complaint(capsys, "explain", "xor")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "latin-1"])
def test_a_screen_without_the_symbols_gets_plain_text(stub, monkeypatch, encoding):
    screen = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["explain", "xor"]) == 0
    screen.flush()
    assert screen.buffer.getvalue() == b"dL/dW\n"


@pytest.mark.parametrize(("encoding", "wanted"), [("ascii", b"segun ?\n"), ("cp1252", b"seg\xfan ?\n")])
def test_letters_lose_their_marks_rather_than_crash(monkeypatch, encoding, wanted):
    screen = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", screen)
    show("según ⎧")
    screen.flush()
    assert screen.buffer.getvalue() == wanted


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_documents_stay_what_they_say_they_are(stub, monkeypatch, encoding):
    written = {}
    for form in ("markdown", "latex", "html", "json"):
        screen = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", screen)
        assert main(["explain", "xor", "--format", form]) == 0
        screen.flush()
        written[form] = screen.buffer.getvalue().decode("utf-8")
    assert written["markdown"] == "# ∂\n"
    assert written["latex"] == "\\delta ∂\n"
    assert written["html"] in ("<p>∂ó😀</p>\n", "<p>&#8706;&#243;&#128512;</p>\n")
    assert json.loads(written["json"]) == {"symbol": "∂ó😀"}


def test_a_python_without_a_screen(stub, monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["explain", "xor"]) == 0


def test_a_terminal_gives_its_width_and_colours(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys, "stdout", screen)
    monkeypatch.setenv("COLUMNS", "91")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert command.terminal() == (91, True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert command.terminal() == (91, False)


def test_the_gallery_lists_tells_and_gives(capsys):
    assert main(["gallery", "--lang", "es"]) == 0
    listed = capsys.readouterr().out
    assert [line.split()[0] for line in listed.splitlines()] == list(names())
    assert "Exclusive" not in listed
    assert main(["gallery", "xor", "--lang", "en"]) == 0
    assert "pizarra explain xor" in capsys.readouterr().out
    assert main(["gallery", "xor", "--toml"]) == 0
    assert capsys.readouterr().out == source("xor")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
@pytest.mark.parametrize(
    "words", [["--help"], ["explain", "--help"], ["gallery", "--lang", "es"], ["--version"]]
)
def test_as_a_program_on_any_terminal(encoding, words):
    done = run(*words, env={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_mistake_with_symbols_on_any_terminal(encoding):
    done = run("explain", "σ-∂", env={"PYTHONIOENCODING": encoding})
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="pipes break differently there")
def test_a_reader_that_has_seen_enough():
    read, end = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "pizarra.cli", "gallery", "xor", "--toml"],
        stdout=end,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    os.close(end)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_one_line():
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "pizarra.cli", "gallery", "xor", "--toml"],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
        )
    assert done.returncode == 2
    assert done.stderr == b"pizarra: error: No space left on device\n"


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from pizarra.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'ast', 'json', 'tomllib', 'tempfile', 'subprocess'}\n"
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == ""
