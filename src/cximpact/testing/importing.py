"""What importing a module does: measured in a fresh process, with some packages out of reach."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

__all__ = ["Imported", "import_afresh"]

_PROGRAM = """
import importlib, json, sys, threading, time
module, report, *blocked = sys.argv[1:]

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in blocked:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)

sys.meta_path.insert(0, Blocked())
import cximpact.plugins
before, threads = set(sys.modules), threading.active_count()
start, error = time.perf_counter(), ""
try:
    importlib.import_module(module)
except BaseException as caught:
    error = f"{type(caught).__name__}: {caught}"
seconds = time.perf_counter() - start
found = {
    "seconds": seconds, "error": error, "loaded": sorted(set(sys.modules) - before),
    "threads": threading.active_count() - threads,
}
with open(report, "w", encoding="utf-8") as file:
    json.dump(found, file)
"""


@frozen
class Imported:
    """What came of importing a module.

    Attributes:
        seconds: How long it took, beyond `cximpact.plugins`.
        error: What it raised; "" where nothing.
        loaded: The modules it brought in.
        threads: How many threads it started.
        printed: What it wrote to standard output and standard error.
    """

    seconds: float
    error: str
    loaded: tuple[str, ...]
    threads: int
    printed: str


def import_afresh(module: str, *, without: Sequence[str] = ()) -> Imported:
    """Import a module in a fresh process.

    Args:
        module: Its dotted name.
        without: Packages that cannot be imported there.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        done = subprocess.run(  # noqa: S603  (this Python, our own program)
            [sys.executable, "-c", _PROGRAM, module, str(report), *without],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        printed = done.stdout + done.stderr
        if not report.exists():
            ended = f"the process ended with {done.returncode}"
            return Imported(0.0, ended, (), 0, printed)
        found = json.loads(report.read_text("utf-8"))
    loaded = tuple(found["loaded"])
    return Imported(found["seconds"], found["error"], loaded, found["threads"], printed)
