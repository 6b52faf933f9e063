"""What all tests share: hypothesis profiles, golden files, the folder of shared material."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# Programs to be read, not modules to be imported: some are wrong, all run when they are.
collect_ignore = [
    "programs",
    "more_programs",
    "yet_more_programs",
    "still_more_programs",
    "unseen_programs",
    "fresh_programs",
    "late_programs",
    "sealed_programs",
    "held_programs",
    "kept_programs",
    "spare_programs",
    "aside_programs",
]

ROOT = Path(__file__).resolve().parent.parent

# Both name every setting that hypothesis would change by itself when it sees that it runs in CI. There the examples are
# always the same: what is refused should be what a change did. Who develops meets new ones at every run.
settings.register_profile("dev", max_examples=20, deadline=None, derandomize=False)
settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write what is produced over the golden files"
    )


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten rather than compared."""
    return request.config.getoption("--update-golden")


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a program, or what it reads, into a folder of its own."""

    def write(text: str, name: str = "mine.py") -> Path:
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material beside the checkout. Without it the test is skipped."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("there is no folder ../shared")
    return folder
