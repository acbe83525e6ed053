"""Snapshots appear whole, never take each other's name, and the newest is found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from cximpact.exceptions import InputError
from cximpact.snapshots.folders import (
    dated_folder,
    draft_folder,
    given_folder,
    home_of,
    keep_out_of_git,
    newest_folder,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def publish(base: Path, now: datetime = NOON, text: str = "") -> Path:
    keep_out_of_git(home_of(base))
    with draft_folder(home_of(base)) as draft:
        (draft / "manifest.json").write_text(text)
        return dated_folder(draft, now)


def test_a_snapshot_is_named_after_its_moment_in_utc(tmp_path: Path) -> None:
    east = datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    assert publish(tmp_path, east).name == "20260301T120000Z"


def test_snapshots_of_one_second_are_numbered_and_the_last_is_the_newest(tmp_path: Path) -> None:
    made = [publish(tmp_path, text=str(at)) for at in range(12)]
    assert [path.name for path in made[:2]] == ["20260301T120000Z", "20260301T120000Z-2"]
    assert newest_folder(tmp_path) == made[-1]
    assert [(path / "manifest.json").read_text() for path in made] == list(map(str, range(12)))


def test_the_newest_is_that_of_the_latest_moment(tmp_path: Path) -> None:
    later = publish(tmp_path, NOON + timedelta(seconds=1))
    publish(tmp_path)
    publish(tmp_path)
    assert newest_folder(tmp_path) == later


def test_there_is_no_newest_where_nothing_was_collected(tmp_path: Path) -> None:
    assert newest_folder(tmp_path) is None
    with draft_folder(home_of(tmp_path)):
        assert newest_folder(tmp_path) is None  # a draft is no snapshot


def test_a_collection_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), draft_folder(home_of(tmp_path)) as draft:
        (draft / "half.parquet").write_text("half")
        raise RuntimeError
    assert list(home_of(tmp_path).iterdir()) == []


def test_what_was_collected_is_kept_out_of_git_and_for_its_owner_only(tmp_path: Path) -> None:
    folder = publish(tmp_path)
    assert (tmp_path / ".cximpact" / ".gitignore").read_text().endswith("*\n")
    assert folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_holds_something_is_not_taken(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine").write_text("")
    with draft_folder(tmp_path) as draft, pytest.raises(InputError, match="never changed"):
        given_folder(draft, full)
    empty = tmp_path / "empty"
    empty.mkdir()
    with draft_folder(tmp_path) as draft:
        assert given_folder(draft, empty) == empty


def test_a_file_is_never_the_newest_snapshot(tmp_path: Path) -> None:
    folder = publish(tmp_path)
    (folder.parent / "20990101T000000Z").write_text("")
    assert newest_folder(tmp_path) == folder
