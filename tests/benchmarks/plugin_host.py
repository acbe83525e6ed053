"""What ten installed plugins cost those who do not use them, and those who do, as ratios.

Run it with ``python tests/benchmarks/plugin_host.py``. Each command runs in turn with ten
plugins on the path and with none; the fastest run of each counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

PLUGINS = 10
ROUNDS = 11
MODULE = """
from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl

@hookimpl
def cximpact_plugin_info():
    return PluginInfo("{name}", "Nothing of use")

@hookimpl
def cximpact_evidence_sources():
    schema = {{"type": "object"}}
    return [EvidenceSource("{name}-rows", "Rows", ["observations"], schema, print)]
"""
OPEN = "from cximpact.plugins.hosting.host import open_host; host = open_host();"
COMMANDS: Mapping[str, tuple[str, ...]] = {
    "cximpact --help": ("-m", "cximpact", "--help"),
    "cximpact --version": ("-m", "cximpact", "--version"),
    "open the host": ("-c", OPEN),
    "open the host, use the file source": ("-c", f"{OPEN} host.source('file')"),
    "open the host, ask all plugins": ("-c", f"{OPEN} host.cards()"),
    "cximpact plugins": ("-m", "cximpact", "plugins"),
}


def install(folder: Path) -> None:
    """Write ten distributions as an installer leaves them."""
    for number in range(PLUGINS):
        name = f"bench{number}"
        (folder / f"{name}.py").write_text(MODULE.format(name=name), "utf-8")
        info = folder / f"cx_{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: cx-{name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[cximpact]\n{name} = {name}\n", "utf-8")


def seconds(arguments: tuple[str, ...], path: Path) -> float:
    """Return how long a process takes with a folder on its path."""
    # Other plugins of this environment are ruled out, so that ten are ten and none is none.
    allowed = ",".join(f"bench{number}" for number in range(PLUGINS))
    environ = {**os.environ, "PYTHONPATH": str(path), "CXIMPACT_PLUGINS": allowed}
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env=environ)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print the table."""
    table = Table("what", "ten plugins, s", "none, s", "ratio")
    with tempfile.TemporaryDirectory() as ten, tempfile.TemporaryDirectory() as none:
        install(Path(ten))
        for title, arguments in COMMANDS.items():
            pairs = [
                (seconds(arguments, Path(ten)), seconds(arguments, Path(none)))
                for _ in range(ROUNDS)
            ]
            with_ten, without = (min(each) for each in zip(*pairs, strict=True))
            ratio = f"{with_ten / without:.2f}"
            table.add_row(title, f"{with_ten:.3f}", f"{without:.3f}", ratio)
    Console().print(table)


if __name__ == "__main__":
    main()
