"""A small valid workspace with every kind of file, and a way to see what is said once it is broken."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from attrs import frozen

from cximpact.cli import main

sys.path.insert(0, str(Path(__file__).parent))  # for `hostile_catalogue`

from hostile_catalogue.kit import Place
from hostile_catalogue.sound_files import (
    MORE_EVIDENCE,
    write_parquet,
    write_sound,
    write_workbook,
)


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A valid workspace; not to be changed."""
    folder = tmp_path_factory.mktemp("sound")
    write_sound(folder)
    return folder


class Folder(Place):
    """A copy of the valid workspace, to be broken."""

    def fresh(self, name: str) -> Folder:
        """Return another copy, as sound as this one, beside it."""
        return Folder(Path(shutil.copytree(self.path, self.path.parent / f"for {name}")))

    def add_more_evidence(self) -> None:
        """Add a workbook and a Parquet file."""
        self.add("cximpact.yaml", MORE_EVIDENCE)
        write_workbook(self.path / "hours.xlsx")
        write_parquet(self.path / "calls.parquet")


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Folder:
    """A copy of the valid workspace that a test may break."""
    return Folder(Path(shutil.copytree(sound, tmp_path / "ws")))


@frozen
class Answer:
    """What the command said, how it ended, and the CPU time it took.

    Attributes:
        code: Exit code.
        out: Standard output.
        said: Standard error.
        seconds: CPU time of the process.
    """

    code: int
    out: str
    said: str
    seconds: float

    @property
    def problems(self) -> Sequence[str]:
        """The problems of a report, one text each; `validate` ends with what is next."""
        lines = self.said.splitlines()[1:]
        return [line.strip() for line in lines if not line.startswith("Next: ")]


Run = Callable[..., Answer]


@pytest.fixture(scope="session")
def _warm(sound: Path) -> None:
    """Import everything once, so that start-up is not counted."""
    import cximpact

    cximpact.evaluate(sound)


@pytest.fixture
def run(_warm: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line in this process."""

    def _run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["cximpact", *map(str, arguments)])
        capsys.readouterr()
        start = time.process_time()  # other work on the machine does not count
        with pytest.raises(SystemExit) as ended:
            main()
        seconds = time.process_time() - start
        said = capsys.readouterr()
        return Answer(int(ended.value.code or 0), said.out, said.err, seconds)

    return _run


@pytest.fixture
def refused(run: Run, folder: Folder) -> Callable[..., Answer]:
    """Evaluate the broken workspace, and make sure that it is refused as all bad input is."""

    def _refused(*words: str) -> Answer:
        answer = run("evaluate", folder.path)
        assert answer.code == 1, answer.said + answer.out
        assert answer.seconds < 2
        assert "Traceback" not in answer.said
        assert answer.out == ""
        assert all(len(problem) < 2000 for problem in answer.problems)
        found = [each for each in answer.problems if all(word in each for word in words)]
        assert found, f"no problem says {words}:\n{answer.said}"
        return answer

    return _refused
