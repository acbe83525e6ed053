"""A workbook that is open in a spreadsheet program, or may not be written to, is left alone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from cximpact.exceptions import InputError
from cximpact.spreadsheet.package.open_elsewhere import refuse_if_open, refuse_if_read_only


def _excel(name: str) -> bytes:
    """Return Excel's mark: 55 bytes with the name, then its length and itself in UTF-16."""
    narrow = name.encode("cp1252", "replace")
    head = (bytes([len(narrow)]) + narrow).ljust(55, b" ")
    wide = len(name).to_bytes(2, "little") + name.encode("utf-16-le")
    return (head + wide).ljust(165, b"\0")


def _refusal(path) -> str:
    with pytest.raises(InputError) as caught:
        refuse_if_open(path)
    return str(caught.value)


def test_a_workbook_that_nobody_has_open_passes(budget):
    refuse_if_open(budget)
    refuse_if_read_only(budget)


@pytest.mark.parametrize("name", ["Jane Doe", "Zoë Ångström", "山田太郎"])
def test_excel_says_who(budget, name):
    (budget.parent / "~$budget.xlsx").write_bytes(_excel(name))
    told = _refusal(budget)
    assert f"open in Excel by {name}" in told
    assert "delete '~$budget.xlsx'" in told


def test_excels_short_mark_is_read_too(budget):
    (budget.parent / "~$budget.xlsx").write_bytes(b"\x08Jane Doe".ljust(55))
    assert "open in Excel by Jane Doe;" in _refusal(budget)


def test_libreoffice_says_who_and_where(budget):
    mark = budget.parent / ".~lock.budget.xlsx#"
    mark.write_text("Doe\\, Jane,jane,desk-7,01.03.2026 10:15,file:///home/jane;")
    assert "open in LibreOffice by Doe, Jane on desk-7;" in _refusal(budget)
    mark.write_text(",jane,desk-7,01.03.2026 10:15,file:///home/jane;")
    assert "open in LibreOffice by jane on desk-7;" in _refusal(budget)


@pytest.mark.parametrize("content", [b"", b"\xff" * 5000, b"\0" * 165, b",,,;", b"\x05"])
@pytest.mark.parametrize("mark", ["~$budget.xlsx", ".~lock.budget.xlsx#", ".~budget.xlsx"])
def test_a_mark_with_any_content_counts(budget, mark, content):
    (budget.parent / mark).write_bytes(content)
    assert "the workbook is open in" in _refusal(budget)


def test_text_in_a_mark_does_no_harm(budget):
    (budget.parent / ".~lock.budget.xlsx#").write_text("\x1b[31mred\u202e,,\r\nhost,;")
    told = _refusal(budget)
    assert told.isprintable()
    assert "\\x1b[31mred" in told


def test_a_pipe_or_folder_in_the_place_of_a_mark_counts_and_is_not_read(budget):
    os.mkfifo(budget.parent / "~$budget.xlsx")
    assert "open in Excel;" in _refusal(budget)
    (budget.parent / "~$budget.xlsx").unlink()
    (budget.parent / "~$budget.xlsx").mkdir()
    assert "open in Excel;" in _refusal(budget)


def test_marks_of_other_files_do_not_count(budget):
    (budget.parent / "~$other.xlsx").write_bytes(_excel("Jane"))
    refuse_if_open(budget)


def test_a_mark_beside_the_link_or_beside_the_file_counts(budget, tmp_path):
    link = tmp_path / "link.xlsx"
    (tmp_path / "~$link.xlsx").write_bytes(_excel("Jane"))
    refuse_if_open(budget)
    with pytest.raises(InputError, match="Jane"):
        refuse_if_open(budget, link)


def test_a_read_only_file_is_refused_even_to_the_administrator(budget):
    budget.chmod(0o444)
    with pytest.raises(InputError, match="may only be read"):
        refuse_if_read_only(budget)


def test_no_ordinary_file_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="not an ordinary file"):
        refuse_if_read_only(tmp_path / "pipe")


def test_a_file_the_system_keeps_from_us_is_refused(budget, monkeypatch):
    def shared(*_):
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(os, "open", shared)
    with pytest.raises(InputError, match=r"cannot access the file.*close it in other programs"):
        refuse_if_read_only(budget)


_HOLD = """
import fcntl, sys
file = open(sys.argv[1], "r+b")
fcntl.lockf(file, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_lock_of_another_program_is_noticed(budget):
    """Some programs lock the file itself, and leave no mark beside it."""
    command = [sys.executable, "-c", _HOLD, budget]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(InputError, match="open in another program"):
            refuse_if_read_only(budget)
        holder.stdin.close()
    refuse_if_read_only(budget)
