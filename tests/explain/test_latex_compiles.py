"""Every page of the gallery as a LaTeX document, through pdfLaTeX."""

import re
import shutil
import subprocess

import pytest

from pizarra.explain import explain
from pizarra.language import LANGUAGES

from .pages import GALLERY, solution

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no pdflatex"),
]


def log_of(document, folder):
    (folder / "page.tex").write_text(document, encoding="utf-8")
    command = ["pdflatex", "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "page.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    log = (folder / "page.log").read_text(encoding="latin-1")
    assert done.returncode == 0, log[-3000:]
    return log


def overfull(log):
    """Give by how many points lines stick out, those over 20."""
    return [
        float(points) for points in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log) if float(points) > 20
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", GALLERY)
def test_it_compiles_and_nothing_sticks_out(name, language, tmp_path):
    log = log_of(solution(name, language=language).latex(), tmp_path)
    assert overfull(log) == []
    assert "Missing character" not in log


@pytest.mark.parametrize(
    "options", [{"steps": 3}, {"decimals": 8}, {"notation": "nielsen"}, {"notation": "seed-000"}]
)
def test_other_pages_compile(options, tmp_path):
    log_of(solution("four-points", **options).latex(), tmp_path)


def test_a_large_network_compiles(tmp_path):
    import numpy as np

    rng = np.random.default_rng(0)
    layers = [rng.normal(size=(30, 40)), "relu", rng.normal(size=(10, 30))]
    log_of(explain(layers, rng.normal(size=40), 3, loss="softmax_cross_entropy").latex(), tmp_path)
