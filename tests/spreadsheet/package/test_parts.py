"""Reading a workbook as parts keeps all of them, and refuses what could do harm."""

from __future__ import annotations

import io
import os
import struct
import zipfile

import pytest

from cximpact.exceptions import InputError, InternalError
from cximpact.spreadsheet.package.parts import Parts


def test_every_part_is_there_with_its_content(budget, content):
    parts = Parts.open(budget)
    expected = {name: text.encode() for name, text in content.items() if name != "xl/"}
    assert {name: parts.read(name) for name in parts.names} == expected
    assert parts.names == tuple(expected)


def test_letter_case_does_not_count(budget):
    parts = Parts.open(str(budget))
    assert parts.find("XL/Workbook.XML") == "xl/workbook.xml"
    assert parts.read("XL/Workbook.XML") == parts.read("xl/workbook.xml")


def test_a_folder_is_no_part(budget):
    parts = Parts.open(budget)
    assert parts.find("xl/") is None
    assert "xl/" in [entry.info.filename for entry in parts.stored()]


def test_an_unknown_part_is_a_mistake_of_ours(budget):
    parts = Parts.open(budget)
    assert parts.find("xl/none.xml") is None
    with pytest.raises(InternalError, match=r"xl/none\.xml"):
        parts.read("xl/none.xml")


def test_a_large_part_comes_in_pieces(tmp_path, make_workbook, make_sheet):
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n * 7919}</v></c></row>' for n in range(2, 40000))
    sheet = make_sheet(rows)
    (tmp_path / "a.xlsx").write_bytes(make_workbook(sheet))
    pieces = list(Parts.open(tmp_path / "a.xlsx").chunks("xl/worksheets/sheet1.xml"))
    assert b"".join(pieces) == sheet.encode()
    assert len(pieces) > 3
    assert max(map(len, pieces)) <= 2**18


@pytest.mark.parametrize("suffix", [".xlsx", ".XLSX", ".xlsm", ".xltx", ".xltm"])
def test_all_kinds_of_xml_workbooks_are_welcome(tmp_path, rich, suffix):
    path = tmp_path / f"budget{suffix}"
    path.write_bytes(rich())
    assert Parts.open(path).read("xl/vbaProject.bin").startswith(b"\0macros")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.xls", "before 2007"),
        ("a.xlsb", "binary workbook"),
        ("a.ods", "OpenDocument"),
        ("a.csv", "text file"),
        ("a.zip", "does not end as a workbook's does"),
        ("a", "does not end as a workbook's does"),
    ],
)
def test_other_kinds_are_refused_by_name(tmp_path, rich, name, words):
    (tmp_path / name).write_bytes(rich())
    with pytest.raises(InputError, match=words) as caught:
        Parts.open(tmp_path / name)
    assert ".xlsx" in str(caught.value)


def test_a_binary_workbook_under_another_name_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", b"\x83\1\0")
    with pytest.raises(InputError, match="binary workbook"):
        Parts.open(tmp_path / "a.xlsx")


def test_an_opendocument_file_under_another_name_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(InputError, match="OpenDocument"):
        Parts.open(tmp_path / "a.xlsx")


def test_an_old_workbook_under_a_new_name_is_refused(tmp_path, hostile_files):
    with pytest.raises(InputError, match="password"):
        Parts.open(hostile_files["xlsx_is_xls"](tmp_path))


@pytest.mark.parametrize(
    "name",
    """is_csv is_another_zip cut_short bomb bomb_elsewhere doctype doctype_utf16
    doctype_elsewhere case_variant parent_folder absolute_name 3000_parts size_understated
    size_overstated locked overlapping""".split(),
)
def test_a_hostile_package_is_refused(hostile_files, tmp_path, name):
    with pytest.raises(InputError):
        Parts.open(hostile_files[f"xlsx_{name}"](tmp_path))


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path):
    (tmp_path / "folder.xlsx").mkdir()
    os.mkfifo(tmp_path / "pipe.xlsx")
    for name in ("none.xlsx", "folder.xlsx", "pipe.xlsx"):
        with pytest.raises(InputError):
            Parts.open(tmp_path / name)


def _with_picture(size_stated: int) -> bytes:
    """Return a workbook whose picture is stated to be of another size."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/media/a.png", bytes(range(256)) * 4000)
    data = bytearray(stream.getvalue())
    at = data.rfind(b"PK\1\2")
    struct.pack_into("<I", data, at + 24, size_stated)
    return bytes(data)


@pytest.mark.parametrize("size", [100, 1_030_000])
def test_a_picture_that_lies_about_its_size_does_no_harm(tmp_path, size):
    """No check reads pictures; reading one stops at the size stated."""
    (tmp_path / "a.xlsx").write_bytes(_with_picture(size))
    parts = Parts.open(tmp_path / "a.xlsx")
    assert parts.find("xl/media/a.png")
    with pytest.raises(InputError, match="damaged"):
        parts.read("xl/media/a.png")


def test_a_picture_that_is_not_where_it_should_be_is_refused(tmp_path):
    data = bytearray(_with_picture(1_024_000))
    struct.pack_into("<I", data, data.rfind(b"PK\1\2") + 42, 5)
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        Parts.open(tmp_path / "a.xlsx")


def test_a_signature_is_told(budget, tmp_path):
    assert not Parts.open(budget).is_signed
    with zipfile.ZipFile(budget, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    assert Parts.open(budget).is_signed


def test_the_checked_parts_are_at_hand_for_readers(budget):
    assert Parts.open(budget).package.read("xl/workbook.xml").startswith(b"<workbook")
