"""Tries entries of the catalogue in forks of one process, and measures each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from attrs import frozen
from hostile_catalogue.kit import Entry, Place

__all__ = ["MOST_MEGABYTES", "MOST_SECONDS", "Outcome", "Runner"]

MOST_SECONDS = 2
MOST_MEGABYTES = 200


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
    """Keeps two processes that are forked; use it in a `with` statement."""

    def __init__(self, folder: Path) -> None:
        self._servers = [_Server(folder, number) for number in range(2)]
        # Before anything is asked.
        self.megabytes = max(server.receive()["megabytes"] for server in self._servers)

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in self._servers:
            server.close()

    def tries(self, entry: Entry, place: Place) -> list[Outcome]:
        """Run the two commands of an entry on what it made, side by side."""
        return [
            self.alone(place, command) if outcome.megabytes > MOST_MEGABYTES else outcome
            for outcome, command in zip(
                self._side_by_side(entry, place), entry.commands, strict=True
            )
        ]

    def _side_by_side(self, entry: Entry, place: Place) -> list[Outcome]:
        pairs = list(zip(self._servers, entry.commands, strict=True))
        for server, command in pairs:
            server.send(place.path, command)
        return [server.outcome() for server, _ in pairs]

    def alone(self, place: Place, command: Sequence[str]) -> Outcome:
        """Run a command in a new process, as people do; the time it takes to start counts.

        What a fork is said to take is an upper bound: it counts parts of libraries twice that a
        process has once, and modules it has no use for.
        """
        self._servers[0].send(place.path, command, alone=True)
        return self._servers[0].outcome()


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "backslashreplace")


class _Server:
    """A process that is forked for each request."""

    def __init__(self, folder: Path, number: int) -> None:
        self._files = folder / f"out{number}", folder / f"said{number}"
        self._child = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("fork_server.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self, cwd: Path, arguments: Sequence[str], *, alone: bool = False) -> None:
        out, said = map(str, self._files)
        request = {
            "arguments": arguments,
            "cwd": str(cwd),
            "out": out,
            "said": said,
            "alone": alone,
        }
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(request) + "\n")
        self._child.stdin.flush()

    def outcome(self) -> Outcome:
        found = self.receive()
        out, said = map(_text, self._files)
        return Outcome(int(found["code"]), out, said, found["seconds"], found["megabytes"])

    def close(self) -> None:
        assert self._child.stdin is not None and self._child.stdout is not None
        self._child.stdin.close()
        self._child.wait(timeout=60)
        self._child.stdout.close()

    def receive(self) -> dict[str, float]:
        assert self._child.stdout is not None
        answer: dict[str, float] = json.loads(self._child.stdout.readline())
        return answer
