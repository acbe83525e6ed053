"""Saving puts a whole new workbook in the place of the old one, or says why it cannot."""

from __future__ import annotations

import os
import stat
import tracemalloc
import zipfile

import pytest

from cximpact.exceptions import InputError
from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.parts import Parts
from cximpact.spreadsheet.package.saving import refuse_unsavable, save

SHEET = "xl/worksheets/sheet1.xml"


def _opened(path) -> tuple[Parts, Changes]:
    parts = Parts.open(path)
    changes = Changes(parts)
    changes.replace(SHEET, b"<new/>")
    return parts, changes


def _sheet(path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return archive.read(SHEET)


def _refusal(path, target=None) -> str:
    parts, changes = _opened(path)
    before = path.read_bytes()
    with pytest.raises(InputError) as caught:
        save(parts, changes, target or path)
    assert path.read_bytes() == before
    return str(caught.value)


def test_the_workbook_is_replaced_and_the_old_one_kept(budget):
    old = budget.read_bytes()
    saved = save(*_opened(budget), budget)
    assert saved.path == budget
    assert _sheet(budget) == b"<new/>"
    assert saved.backup is not None
    assert saved.backup.read_bytes() == old
    assert {path.name for path in budget.parent.iterdir()} == {"budget.xlsx", saved.backup.name}


def test_no_backup_is_kept_if_none_is_wanted(budget):
    saved = save(*_opened(budget), budget, backup=False)
    assert saved.backup is None
    assert [path.name for path in budget.parent.iterdir()] == ["budget.xlsx"]


def test_another_file_leaves_the_workbook_alone(budget):
    old, output = budget.read_bytes(), budget.with_name("scored.xlsx")
    budget.chmod(0o640)
    saved = save(*_opened(budget), str(output))
    assert (saved.path, saved.backup) == (output, None)
    assert budget.read_bytes() == old
    assert _sheet(output) == b"<new/>"
    assert stat.S_IMODE(output.stat().st_mode) == 0o640
    # A second run keeps the output that it replaces.
    again = save(*_opened(budget), output)
    assert again.backup.read_bytes() == output.read_bytes()


def test_rights_and_owner_stay(budget):
    budget.chmod(0o664)
    if os.geteuid() == 0:
        os.chown(budget, 4321, 8765)
    before = budget.stat()
    save(*_opened(budget), budget)
    after = budget.stat()
    assert stat.S_IMODE(after.st_mode) == 0o664
    assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)


