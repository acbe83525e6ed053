"""Files that stay are written by `cximpact.writing` alone; others write where things go away."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "cximpact"
WRITES = {
    *("write_text", "write_bytes", "copyfile", "copytree", "copy2", "move", "to_csv"),
    *("to_parquet", "to_excel", "mkstemp", "NamedTemporaryFile"),
}
FOR_A_WHILE = {
    "intake/starting/starter.py": "the first list, in a temporary folder, to be read as any list",
    "plugins/isolation/": "rows and limits of a process that is soon over",
    "snapshots/tables.py": "tables on their way, in a temporary folder",
    "sources/": "tables that DuckDB reads, in a temporary folder",
    "spreadsheet/template/kept_tables.py": "a table, to be read, in a temporary folder",
    "testing/": "workspaces of tests",
}


def _writes(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        modes = [
            each.value
            for each in (*node.args, *(k.value for k in node.keywords))[:2]
            if isinstance(each, ast.Constant)
        ]
        is_open = name == "open" and any(
            isinstance(mode, str) and set(mode) & set("wxa+") and len(mode) <= 3 for mode in modes
        )
        if name in WRITES or is_open:
            found.append(name)
    return found


def test_every_file_that_stays_is_written_in_one_way() -> None:
    strays = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).as_posix()
        if not place.startswith(("writing/", *FOR_A_WHILE)) and (found := _writes(path)):
            strays[place] = found
    assert strays == {}


def test_the_exceptions_are_still_there() -> None:
    for place in FOR_A_WHILE:
        paths = (
            [PACKAGE / place] if place.endswith(".py") else list((PACKAGE / place).rglob("*.py"))
        )
        assert any(_writes(path) for path in paths), place
