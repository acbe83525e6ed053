"""Rows become a table of the same bytes in whatever order they came, and not a sign is lost."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pretended_runs import Rows, outcome

from cximpact.exceptions import AnswerError, SourceError
from cximpact.snapshots.tables import Kept, file_sha256, keep_rows

cells = st.none() | st.text(max_size=6) | st.sampled_from(["0012", "1.10", "2026-03-01", "NULL"])
tables = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("abcd"), "votes": cells, "ref": cells}), max_size=8
)


def kept(rows: Rows, folder: Path, name: str = "t", **more: object) -> Kept:
    made = outcome(rows, folder / f"{name}.jsonl")
    target = folder / f"{name}.parquet"
    return keep_rows(made.rows, made.count, made.columns, target, **more)  # type: ignore[arg-type]


def read(path: Path) -> list[tuple[str | None, ...]]:
    with duckdb.connect() as connection:
        found: list[tuple[str | None, ...]] = connection.read_parquet(str(path)).fetchall()
    return found


@settings(max_examples=25)
@given(rows=tables, data=st.data())
def test_the_order_of_rows_changes_no_byte(rows: Rows, data: st.DataObject) -> None:
    other = data.draw(st.permutations(list(rows)))
    with TemporaryDirectory() as name:
        one, two = kept(rows, Path(name), "one"), kept(other, Path(name), "two")
    assert one.sha256 == two.sha256
    assert one.rows == len(rows)


@settings(max_examples=25)
@given(rows=tables.filter(bool))
def test_every_cell_comes_back_as_it_was(rows: Rows) -> None:
    """Also blank text, which is not nothing, and control characters."""
    with TemporaryDirectory() as name:
        kept(rows, Path(name))
        found = read(Path(name, "t.parquet"))
    as_read = sorted(map(repr, found))
    assert as_read == sorted(repr((row["id"], row["ref"], row["votes"])) for row in rows)


def test_equal_rows_of_a_key_count_once(tmp_path: Path) -> None:
    rows = [{"id": "a", "votes": "1"}, {"id": "a", "votes": "1"}, {"id": "b", "votes": None}]
    found = kept(rows, tmp_path, key=("id",))
    assert (found.rows, found.repeats) == (2, 1)


def test_without_a_key_equal_rows_all_count(tmp_path: Path) -> None:
    assert kept([{"id": "a"}, {"id": "a"}], tmp_path).rows == 2


def test_unequal_rows_of_a_key_are_named_by_key_and_references(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "votes": "1", "ref": "CX-2"},
        {"id": "a", "votes": "2", "ref": "CX-1"},
        {"id": "b", "votes": "1", "ref": "CX-3"},
    ]
    with pytest.raises(AnswerError, match=r"2 of id a \(references CX-1 and CX-2\)"):
        kept(rows, tmp_path, key=("id",))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([{"Team": "a", "team": "b"}], "'Team' and 'team' differ in capitals only"),
        ([{" id": "a"}], "no usable name"),
        ([{"a\nb": "a"}], "no usable name"),
        ([{"votes": "1"}], "lack 'id'"),
    ],
)
def test_columns_that_no_table_can_have_fail_the_source(
    tmp_path: Path, rows: Rows, told: str
) -> None:
    with pytest.raises(SourceError, match=told):
        kept(rows, tmp_path, key=("id",))


def test_rows_that_went_missing_on_the_way_fail_the_source(tmp_path: Path) -> None:
    made = outcome([{"id": "a"}], tmp_path / "t.jsonl")
    with pytest.raises(SourceError, match="2 rows came, and 1"):
        keep_rows(made.rows, 2, made.columns, tmp_path / "t.parquet")


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '["\\ud800"]',
        '["id',
        '{"id": "1"}',
        '["1", "2"]',
        "[]",
        "null",
        "17",
        '[["1"]] [',
    ],
)
def test_lines_that_are_no_rows_fail_the_source_without_being_quoted(
    tmp_path: Path, line: str
) -> None:
    (tmp_path / "t.jsonl").write_text(line + "\n")
    with pytest.raises(SourceError) as caught:
        keep_rows(tmp_path / "t.jsonl", 1, ("id",), tmp_path / "t.parquet")
    assert line not in str(caught.value)


def test_names_of_columns_are_never_sql(tmp_path: Path) -> None:
    odd = {"a'b": "1", 'c"d': "2", "select": "3", "c0": "4", "x; drop": "5"}
    found = kept([odd], tmp_path)
    assert found.columns == tuple(sorted(odd))
    assert read(tmp_path / "t.parquet") == [tuple(odd[name] for name in sorted(odd))]


def test_no_rows_make_an_empty_table(tmp_path: Path) -> None:
    found = keep_rows(None, 0, (), tmp_path / "t.parquet", key=("id",))
    assert (found.rows, read(tmp_path / "t.parquet")) == (0, [])


keyed = st.dictionaries(st.sampled_from("abcdef"), st.text("xyz", max_size=2), max_size=6)


@settings(max_examples=25)
@given(old=keyed.filter(bool), changed=keyed)
def test_a_refreshed_table_is_that_of_a_full_collection(
    old: dict[str, str], changed: dict[str, str]
) -> None:
    def rows(table: dict[str, str]) -> Rows:
        return [{"id": key, "votes": votes} for key, votes in table.items()]

    with TemporaryDirectory() as name:
        folder = Path(name)
        kept(rows(old), folder, "old", key=("id",))
        earlier = folder / "old.parquet"
        whole = kept(rows({**old, **changed}), folder, "whole", key=("id",))
        merged = kept(rows(changed), folder, "merged", key=("id",), earlier=earlier)
        assert merged.sha256 == whole.sha256 == file_sha256(folder / "merged.parquet")


def test_new_columns_of_a_refresh_are_blank_in_older_rows(tmp_path: Path) -> None:
    kept([{"id": "a", "gone": "1"}], tmp_path, "old", key=("id",))
    new = [{"id": "b", "more": "2"}]
    kept(new, tmp_path, "new", key=("id",), earlier=tmp_path / "old.parquet")
    found = read(tmp_path / "new.parquet")  # columns: gone, id, more
    assert sorted(found, key=str) == sorted([("1", "a", None), (None, "b", "2")], key=str)


def test_a_path_with_signs_of_a_pattern_is_that_file(tmp_path: Path) -> None:
    folder = tmp_path / "a[b]*"
    folder.mkdir()
    kept([{"id": "a"}], folder, "old", key=("id",))
    found = kept([{"id": "b"}], folder, "new", key=("id",), earlier=folder / "old.parquet")
    assert found.rows == 2
    assert json.loads((folder / "new.jsonl").read_text()) == ["b"]
