"""Writes in processes that are killed, and prints what they left as JSON.

It is a program of its own, since a process with several threads must not fork.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import file_writers as writers

# Those that put several files one by one into a folder that is there can be cut in between.
ONE_BY_ONE = ("demo_in_a_folder", "first_list", "starter", "plugin_in_a_folder")


def child(work: Callable[[], object]) -> int:
    """Start a process that does something; return its number."""
    number = os.fork()
    if number == 0:
        try:
            work()
        except BaseException:
            os._exit(1)
        os._exit(0)
    return number


def allowed(
    name: str, found: dict[str, bytes], old: dict[str, bytes], new: dict[str, bytes]
) -> bool:
    """Return whether nothing is torn: all of the old, all of the new, or some whole new files."""
    if found in (old, new):
        return True
    key = "pyproject.toml" if "plugin" in name else "cximpact.yaml"
    return (
        name in ONE_BY_ONE
        and old.items() <= found.items() <= new.items()
        and not any(path.endswith(key) for path in found)
    )


def kill(name: str, folder: Path, points: int, seed: int) -> None:
    """Kill a writer at calls and after times chosen by chance; the next run goes on from there."""
    writer, chance, counts = writers.WRITERS[name], random.Random(seed), Counter()
    old = writers.content(writers.fresh(folder))
    started = time.perf_counter()
    with writers.broken(lambda *_: None) as calls:
        writer(folder)
    usual, new, torn = time.perf_counter() - started, writers.content(folder), []
    for round_ in range(points):
        left = writers.temporary(folder)
        for path in old:
            (folder / path).write_bytes(old[path])
        at = chance.randrange(len(calls)) if round_ % 2 else None
        writers.fresh(folder)
        number = child(lambda at=at: _until(writer, folder, at))
        if at is None:
            time.sleep(chance.uniform(0, 1.1 * usual))
            os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        found = writers.content(folder)
        counts["old" if found == old else "new" if found == new else "some"] += 1
        if not allowed(name, found, old, new):
            torn.append(f"round {round_}, call {at}: {sorted(found)}")
        counts["temporary"] += bool(writers.temporary(folder) or left)
        if found == old:
            # What the killed run left is cleared away, or at least in nobody's way.
            writer(folder)
            if writers.content(folder) != new or writers.temporary(folder):
                torn.append(
                    f"round {round_}, call {at}: the next run left {list(folder.iterdir())}"
                )
    print(json.dumps({**counts, "torn": torn}))  # noqa: T201


def _until(writer: writers.Writer, folder: Path, at: int | None) -> None:
    def deadly(count: int, _: str) -> None:
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)

    with writers.broken(deadly):
        writer(folder)


if __name__ == "__main__":
    kill(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
