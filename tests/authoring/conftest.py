"""A fresh environment that sees the packages of this one, so that nothing is downloaded."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def fresh_python(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return what runs the Python of a fresh environment with some words."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=False)
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    found = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    )
    # Whatever is importable here (installed or editable) is importable there.
    seen = [path for path in sys.path if Path(path).is_dir() and "site-packages" in path]
    sources = str(Path(__file__).parents[2] / "src")
    Path(found.stdout.strip(), "linked.pth").write_text("\n".join([sources, *seen]), "utf-8")

    def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, *words], cwd=cwd, capture_output=True, text=True, timeout=600, check=False
        )

    return run