def test_a_group_that_cannot_be_kept_gets_no_more_than_everybody(budget, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    budget.chmod(0o664)
    if os.geteuid() != 0:
        pytest.skip("only the administrator can give a file to another group")
    os.chown(budget, -1, 8765)
    monkeypatch.setattr(os, "chown", refuse)
    save(*_opened(budget), budget)
    assert stat.S_IMODE(budget.stat().st_mode) == 0o644


def test_labels_of_the_file_stay(budget):
    try:
        os.setxattr(budget, "user.department", b"finance")
    except OSError:
        pytest.skip("the file system knows no labels")
    save(*_opened(budget), budget)
    assert os.getxattr(budget, "user.department") == b"finance"


def test_a_link_stays_and_what_it_leads_to_is_replaced(budget, tmp_path):
    (tmp_path / "near.xlsx").symlink_to(budget)
    link = tmp_path / "far.xlsx"
    link.symlink_to("near.xlsx")
    saved = save(*_opened(link), link)
    assert link.is_symlink()
    assert not budget.is_symlink()
    assert (saved.path, saved.backup.parent) == (budget, budget.parent)
    assert _sheet(budget) == b"<new/>"


def test_a_link_may_lead_to_a_file_named_otherwise(budget, tmp_path):
    stored = budget.rename(budget.with_name("3f9a"))
    budget.symlink_to(stored)
    save(*_opened(budget), budget)
    assert _sheet(stored) == b"<new/>"


def test_a_link_that_leads_nowhere_gets_a_file_there(budget, tmp_path):
    link = tmp_path / "link.xlsx"
    link.symlink_to(tmp_path / "made.xlsx")
    assert save(*_opened(budget), link).path == tmp_path / "made.xlsx"
    assert link.is_symlink()


def test_links_in_a_circle_are_refused(budget, tmp_path):
    link = tmp_path / "circle.xlsx"
    link.symlink_to(link)
    assert "cannot be used" in _refusal(budget, link)


def test_a_workbook_changed_since_it_was_read_is_left_alone(budget):
    parts, changes = _opened(budget)
    status = budget.stat()
    changed = bytearray(budget.read_bytes())
    changed[-1] ^= 1
    budget.write_bytes(changed)
    # Size and time tell nothing here; the content does.
    os.utime(budget, ns=(status.st_atime_ns, status.st_mtime_ns))
    for target in (budget, budget.with_name("scored.xlsx")):
        with pytest.raises(InputError, match=r"changed since it was read.*run again"):
            save(parts, changes, target)
    assert budget.read_bytes() == changed
    assert [path.name for path in budget.parent.iterdir()] == ["budget.xlsx"]


def test_a_workbook_changed_while_the_new_one_is_written_is_left_alone(budget):
    def meanwhile():
        yield b"<new/>"
        budget.write_bytes(b"somebody else's")

    parts, changes = _opened(budget)
    changes.replace(SHEET, meanwhile)
    with pytest.raises(InputError, match="changed since"):
        save(parts, changes, budget)
    assert budget.read_bytes() == b"somebody else's"
    assert [path.name for path in budget.parent.iterdir()] == ["budget.xlsx"]


def test_a_workbook_opened_while_the_new_one_is_written_is_left_alone(budget):
    def meanwhile():
        yield b"<new/>"
        (budget.parent / ".~lock.budget.xlsx#").write_text(",jane,desk,;")

    parts, changes = _opened(budget)
    changes.replace(SHEET, meanwhile)
    with pytest.raises(InputError, match="open in LibreOffice by jane"):
        save(parts, changes, budget)
    assert _sheet(budget) != b"<new/>"


def test_a_workbook_that_was_only_touched_is_saved(budget):
    opened = _opened(budget)
    os.utime(budget, ns=(1, 1))
    save(*opened, budget)
    assert _sheet(budget) == b"<new/>"


def test_a_workbook_that_is_gone_is_told(budget):
    parts, changes = _opened(budget)
    budget.unlink()
    with pytest.raises(InputError, match="changed since"):
        save(parts, changes, budget)


def test_saving_twice_from_one_reading_is_refused(budget):
    opened = _opened(budget)
    save(*opened, budget)
    with pytest.raises(InputError, match="changed since"):
        save(*opened, budget)


def test_an_open_or_protected_workbook_is_refused_before_any_work(budget):
    (budget.parent / "~$budget.xlsx").write_bytes(b"\x04Jane")
    parts, changes = _opened(budget)
    changes.replace(SHEET, lambda: pytest.fail("work was spent"))
    with pytest.raises(InputError, match="open in Excel by Jane"):
        save(parts, changes, budget)
    (budget.parent / "~$budget.xlsx").unlink()
    budget.chmod(0o400)
    with pytest.raises(InputError, match="only be read"):
        refuse_unsavable(parts, budget)


def test_a_mark_beside_the_link_counts_too(budget, tmp_path):
    (tmp_path / "link.xlsx").symlink_to(budget)
    (tmp_path / "~$link.xlsx").write_bytes(b"\x04Jane")
    assert "open in Excel by Jane" in _refusal(tmp_path / "link.xlsx")


def test_the_kind_of_a_workbook_stays(budget):
    told = _refusal(budget, budget.with_name("budget.xlsm"))
    assert "expected .xlsx" in told


def test_places_that_cannot_be_written_to_are_told(budget):
    assert "no such folder" in _refusal(budget, budget.parent / "none" / "a.xlsx")
    (budget.parent / "folder.xlsx").mkdir()
    assert "this is a folder" in _refusal(budget, budget.parent / "folder.xlsx")


def test_a_mistake_while_the_new_one_is_written_leaves_the_old_one(budget):
    def wrong():
        yield b"<new>"
        raise ZeroDivisionError

    parts, changes = _opened(budget)
    changes.replace(SHEET, wrong)
    before = budget.read_bytes()
    with pytest.raises(ZeroDivisionError):
        save(parts, changes, budget)
    assert budget.read_bytes() == before
    assert [path.name for path in budget.parent.iterdir()] == ["budget.xlsx"]


def test_a_large_part_needs_little_memory(budget):
    parts, changes = _opened(budget)
    changes.replace(SHEET, lambda: (os.urandom(2**18) for _ in range(160)))
    tracemalloc.start()
    try:
        save(parts, changes, budget)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert budget.stat().st_size > 40 * 2**20
    assert peak < 4 * 2**20
