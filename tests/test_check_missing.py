"""Modules that the interpreter does not have: what the program takes of them is stood in for, or it is said."""

import subprocess
import sys
import venv
from pathlib import Path

import numpy as np
import pytest

from pizarra.program import check_program
from pizarra.program.child import scikit

HEAD = """\
import numpy as np
import matplotlib.pyplot as plt
from sklearn.datasets import make_moons
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import accuracy_score

X, y = make_moons(60, noise=0.2, random_state=3)
X = StandardScaler().fit_transform(X)
X, X_test, y, y_test = train_test_split(X, y.reshape(-1, 1), test_size=0.2, random_state=1)
"""
TRAINING = """\
rng = np.random.default_rng(0)
W, b = rng.normal(size=(2, 5)), np.zeros(5)
V, c = rng.normal(size=(5, 1)), np.zeros(1)
for epoch in range(50):
    a = np.tanh(X @ W + b)
    p = 1 / (1 + np.exp(-(a @ V + c)))
    d = (p - y) / len(X)
    e = d @ V.T * (1 - a * a)
    V -= 0.5 * a.T @ d
    c -= 0.5 * d.sum(0)
    W -= 0.5 * X.T @ e
    b -= 0.5 * e.sum(0)
print(accuracy_score(y, p > 0.5))
plt.plot(p)
plt.show()
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """An interpreter that has NumPy and nothing else: this one's, beside an empty folder of packages."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    told = subprocess.run(
        [str(python), "-c", "import site; print(site.getsitepackages()[0])"], capture_output=True, text=True
    )
    packages, whole = Path(told.stdout.strip()), Path(np.__file__).parent
    for one in (whole, whole.parent / "numpy.libs"):
        if one.exists():
            (packages / one.name).symlink_to(one, target_is_directory=True)
    return str(python)


def written(tmp_path, text):
    file = tmp_path / "program.py"
    file.write_text(text, encoding="utf-8")
    return file


def test_what_stands_beside_a_training_is_stood_in_for(tmp_path, bare):
    right = check_program(written(tmp_path, HEAD + TRAINING), python=bare)
    assert right.verdict == "correct", right.text()
    assert "sklearn is not installed here" in right.text("en")
    assert "sklearn no está instalado aquí" in right.text("es")
    assert "matplotlib is not installed here" in right.text("en")
    wrong = check_program(written(tmp_path, HEAD + TRAINING.replace("(1 - a * a)", "(1 - a)")), python=bare)
    assert [(f.source.strip(), f.finding.fault) for f in wrong.findings] == [
        ("e = d @ V.T * (1 - a)", "derivative-incomplete")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "from sklearn.datasets import load_iris",
        "from sklearn.neural_network import MLPClassifier",
        "import pandas",
    ],
)
def test_what_cannot_be_stood_in_for_is_missing_and_said(tmp_path, bare, line):
    report = check_program(written(tmp_path, f"{line}\n{HEAD}{TRAINING}"), python=bare)
    assert report.verdict == "unclear"
    assert "line 1" in report.text("en").lower()
    assert f"No module named '{'pandas' if 'pandas' in line else 'sklearn'}'" in report.text("en")


def test_the_stand_ins_part_and_scale_as_scikit_learn_does():
    model_selection = pytest.importorskip("sklearn.model_selection")
    from sklearn import metrics, preprocessing

    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(23, 3)), rng.integers(0, 3, size=23)
    for more in ({}, {"test_size": 0.3}, {"test_size": 5}, {"train_size": 0.5}, {"shuffle": False}):
        if more.get("shuffle", True):
            more = {**more, "random_state": 7}
        theirs = model_selection.train_test_split(X, y, **more)
        ours = scikit.train_test_split(X, y, **more)
        assert all(np.array_equal(a, b) for a, b in zip(theirs, ours, strict=True)), more
    for name in ("StandardScaler", "MinMaxScaler"):
        theirs, ours = getattr(preprocessing, name)().fit(X), getattr(scikit, name)().fit(X)
        np.testing.assert_allclose(ours.transform(X), theirs.transform(X), rtol=1e-12)
        np.testing.assert_allclose(ours.inverse_transform(X), theirs.inverse_transform(X), rtol=1e-12)
    codes = preprocessing.OneHotEncoder().fit_transform(y[:, None]).toarray()
    assert np.array_equal(scikit.OneHotEncoder().fit_transform(y[:, None]).toarray(), codes)
    assert np.array_equal(
        scikit.LabelBinarizer().fit_transform(y), preprocessing.LabelBinarizer().fit_transform(y)
    )
    words = np.array(["b", "a", "c", "a"])
    assert np.array_equal(
        scikit.LabelEncoder().fit_transform(words), preprocessing.LabelEncoder().fit_transform(words)
    )
    told = rng.integers(0, 3, size=23)
    for name in (
        "accuracy_score",
        "confusion_matrix",
        "mean_squared_error",
        "mean_absolute_error",
        "r2_score",
    ):
        np.testing.assert_allclose(getattr(scikit, name)(y, told), getattr(metrics, name)(y, told))
