"""The Baltimore case: a workspace that reads the city's tables as they are."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cximpact

CASE = Path(__file__).parent
Rows = list[dict[str, str]]
sys.path.insert(0, str(CASE))  # for `baltimore_figures`


@pytest.fixture(scope="session")
def read_rows(baltimore_data: Path) -> Callable[[str], Rows]:
    """Return a plain reader of one of the city's tables, for independent counts."""

    def read(name: str) -> Rows:
        with (baltimore_data / name).open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    return read


@pytest.fixture(scope="session")
def baltimore_workspace(
    baltimore_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path | None], Path]:
    """Return a maker of workspace folders: the case's two documents beside a link to the data."""

    def make(data: Path | None = None) -> Path:
        folder = tmp_path_factory.mktemp("baltimore")
        for name in ("cximpact.yaml", "scorecard.yaml"):
            shutil.copy(CASE / name, folder)
        (folder / "data").symlink_to(data or baltimore_data, target_is_directory=True)
        return folder

    return make


@pytest.fixture(scope="session")
def evaluation(baltimore_workspace: Callable[..., Path]) -> cximpact.Evaluation:
    """Return the evaluation of the case, made once for all tests."""
    return cximpact.evaluate(cximpact.load(baltimore_workspace()))
