"""Nothing is decided from a snapshot that is not the one that was written."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from attrs import evolve
from pretended_runs import outcome

from cximpact.exceptions import InputError
from cximpact.snapshots.manifest import PartRecord, label_of, manifest_text, parts_of
from cximpact.snapshots.reading import copy_snapshot, open_snapshot
from cximpact.snapshots.tables import file_sha256, keep_rows

RECORD = PartRecord(
    part="evidence.calls",
    kind="observations",
    source="desk",
    distribution="acme-desk",
    version="1.2.0",
    settings="0" * 64,
    as_of=date(2026, 3, 1),
    fetched_at="2026-03-01T12:00:00Z",
    query="all since May",
    cursor="2026-02-28",
    notes=("3 calls had no date",),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "snapshot"
    home.mkdir()
    records = []
    for part in ("evidence.calls", "costs"):
        made = outcome([{"id": "a", "ref": "C-1"}], tmp_path / "rows.jsonl")
        name = f"{part}.parquet"
        kept = keep_rows(made.rows, made.count, made.columns, home / name)
        said = {"file": name, "sha256": kept.sha256, "rows": kept.rows, "columns": kept.columns}
        records.append(evolve(RECORD, part=part, **said))
    failed = evolve(RECORD, part="budgets_from", family="timeout", reason="it did not finish")
    (home / "manifest.json").write_text(manifest_text([*records, failed]))
    return home


def test_a_snapshot_is_read_as_it_was_written(folder: Path) -> None:
    snapshot = open_snapshot(folder)
    assert sorted(snapshot.parts) == ["budgets_from", "costs", "evidence.calls"]
    calls = snapshot.table("evidence.calls")
    assert calls.label == "calls (desk, acme-desk 1.2.0: all since May)"
    assert (calls.rows, calls.notes) == (1, ("3 calls had no date",))
    lost = snapshot.table("budgets_from")
    assert (lost.file, lost.reason) == ("", "it did not finish")


def test_manifests_survive_the_round_trip() -> None:
    records = (evolve(RECORD, part="a"), evolve(RECORD, part="b", cursor=None))
    assert parts_of(json.loads(manifest_text(reversed(records)))) == records


def test_a_long_query_is_cut_and_put_on_one_line_in_labels() -> None:
    told = label_of(evolve(RECORD, query="select *\n from calls " + "x" * 500))
    assert told.startswith("calls (desk, acme-desk 1.2.0: select * from calls xxx")
    assert len(told) < 250
    assert "\n" not in told


def test_a_table_that_was_changed_is_refused(folder: Path) -> None:
    for name in ("costs.parquet", "evidence.calls.parquet"):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:-20] + b"\0" + data[-19:])
    with pytest.raises(InputError) as caught:
        open_snapshot(folder)
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 2  # both at once
    assert all("is not the one that was collected" in each for each in told)


def test_a_table_that_is_gone_is_refused(folder: Path) -> None:
    (folder / "costs.parquet").unlink()
    with pytest.raises(InputError, match="no such file"):
        open_snapshot(folder)


@pytest.mark.parametrize("name", ["costs.parquet", "manifest.json"])
def test_links_are_refused(folder: Path, tmp_path: Path, name: str) -> None:
    moved = tmp_path / name
    (folder / name).rename(moved)
    (folder / name).symlink_to(moved)
    with pytest.raises(InputError, match="this is a link"):
        open_snapshot(folder)


def test_a_link_to_a_snapshot_is_refused(folder: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    with pytest.raises(InputError, match="this is a link"):
        open_snapshot(link)


def changed(data: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {**data, "parts": [{**data["parts"][0], **values}, *data["parts"][1:]]}


@pytest.mark.parametrize(
    "values",
    [
        {"file": "../../etc/passwd.parquet"},
        {"file": "/etc/x.parquet"},
        {"file": "costs.csv"},
        {"file": "costs.parquet"},  # of another part
        {"sha256": "abc"},
        {"rows": -1},
        {"rows": True},
        {"rows": "3"},
        {"kind": "rumours"},
        {"part": 7},
        {"part": "costs"},  # twice
        {"columns": "id"},
        {"columns": [1]},
        {"notes": [None]},
        {"as_of": "yesterday"},
        {"as_of": 20260301},
        {"as_of": "2026-W09-7"},
        {"fetched_at": "noon"},
        {"fetched_at": "2026-02-30T99:00:00Z"},
        {"fetched_at": "٢٠٢٦-03-01T12:00:00Z"},
        {"reason": "it failed"},  # and has a table
        {"columns": ["id", "ref", "more"]},
        {"columns": ["ref", "id"]},
        {"rows": 10**12},
        {"cursor": 5},
        {"surplus": 1},
    ],
)
def test_a_manifest_with_anything_odd_is_refused(folder: Path, values: dict[str, Any]) -> None:
    file = folder / "manifest.json"
    data = json.loads(file.read_text())
    data["parts"].sort(key=lambda part: part["part"] != "evidence.calls")
    file.write_text(json.dumps(changed(data, **values)))
    with pytest.raises(InputError) as caught:
        open_snapshot(folder)
    assert "manifest" in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "null",
        '{"format": "cximpact-snapshot/2", "parts": []}',
        '{"format": "cximpact-snapshot/1"}',
        '{"format": "cximpact-snapshot/1", "parts": {}}',
        '{"format": "cximpact-snapshot/1", "parts": [1]}',
        '{"format": "cximpact-snapshot/1", "format": "cximpact-snapshot/1"}',
        "not json",
    ],
)
def test_a_foreign_manifest_is_refused(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)
    with pytest.raises(InputError, match=r"manifest\.json"):
        open_snapshot(folder)


def test_what_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such snapshot"):
        open_snapshot(tmp_path / "none")
    with pytest.raises(InputError, match="this is no snapshot"):
        open_snapshot(tmp_path)


def test_a_copy_holds_the_parts_that_are_wanted(folder: Path, tmp_path: Path) -> None:
    copy_snapshot(folder, tmp_path / "copy", {"costs", "budgets_from"})
    copied = open_snapshot(tmp_path / "copy")
    assert sorted(copied.parts) == ["budgets_from", "costs"]
    assert not (tmp_path / "copy" / "evidence.calls.parquet").exists()


@pytest.mark.parametrize(
    "rows", ["SELECT 1 AS id, 'C-1' AS ref", "SELECT ['a'] AS id, 'C-1' AS ref", ""]
)
def test_a_table_that_is_not_all_text_is_refused(folder: Path, rows: str) -> None:
    """Also where its fingerprint is the one that the manifest tells."""
    table, manifest = folder / "costs.parquet", folder / "manifest.json"
    old = file_sha256(table)
    table.unlink()
    if rows:
        duckdb.sql(f"COPY ({rows}) TO '{table}' (FORMAT parquet)")
    else:
        table.write_bytes(b"PAR1")
    manifest.write_text(manifest.read_text().replace(old, file_sha256(table), 2))
    with pytest.raises(InputError, match="the table of costs is not what manifest"):
        open_snapshot(folder)
