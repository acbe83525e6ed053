"""The demo company twice: from its files, and from the systems where its evidence lives."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from unittest import mock

import pytest

import cximpact

CASE = Path(__file__).parent
DEMO = Path(str(files("cximpact.demo").joinpath("workspace")))
sys.path.insert(0, str(CASE))  # for `stand_ins` and the others


@contextmanager
def connected(folder: Path) -> Iterator[dict[str, str]]:
    """Run the systems, and say in the environment where they are."""
    from stand_ins import systems

    folder.mkdir()
    with systems(folder) as environment, mock.patch.dict(os.environ, environment):
        yield environment


@pytest.fixture(scope="session")
def by_systems(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, cximpact.Evaluation]:
    """Return the workspace and its evaluation from the systems, which are gone by now."""
    from run_systems import make_workspace

    folder = tmp_path_factory.mktemp("connected")
    workspace = make_workspace(folder / "workspace")
    with connected(folder / "systems"):
        return workspace, cximpact.evaluate(cximpact.load(workspace))


@pytest.fixture(scope="session")
def by_files() -> cximpact.Evaluation:
    """Return the evaluation of the demo from its files."""
    return cximpact.evaluate(cximpact.load(DEMO))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    from run_systems import make_workspace

    return make_workspace(tmp_path / "workspace")


@pytest.fixture
def run_systems(tmp_path: Path) -> Callable[[], object]:
    return lambda: connected(tmp_path / "systems")
