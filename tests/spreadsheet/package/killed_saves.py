"""Saves a workbook in processes that are killed, and prints what they left as JSON.

It is a program of its own, since a process with several threads must not fork.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cximpact.exceptions import InputError
from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.parts import Parts
from cximpact.spreadsheet.package.saving import save

SHEET = "xl/worksheets/sheet1.xml"
CALLS = "open write lseek fsync close replace link unlink chmod utime".split()


def changed(source: Path, target: Path, round_: int, *, backup: bool) -> None:
    """Save a workbook with a sheet that differs from round to round."""
    parts = Parts.open(source)
    changes = Changes(parts)
    noise = random.Random(round_)
    changes.replace(SHEET, lambda: (noise.randbytes(40_000) for _ in range(12)))
    save(parts, changes, target, backup=backup)


def child(work: Callable[[], None]) -> int:
    """Start a process that does something; return its number."""
    number = os.fork()
    if number == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return number


class Watch:
    """Compares what is there with what may be there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.counts: Counter[str] = Counter()
        self.violations: list[str] = []
        self._scratch = path.parent.parent / "expected.xlsx"

    def expected(self, round_: int) -> tuple[bytes, bytes]:
        """Return the workbook before and after a round."""
        changed(self.path, self._scratch, round_, backup=False)
        return self.path.read_bytes(), self._scratch.read_bytes()

    def look(self, where: str, old: bytes, new: bytes, *, backup: bool) -> None:
        """Note what a killed process left, and what of it must not be."""
        now = self.path.read_bytes()
        kept = {file: file.read_bytes() for file in self.path.parent.glob("*.backup-*")}
        self.counts["old" if now == old else "new"] += 1
        self.counts["temporary"] += bool(list(self.path.parent.glob(".*")))
        if now not in (old, new):
            self.violations.append(f"{where}: neither the old nor the new workbook")
        if backup and old not in (now, *kept.values()):
            self.violations.append(f"{where}: the old workbook is lost")
        if any(content != old for content in kept.values()):
            self.violations.append(f"{where}: a backup is not whole")
        for file in kept:
            file.unlink()

    def finish(self) -> None:
        """Save once undisturbed, and print the findings."""
        changed(self.path, self.path, -1, backup=False)
        left = [file.name for file in self.path.parent.iterdir()]
        if left != [self.path.name]:
            self.violations.append(f"left behind: {left}")
        print(json.dumps({**self.counts, "violations": self.violations}))  # noqa: T201


def kill_at_random(path: Path, points: int, seed: int) -> None:
    """Kill processes after random times; each goes on from what the one before it left."""
    watch, chance = Watch(path), random.Random(seed)
    started = time.perf_counter()
    for round_ in range(5):
        os.waitpid(child(lambda r=round_: changed(path, path, 1000 + r, backup=False)), 0)
    usual = (time.perf_counter() - started) / 5
    for round_ in range(points):
        backup = round_ % 3 > 0
        old, new = watch.expected(round_)
        number = child(lambda r=round_, b=backup: changed(path, path, r, backup=b))
        time.sleep(chance.uniform(0, 1.1 * usual))
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        watch.look(f"round {round_}", old, new, backup=backup)
    watch.finish()


def kill_at_calls(path: Path, links: int) -> None:
    """Kill a process at each call to the system: before it, after it, or in the midst of it."""
    watch, at, ended = Watch(path), 0, False
    while not ended:
        old, new = watch.expected(at)
        for moment in ("before", "midst", "after"):
            if path.read_bytes() != old:
                path.write_bytes(old)
            number = child(lambda a=at, m=moment: _die(path, a, m, bool(links)))
            ended = os.waitpid(number, 0)[1] == 0
            watch.counts["points"] += 1
            watch.look(f"call {at}, {moment}", old, new, backup=True)
        at += 1
    watch.finish()


def _die(path: Path, at: int, moment: str, links: bool) -> None:
    """Save, and be killed at one call to the system."""
    count = 0

    def deadly(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            nonlocal count
            if name == "link" and not links:
                raise PermissionError(1, "Operation not permitted")
            count += 1
            if count - 1 != at:
                return real(*arguments, **options)
            if moment == "midst" and name == "write":
                handle, data = arguments
                real(handle, bytes(data)[: len(data) // 2])  # type: ignore[arg-type, call-overload]
            if moment == "after":
                with suppress(OSError):
                    real(*arguments, **options)
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError

        return call

    for name in CALLS:
        setattr(os, name, deadly(name, getattr(os, name)))
    changed(path, path, at, backup=True)


def save_together(path: Path, processes: int, times: int) -> None:
    """Let several processes count up a number in one workbook at the same time."""
    watch = Watch(path)
    _count_up(path, start=True)
    numbers = [child(lambda: _many(path, times)) for _ in range(processes)]
    for number in numbers:
        if os.waitpid(number, 0)[1] != 0:
            watch.violations.append("a run ended by another error than ours")
    with zipfile.ZipFile(path) as archive:
        watch.counts["sum"] = int(archive.read(SHEET))
        if archive.testzip() is not None:
            watch.violations.append("the workbook is damaged")
    tallies = path.parent.parent.glob("tally-*")
    watch.counts["saved"] = sum(int(file.read_text()) for file in tallies)
    watch.finish()


def _many(path: Path, times: int) -> None:
    saved = 0
    for _ in range(times):
        try:
            _count_up(path)
            saved += 1
        except InputError:
            time.sleep(0.003)
    (path.parent.parent / f"tally-{os.getpid()}").write_text(str(saved))


def _count_up(path: Path, *, start: bool = False) -> None:
    parts = Parts.open(path)
    changes = Changes(parts)
    number = b"0" if start else b"%d" % (int(parts.read(SHEET)) + 1)
    changes.replace(SHEET, number)
    save(parts, changes, path, backup=False)


if __name__ == "__main__":
    modes = {"random": kill_at_random, "calls": kill_at_calls, "together": save_together}
    modes[sys.argv[2]](Path(sys.argv[1]), *map(int, sys.argv[3:]))
