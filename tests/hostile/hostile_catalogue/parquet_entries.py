"""Hostile Parquet: cut, lying about itself, with columns that are no cells."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hostile_catalogue.kit import Build, Shelf, listed

__all__ = ["ENTRIES", "table"]

ENTRIES = Shelf("parquet", base="list")
refuse, accept, say = ENTRIES.refuse, ENTRIES.accept, ENTRIES.say
LIST = "list.parquet"
MEGABYTE = 1024 * 1024
SOUND = "SELECT 'a' AS id, 'Idea' AS title, 'it' AS unit, 1000 AS cost, 4 AS ease"


@cache
def table(sql: str = SOUND) -> bytes:
    """Return what a query gives as the bytes of a Parquet file."""
    import duckdb

    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as connection:
        file = Path(folder, "a.parquet")
        connection.sql(sql).write_parquet(str(file))
        return file.read_bytes()


def changed(change: Callable[[bytes], bytes], sql: str = SOUND) -> Build:
    return listed(LIST, lambda: change(table(sql)))


def rows(**cells: str) -> Build:
    """The sound row with some columns changed; each is SQL."""
    return changed(lambda data: data, _with(**cells))


def _with(**cells: str) -> str:
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
    return f"SELECT * REPLACE ({replaced}) FROM ({SOUND})"


def _many(**cells: str) -> str:
    replaced = ", ".join(f"{sql} AS {name}" for name, sql in cells.items())
    return f"SELECT * EXCLUDE (n) REPLACE ({replaced}) FROM ({SOUND}), range(5000) AS r(n)"


def footer(old: bytes, new: bytes) -> Build:
    """Change a name wherever the file describes itself, to something of the same length."""
    assert len(old) == len(new)
    return changed(lambda data: data.replace(old, new))


accept("the list itself is sound", changed(lambda data: data), "Idea", "EUR 1,000")
for name, build, words in [
    ("nothing", changed(lambda data: b""), ("cannot be read",)),
    ("no Parquet", changed(lambda data: b"hello" * 99), ("cannot be read",)),
    ("the marks alone", changed(lambda data: b"PAR1PAR1"), ("cannot be read",)),
    (
        "a footer of nothing",
        changed(lambda data: b"PAR1" + bytes(4) + b"PAR1"),
        ("cannot be read",),
    ),
    ("the front half", changed(lambda data: data[: len(data) // 2]), ("cannot be read",)),
    ("the back half", changed(lambda data: data[len(data) // 2 :]), ("cannot be read",)),
    ("without its last byte", changed(lambda data: data[:-1]), ("cannot be read",)),
    (
        "a footer of 4 GB",
        changed(lambda data: data[:-8] + b"\xff\xff\xff\xff" + data[-4:]),
        ("cannot be read",),
    ),
    (
        "a footer below zero",
        changed(lambda data: data[:-8] + b"\0\0\0\x80" + data[-4:]),
        ("cannot be read",),
    ),
    (
        "a footer of zeros",
        changed(lambda data: data[:-300] + bytes(292) + data[-8:]),
        ("cannot be read",),
    ),
    ("rows of zeros", changed(lambda data: b"PAR1" + bytes(200) + data[204:]), (LIST,)),
    (
        "an encrypted file",
        changed(lambda data: b"PARE" + data[4:-4] + b"PARE"),
        ("cannot be read",),
    ),
    ("a header that is no text", footer(b"title", b"\xff\xfe\xfd\xfc\xfb"), (LIST,)),
    ("headers alike", footer(b"title", b"cost\0"), (LIST,)),
    ("an unknown column in place of id", footer(b"\x02id", b"\x02ix"), (LIST,)),
    ("a list in a cell", rows(title="[1, 2]"), ("title", "list")),
    ("a mapping in a cell", rows(title="{'a': 1}"), ("title",)),
    ("bytes in a cell", rows(title="'abc'::BLOB"), ("title",)),
    ("infinity of money", rows(cost="'infinity'::DOUBLE"), ("row 0, cost",)),
    ("1e300 of money", rows(cost="1e300::DOUBLE"), ("row 0, cost", "too large")),
    ("money of a truth value", rows(cost="true"), ("row 0, cost",)),
    ("money in words", rows(cost="'12k'"), ("row 0, cost", "'12k'")),
    (
        "money of 10^37",
        rows(cost="10000000000000000000000000000000000000::HUGEINT"),
        ("row 0, cost",),
    ),
    ("money below zero", rows(cost="-1"), ("row 0, cost", "negative")),
    ("an answer off the scale", rows(ease="9"), ("row 0, ease", "1 to 5")),
    ("no id", rows(id="NULL"), ("row 0, id", "no id")),
    ("5,000 ids alike", changed(lambda data: data, _many(id="'a'")), ("more of this kind",)),
    (
        "5,000 wrong amounts",
        changed(lambda data: data, _many(id="n", cost="'x'")),
        ("more of this kind", "cost"),
    ),
    ("an amount of a megabyte", rows(cost=f"repeat('9', {MEGABYTE})"), ("row 0, cost", "…")),
    (
        "a terminal escape in an amount",
        rows(cost="chr(27) || '[31m'"),
        ("row 0, cost", r"\x1b[31m"),
    ),
    ("a NUL in an id", rows(id="'a' || chr(0)"), ("row 0, id",)),
    (
        "ids alike but for white space",
        changed(lambda data: data, f"{SOUND} UNION ALL " + _with(id="' a '")),
        ("row 1, id", "stands twice"),
    ),
    (
        "20,000 columns",
        changed(lambda data: data, "SELECT " + ", ".join(f"{n} AS c{n}" for n in range(17_000))),
        ("too many columns",),
    ),
    ("no rows", changed(lambda data: data, f"{SOUND} LIMIT 0"), ("no proposals",)),
]:
    refuse(name, build, LIST, *words)
accept(
    "terminal escapes in id and title",
    rows(id="chr(27) || '[2J'", title="chr(155) || '31m' || chr(8238)"),
    r"\x1b[2J",
    r"\x9b31m\u202e",
)
accept("formulas in id and title", rows(id="'=cmd|x'", title="'@SUM(1)'"), "=cmd|x", "@SUM(1)")
accept("NA and NULL are text", rows(id="'NA'", title="'NULL'"), "NA", "NULL")
accept("nan is missing, as frames have it", rows(cost="'nan'::DOUBLE"), "0 cost lines")
accept("a day that is infinite", rows(title="'infinity'::DATE"), "a")
accept("a day before all days", rows(title="DATE '-4000-01-01'"), "a")
accept("a time with a zone", rows(title="TIMESTAMPTZ '2026-03-01 00:00:00+14'"), "a")
accept("a title of a megabyte", rows(title=f"repeat('t', {MEGABYTE})"), "ttt")
accept("minus zero", rows(cost="-0.0::DOUBLE"), "EUR 0")
accept("a decimal", rows(cost="1000.10::DECIMAL(38,2)"), "EUR 1,000.10")
accept(
    "an enum and a UUID", rows(id="'00000000-0000-0000-0000-000000000000'::UUID"), "00000000-0000"
)
