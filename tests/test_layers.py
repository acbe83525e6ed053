"""Data flows one way: a layer imports only from the layers above it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "cximpact"
LAYERS = [
    "version",
    "exceptions",
    "model",
    "evidence",
    "scoring",
    "decision",
    "explain",
    "schemas",
    "writing",
    "intake",
    "sources",
    "warehouse",
    "plugins",
    "snapshots",
    "pipeline",
    "report",
    "demo",
    "api",
    "testing",
    "authoring",
    "spreadsheet",
    "cli",
]
PURE = ("model", "evidence", "scoring", "decision", "explain")
IMPURE_MODULES = {
    "datetime.datetime.now",
    "duckdb",
    "http",
    "io",
    "os",
    "pandas",
    "pathlib",
    "random",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "urllib",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_its_own_layer_and_those_above(path: Path) -> None:
    own = layer_of(path)
    if own in ("__init__", "__main__", "scorecards"):
        return
    assert own in LAYERS, f"{own} has no place among the layers"
    allowed = LAYERS[: LAYERS.index(own) + 1]
    used = {name.split(".")[1] for name in imported(path) if name.startswith("cximpact.")}
    assert used <= {*allowed}, f"{path.name} reaches down to {used - {*allowed}}"


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if layer_of(path) in PURE],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_the_pure_middle_knows_no_files_network_clock_or_chance(path: Path) -> None:
    tops = {name.split(".")[0] for name in imported(path)}
    assert not tops & IMPURE_MODULES
    text = path.read_text(encoding="utf-8")
    assert ".today(" not in text
    assert ".now(" not in text
    if path.name != "streams.py":  # the one place where chance comes from, seeded by its keys
        assert "np.random" not in text
    assert not re.search(r"(?<!def )(?<![\w.])open\(", text)
