"""Tries entries of the catalogue in forks of one process, and measures each."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from attrs import frozen

from hostile_catalogue.kit import Entry, Place

__all__ = ["Outcome", "Runner"]


@frozen
class Outcome:
    """How a command ended.

    Attributes:
        code: Exit code; negative the signal that ended it.
        out: Standard output.
        said: Standard error.
        seconds: CPU time, start-up left out.
        megabytes: The largest memory, start-up included.
    """

    code: int
    out: str
    said: str
    seconds: float
    megabytes: float

    @property
    def problems(self) -> list[str]:
        """The problems of a report, one text each."""
        return [line.strip() for line in self.said.split("\n")[1:] if line]


class Runner:
    """Keeps the process that is forked; use it in a `with` statement."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._child = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("fork_server.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.megabytes: float = self._receive()["megabytes"]

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._child.stdin is not None and self._child.stdout is not None
        self._child.stdin.close()
        self._child.wait(timeout=60)
        self._child.stdout.close()

    def tries(self, entry: Entry, place: Place) -> list[Outcome]:
        """Run the commands of an entry on what it made."""
        return [self.run(place.path, *command) for command in entry.commands]

    def run(self, cwd: Path, *arguments: str) -> Outcome:
        """Run one command in a folder."""
        out, said = self._folder / "out", self._folder / "said"
        request = {"arguments": arguments, "cwd": str(cwd), "out": str(out), "said": str(said)}
        assert self._child.stdin is not None
        print(json.dumps(request), file=self._child.stdin, flush=True)
        found = self._receive()
        texts = [each.read_bytes().decode("utf-8", "backslashreplace") for each in (out, said)]
        return Outcome(int(found["code"]), *texts, found["seconds"], found["megabytes"])

    def _receive(self) -> dict[str, float]:
        assert self._child.stdout is not None
        answer: dict[str, float] = json.loads(self._child.stdout.readline())
        return answer
