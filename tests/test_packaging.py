"""What people install: the wheel, built from the sdist, in a virtual environment that knows nothing of the checkout."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_SHIPPED = {".c", ".h", ".pyc", ".so", ".pyd"}

pytestmark = pytest.mark.slow


def run(*command: object, where: Path) -> str:
    done = subprocess.run([str(word) for word in command], cwd=where, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout.strip()


@pytest.fixture(scope="module")
def version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """The wheel, built in a copy, so that nothing is left in the checkout and nothing left there is used."""
    place = tmp_path_factory.mktemp("build")
    leave = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.so", "*.pyd", "*.pyc")
    shutil.copytree(ROOT / "src", place / "src", ignore=leave)
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, place)
    run(sys.executable, "-m", "build", "--outdir", place / "dist", where=place)
    [built] = (place / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def scripts(wheel, tmp_path_factory) -> Path:
    """The folder of programs of a fresh virtual environment in which the wheel is installed."""
    place = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", "venv", where=place)
    folder = place / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    run(folder / "python", "-m", "pip", "install", "--quiet", wheel, where=place)
    return folder


def test_the_wheel_carries_every_file(wheel):
    package = ROOT / "src" / "pizarra"
    here = {
        f"pizarra/{file.relative_to(package).as_posix()}"
        for file in package.rglob("*")
        if file.is_file() and file.suffix not in NOT_SHIPPED
    }
    carried = {
        entry
        for entry in zipfile.ZipFile(wheel).namelist()
        if entry.startswith("pizarra/") and Path(entry).suffix not in NOT_SHIPPED
    }
    assert carried == here
    assert "pizarra/py.typed" in carried


def test_it_is_imported_from_elsewhere(scripts, version, tmp_path):
    code = "import pizarra; print(pizarra.__file__); print(pizarra.__version__); from pizarra import *"
    file, told = run(scripts / "python", "-c", code, where=tmp_path).splitlines()
    assert scripts.parent in Path(file).parents
    assert (Path(file).parent / "py.typed").is_file()
    assert told == version


@pytest.mark.skipif(not list((ROOT / "src" / "pizarra").glob("cli*")), reason="there is no command line yet")
def test_the_command_tells_its_version(scripts, version, tmp_path):
    assert version in run(scripts / "pizarra", "--version", where=tmp_path)
