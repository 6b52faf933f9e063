"""`pizarra train`, `predict` and `explain` of a model: from a file of data to a page about one of its rows."""

import os
import random
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from pizarra import Model
from pizarra.cli import main
from pizarra.storage import load_checkpoint

KINDS = ("setosa", "versicolor", "virginica")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    rng = np.random.default_rng(1)
    lines = ["length;width;colour;kind;place"]
    for k in range(90):
        length, width = rng.normal(4 + k % 3, 0.2), rng.normal(1 + k % 3, 0.2)
        colour = rng.choice(["blue", "red"])
        lines.append(f"{length:.2f};{width:.2f};{colour};{KINDS[k % 3]};{k % 3 + 1}".replace(".", ","))
    (tmp_path / "flowers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    x = np.linspace(-2, 2, 60)
    (tmp_path / "wave.csv").write_text(
        "x,y,z\n" + "".join(f"{a},{np.sin(a)},{100 * a}\n" for a in x), encoding="utf-8"
    )
    return tmp_path


def run(capsys, words, code=0):
    assert main(words.split()) == code
    out, err = capsys.readouterr()
    return err if code else out


def test_classes_are_told_from_texts(capsys):
    out = run(capsys, "train flowers.csv --target kind --inputs length,width,colour --standardize --rate 0.02 "
              "--epochs 60 --validation 0.2 -o m.safetensors")  # fmt: skip
    first, network, done, score, where = out.splitlines()
    assert first == (
        "90 rows, 4 inputs. kind has 3 classes: setosa, versicolor, virginica. 18 rows are held back for validation."
    )
    assert (network, done) == ("Network 4-16-3, 131 parameters.", "60 epochs.")
    assert float(score.split("accuracy ")[1].split(".  ")[0][:6]) > 0.95
    assert where == "The model is in m.safetensors."
    assert run(capsys, "predict m.safetensors flowers.csv").splitlines()[:4] == ["kind", *KINDS]
    rows = run(capsys, "predict m.safetensors flowers.csv --probabilities").splitlines()
    assert rows[0] == "setosa,versicolor,virginica"
    assert np.allclose(np.array([row.split(",") for row in rows[1:]], float).sum(axis=1), 1)
    page = run(capsys, "explain m.safetensors --data flowers.csv --row 2 --lang es")
    assert page.startswith("Fila 2 de flowers.csv\n")
    assert "entropía cruzada" in page


def test_numbers_are_told_from_numbers(capsys, place):
    out = run(capsys, "train wave.csv --target y,z --inputs x --hidden 12 --standardize --rate 0.02 --epochs 200 "
              "--optimizer rmsprop --lang es -o m.npz")  # fmt: skip
    assert out.startswith(
        "60 filas, 1 entradas. Números a predecir: y, z.\nRed 1-12-2, 50 parámetros.\n200 épocas.\n"
    )
    assert float(out.split("R² ")[1].split(".\n")[0]) > 0.98
    rows = run(capsys, "predict m.npz wave.csv").splitlines()
    assert rows[0] == "y,z"
    found = np.array([row.split(",") for row in rows[1:]], float)
    assert (found == Model.load("m.npz").predict(np.linspace(-2, 2, 60)[:, None])).all()
    assert run(capsys, "predict m.npz wave.csv -o answers.csv") == ""
    assert (place / "answers.csv").read_text(encoding="utf-8").splitlines() == rows


@pytest.mark.parametrize("words", ["--target place", "--target place --task classification"])
def test_few_whole_numbers_are_classes(capsys, words):
    out = run(capsys, f"train flowers.csv {words} --inputs length,width --epochs 3 -o m.npz")
    assert "place has 3 classes: 1, 2, 3." in out
    assert {*run(capsys, "predict m.npz flowers.csv").split()[1:]} <= {"1", "2", "3"}
    assert "Row 2, 3 of flowers.csv" in run(capsys, "explain m.npz --data flowers.csv --row 2,3")


def test_unless_it_is_said_that_they_are_numbers(capsys):
    out = run(
        capsys, "train flowers.csv --target place --inputs length --task regression --epochs 2 -o m.npz"
    )
    assert "Numbers to predict: place." in out
    assert len(Model.load("m.npz").predict([[1.0]])) == 1


def test_npz_says_its_target(capsys, place):
    X = np.random.default_rng(0).normal(size=(30, 3))
    np.savez(place / "d.npz", X=X, y=(X[:, 0] > 0).astype(int))
    assert "y has 2 classes: 0, 1." in run(capsys, "train d.npz --epochs 2 --hidden none -o m.npz")
    assert run(capsys, "predict m.npz d.npz").startswith("y\n")
    np.savez(place / "new.npz", X=X[:4])
    assert len(run(capsys, "predict m.npz new.npz").splitlines()) == 5
    assert "Row 1 of d.npz" in run(capsys, "explain m.npz --data d.npz")


def test_a_model_made_in_python(capsys, place):
    X = np.random.default_rng(0).normal(size=(30, 2))
    model = Model.mlp([3])
    model.fit(X, X, epochs=1)
    model.save("m.npz")
    np.savez(place / "d.npz", X=X, y=X)
    assert run(capsys, "predict m.npz d.npz").startswith("y1,y2\n")
    assert "Row 30 of d.npz" in run(capsys, "explain m.npz --data d.npz --row 30 --learning-rate 0.5")
    (place / "d.csv").write_text("1,2\n3,4\n")
    assert len(run(capsys, "predict m.npz d.csv").splitlines()) == 3
    assert "does not say which column is the target" in run(capsys, "explain m.npz --data d.csv", 2)


def test_a_checkpoint_is_gone_on_from(capsys):
    words = "train wave.csv --target y --inputs x --checkpoint run.ckpt --resume"
    run(capsys, f"{words} --epochs 3 -o a.npz")
    run(capsys, f"{words} --epochs 7 -o a.npz")
    run(capsys, "train wave.csv --target y --inputs x --epochs 7 -o b.npz")
    assert load_checkpoint("run.ckpt").position["epoch"] == 7
    one, other = Model.load("a.npz").parameters, Model.load("b.npz").parameters
    assert all((one[name] == other[name]).all() for name in one)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("train wave.csv -o m.npz", "Say which column is the target: --target NAME. Known: x, y, z."),
        ("train wave.csv --target w -o m.npz", "wave.csv has no column 'w'"),
        ("train flowers.csv --target knid -o m.npz", "no column 'knid'. Did you mean 'kind'?"),
        ("train wave.csv --target y --inputs y,x -o m.npz", "The column 'y' is an input and the target"),
        ("train wave.csv --target y,y -o m.npz", "The column 'y' is named twice"),
        ("train wave.csv --target x,y,z -o m.npz", "has no column besides the target"),
        ("train wave.csv --target , -o m.npz", "--target is ','; names with commas between"),
        ("train flowers.csv --target kind --task regression -o m.npz", "the column 'kind' has texts, such as 's"),
        ("train flowers.csv --target kind,place -o m.npz", "Only one column can be the class"),
        ("train wave.csv --target y --task sorting -o m.npz", "There is no task 'sorting'. Known: class"),
        ("train wave.csv --target y", "following arguments are required: -o"),
        ("train wave.csv --target y -o m.pkl", "-o m.pkl: a model cannot end in '.pkl'. Known: .safetensors"),
        ("train wave.csv --target y -o no/m.npz", "there is no folder"),
        ("train d.npz --target y -o d.npz", "-o d.npz are the data"),
        ("train no.csv --target y -o m.npz", "no.csv cannot be read: No such file"),
        ("train wave.csv --target y --hidden 3,x -o m.npz", "--hidden must be a whole number from 1"),
        ("train wave.csv --target y --activation sigmoide -o m.npz", "Did you mean 'sigmoid'?"),
        ("train wave.csv --target y --optimizer adan -o m.npz", "no optimizer 'adan'. Did you mean 'adam'?"),
        ("train wave.csv --target y --rate fast -o m.npz", "--rate has 'fast' where a number is expected"),
        ("train wave.csv --target y --rate 0 -o m.npz", "rate is 0; it must be above 0"),
        ("train wave.csv --target y --batch 0 -o m.npz", "--batch must be a whole number from 1"),
        ("train wave.csv --target y --epochs 0 -o m.npz", "--epochs must be a whole number from 1"),
        ("train wave.csv --target y --validation 2 -o m.npz", "validation is 2; a share"),
        ("train wave.csv --target y --resume -o m.npz", "--resume goes with --checkpoint FILE"),
        ("train wave.csv --target y --checkpoint wave.csv -o m.npz", "wave.csv is there already. --resume goes"),
        ("train wave.csv --target y --checkpoint a.zip -o m.npz", "it must end in .safetensors or .ckpt"),
        ("train wave.csv --target y --header maybe -o m.npz", "There is no answer to --header, 'maybe'"),
        ("train wave.csv --target y --lang fr -o m.npz", "There is no language 'fr'"),
        ("train one.csv --target y -o m.npz", "the column 'y' has one class only, 'a', in all 2 rows"),
        ("train gap.csv --target y -o m.npz", "gap.csv, line 3, column 'x': the value is missing"),
        ("train numbers.csv --target y -o m.npz", "Its first row has numbers, so it was taken for data"),
        ("train lost.csv --target y --hidden none --optimizer sgd --rate 1e30 -o m.npz", "No model was written"),
        ("predict no.npz wave.csv", "no.npz cannot be read: No such file"),
        ("predict wave.csv wave.csv", "wave.csv cannot be read: it ends in '.csv'"),
        ("predict d.npz wave.csv", "it was not written by pizarra"),
        ("predict w.npz flowers.csv", "flowers.csv has no column 'x'"),
        ("predict w.npz wave.csv --probabilities", "Under the loss SquaredError the outputs are no probab"),
        ("predict w.npz wave.csv -o no/a.csv", "there is no folder"),
        ("explain w.npz", "A model is explained on data: --data FILE --row 3"),
        ("explain w.npz --data wave.csv --row 61", "wave.csv has 60 rows; --row asks for row 61"),
        ("explain w.npz --data wave.csv --row 0", "--row must be a whole number from 1"),
        ("explain w.npz --data wave.csv --hidden relu", "--hidden goes with a shape such as 2-3-2; w.npz is a mo"),
        ("explain w.npz --data wave.csv --no-bias", "--no-bias goes with a shape"),
        ("explain w.npz --data untold.csv", "untold.csv has no column 'y'"),
        ("explain xor --data wave.csv", "--data goes with a model"),
        ("explain xor --row 3", "--row goes with a model"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_and_writes_nothing(capsys, place, words, says):
    np.savez(place / "d.npz", X=np.eye(3), y=[0, 1, 0])
    for name, text in [("one", "x,y\n1,a\n2,a\n"), ("gap", "x,y\n1,2\n,3\n"), ("numbers", "1,2\n3,4\n"),
                       ("lost", "x,y\n1,2.5\n7,9.5\n"), ("untold", "x\n1\n")]:  # fmt: skip
        (place / f"{name}.csv").write_text(text)
    if " w.npz" in words:
        run(capsys, "train wave.csv --target y --inputs x --epochs 1 --hidden 2 -o w.npz")
    before = sorted(os.listdir(place))
    assert main(words.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    assert lines[-1].startswith("pizarra: error: ")
    assert says in lines[-1]
    assert all(line.startswith("pizarra: warning: ") for line in lines[:-1])
    assert sorted(os.listdir(place)) == before


def test_what_goes_wrong_in_training_is_said_in_ones_language(capsys):
    words = "train wave.csv --target z --inputs x --hidden none --optimizer sgd --rate 0.9 --batch all --epochs 9 "
    assert main(f"{words} --lang es -o m.npz".split()) == 0
    assert capsys.readouterr().err.startswith("pizarra: warning: La pérdida ha subido de ")
    assert main(f"{words} -o m.npz".split()) == 0
    assert capsys.readouterr().err.startswith("pizarra: warning: The loss has grown from ")


def test_unseen_texts_are_named(capsys, place):
    run(capsys, "train flowers.csv --target length --inputs colour --task regression --epochs 1 -o m.npz")
    (place / "new.csv").write_text("colour\nred\ngreen\n")
    said = run(capsys, "predict m.npz new.csv", 2)
    assert "new.csv, row 2, column 'colour': 'green' was not there in training; known are blue, red" in said


def terminal(*words, interrupt=None, encoding="utf-8"):
    """Run on a terminal, and press Ctrl-C once something has been drawn. Gives exit code and what was shown."""
    import pty  # not on Windows

    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": encoding, "TERM": "xterm"}
    pid, screen = pty.fork()
    if pid == 0:
        os.execvpe(sys.executable, [sys.executable, "-m", "pizarra.cli", *words], environment)
    shown, begin = b"", time.monotonic()
    while time.monotonic() - begin < 60:
        try:
            part = os.read(screen, 1 << 16)
        except OSError:
            break
        shown += part
        if interrupt and interrupt in shown:
            os.kill(pid, signal.SIGINT)
            interrupt = None
    os.close(screen)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode(encoding)


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_ctrl_c_on_a_terminal_leaves_a_model_and_a_clean_line(place):
    words = "train wave.csv --target y --inputs x --epochs 1000000 --lang es --checkpoint run.ckpt -o m.npz"
    code, shown = terminal(*words.split(), interrupt=b"quedan")
    assert code == 130
    bars, _, after = shown.partition("\r\n")
    assert bars.startswith("\répoca ")
    assert "━" in bars or "─" in bars
    assert [line for line in bars.split("\r") if len(line) >= 80] == []
    assert "épocas en 0:" in bars.split("\r")[-1]
    assert after.startswith("pizarra: warning: El entrenamiento se interrumpió en la época")
    assert after.endswith("El modelo está en m.npz.\r\n")
    assert Model.load("m.npz").predict([[0.0]]).shape == (1, 1)
    assert load_checkpoint("run.ckpt").position["epoch"] > 0


@pytest.mark.skipif(os.name == "nt", reason="there are no such terminals")
def test_a_terminal_of_ascii_gets_a_bar_of_ascii():
    words = "train wave.csv --target y --inputs x --epochs 1000000 --lang es -o m.npz"
    code, shown = terminal(*words.split(), interrupt=b"quedan", encoding="ascii")
    assert code == 130
    assert shown.startswith("\repoca ")
    assert ".." in shown


def test_there_is_no_bar_in_a_pipe():
    words = "train wave.csv --target y --inputs x --epochs 900 -o m.npz"
    done = subprocess.run(
        [sys.executable, "-m", "pizarra.cli", *words.split()], capture_output=True, check=True
    )
    assert done.stderr == b""
    assert b"\r" not in done.stdout


PIECES = [b",", b";", b'"', b"\n", b"\r", b"nan", b"1e400", b"\xff", b"\x00", b" ", b"-", b"\t"]
CHOICES = {
    "--hidden": ["none", "3", "2,2", "x", "0,1", "999999999"],
    "--task": ["regression", "classification", "?"],
    "--validation": ["0.2", "0.99", "1e-9", "-1"],
    "--header": ["yes", "no"],
    "--batch": ["all", "1", "7"],
    "--rate": ["1e-300", "1e300", "0.1"],
    "--inputs": ["width", "colour", "1,2"],
    "--activation": ["relu", "softmax", "exp"],
    "--clip": ["1", "0", "inf"],
    "--tolerance": ["1", "nan"],
    "--seed": ["18446744073709551615", "5"],
}


def damage(chance, content):
    """Change, cut, insert or repeat bytes."""
    place = chance.randrange(len(content))
    match chance.randrange(5):
        case 0:
            content[place] = chance.randrange(256)
        case 1:
            del content[place : place + chance.randint(1, 30)]
        case 2:
            content[place:place] = chance.choice(PIECES)
        case 3:
            content[place:place] = content[place : place + chance.randint(1, 60)]
        case _:
            del content[place + 1 :]


@pytest.mark.parametrize("count", [20, pytest.param(800, marks=pytest.mark.slow)])
def test_damaged_data_and_odd_options_are_taken_or_refused_in_one_line(capsys, place, count):
    content, codes = (place / "flowers.csv").read_bytes(), []
    for seed in range(count):
        chance = random.Random(seed)
        damaged = bytearray(content)
        for _ in range(chance.choice((0, 0, 1, 1, 2))):
            damage(chance, damaged)
        (place / "d.csv").write_bytes(damaged)
        target = chance.choice(["kind", "place", "length", "length,width", "colour"])
        words = ["train", "d.csv", "--target", target, "--epochs", "2", "-o", "m.npz"]
        for option, values in CHOICES.items():
            words += [option, chance.choice(values)] if chance.random() < 0.08 else []
        words += ["--standardize"] if chance.random() < 0.4 else []
        then = [
            ["predict", "m.npz", "d.csv"],
            ["explain", "m.npz", "--data", "d.csv", "--row", str(seed % 95 + 1)],
        ]
        for command in (words, *then):
            code = main(command)
            err = capsys.readouterr().err
            codes.append(code)
            assert code in (0, 2), (seed, command, err)
            assert all(line.startswith("pizarra: ") and len(line) < 900 for line in err.splitlines()), (
                seed,
                err,
            )
            assert (code == 2) == ("pizarra: error: " in err), (seed, err)
            if code:
                break
    assert codes.count(0) > count / 4
