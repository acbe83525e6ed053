"""A real office suite, headless, as the referee of what we write."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

# Without this the office shows stored results and calculates nothing.
_ALWAYS = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items '
    'xmlns:oor="http://openoffice.org/2001/registry"><item '
    'oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" '
    'oor:op="fuse"><value>0</value></prop></item></oor:items>'
)
_SECONDS = 300


class Office:
    """LibreOffice with a profile of its own."""

    def __init__(self, program: str, profile: Path) -> None:
        self._program, self._profile = program, profile
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS)

    def convert(self, files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
        """Return the files in another kind (`xlsx`: every formula calculated anew, `pdf`, `csv`).

        All in one process: starting the office takes longer than most files do.
        """
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            *(self._program, "--headless", "--norestore", "--nolockcheck"),
            *(f"-env:UserInstallation={self._profile.as_uri()}", "--convert-to", kind),
            *("--outdir", str(folder), *map(str, files)),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS)
        made = [folder / f"{file.stem}.{kind.partition(':')[0]}" for file in files]
        missing = [str(path) for path in made if not path.exists()]
        assert not missing, f"not made: {missing}; {done.stdout[-500:]} {done.stderr[-500:]}"
        return made


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Return a headless office; without one, skip here and fail in CI."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        reason = "LibreOffice is not installed: apt-get install libreoffice-calc"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return Office(program, tmp_path_factory.mktemp("office"))
