"""A backup is the workbook as it was, under a name nobody had before."""

from __future__ import annotations

import os
import re
import stat

import pytest

from cximpact.spreadsheet.package.backups import drop_backup, keep_backup


@pytest.fixture(params=["second name", "copy"])
def links(request, monkeypatch) -> bool:
    """Run once where files can have second names, and once where they cannot."""

    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    if request.param == "copy":
        monkeypatch.setattr(os, "link", refuse)
    return request.param != "copy"


def test_a_backup_holds_what_the_workbook_held(budget, links):
    budget.chmod(0o640)
    os.utime(budget, ns=(10**18, 10**18))
    kept = keep_backup(budget)
    assert re.fullmatch(r"budget\.backup-\d{8}-\d{6}\.xlsx", kept.name)
    assert kept.read_bytes() == budget.read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert kept.stat().st_mtime_ns == 10**18
    assert {path.name for path in budget.parent.iterdir()} == {"budget.xlsx", kept.name}
    assert kept.samefile(budget) == links


def test_no_backup_overwrites_another(budget, links):
    contents = [b"%d" % number for number in range(5)]
    kept = []
    for content in contents:
        # As a save does it: a new file comes in the place of the old one.
        budget.unlink()
        budget.write_bytes(content)
        kept.append(keep_backup(budget))
    assert [path.read_bytes() for path in kept] == contents


def test_long_names_are_cut(tmp_path, links):
    path = tmp_path / ("ü" * 124 + ".xlsx")
    path.write_bytes(b"a")
    assert keep_backup(path).read_bytes() == b"a"


def test_a_backup_goes_only_while_the_workbook_holds_the_same(budget, links):
    kept = keep_backup(budget)
    new = budget.with_name("new")
    new.write_bytes(b"new")
    old = budget.read_bytes()
    new.replace(budget)
    drop_backup(kept, budget)
    assert kept.read_bytes() == old
    again = keep_backup(budget)
    drop_backup(again, budget)
    assert not again.exists()
    budget.unlink()
    drop_backup(kept, budget)
    assert kept.read_bytes() == old


def test_a_copy_that_fails_leaves_no_part_of_a_backup(budget, monkeypatch):
    def refuse(*_):
        raise OSError(28, "No space left on device")

    for name in ("link", "write"):
        monkeypatch.setattr(os, name, refuse)
    with pytest.raises(OSError, match="No space"):
        keep_backup(budget)
    assert [path.name for path in budget.parent.iterdir()] == ["budget.xlsx"]
