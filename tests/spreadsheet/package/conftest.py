"""A workbook with all a zip file can hold, and what such a file says of its entries."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CONTENT = {
    "[Content_Types].xml": f'<Types xmlns="{TYPES}">'
    '<Default Extension="rels" ContentType="application/rels"/>'
    '<Default Extension="XML" ContentType="application/xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="a/sheet"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/": "",
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="List" sheetId="1" r:id="rId7"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}">'
    f'<Relationship Id="rId7" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/externalLink" Target="file:///a.xlsx" '
    'TargetMode="External"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    "xl/vbaProject.bin": "\x00macros\x01" * 500,
    "xl/media/picture.svg": "<!DOCTYPE svg><svg/>",
    "customXml/odd é.xml": "<a/>",
    "xl/unknown/\u8868.dat": "what nobody knows " * 90,
}


def rich_workbook(*, follow: bool = False) -> bytes:
    """Return a workbook whose entries differ in date, method, notes and fields.

    Args:
        follow: Whether sizes follow the content, as programs write that cannot go back.
    """
    stream = io.BytesIO()
    if follow:
        stream.seekable = lambda: False  # type: ignore[method-assign]
    with zipfile.ZipFile(stream, "w") as archive:
        for number, (name, text) in enumerate(CONTENT.items()):
            info = zipfile.ZipInfo(name, (1980 + number, 1 + number, 28, number, 59, 58))
            info.compress_type = zipfile.ZIP_STORED if number % 3 == 1 else zipfile.ZIP_DEFLATED
            info.comment = b"note %d" % number if number % 2 else b""
            info.extra = struct.pack("<HH4s", 0xA220, 4, b"pad.") if number % 4 == 0 else b""
            info.external_attr, info.internal_attr = 0o640 << 16, number % 2
            info.create_system = 3 * (number % 2)
            archive.writestr(info, text.encode())
        archive.comment = b"made by hand"
    return stream.getvalue()


def entries(data: bytes) -> dict[str, tuple[object, ...]]:
    """Return all that a zip file says of each entry, and its bytes as they are stored."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            lengths = struct.unpack_from("<HH", data, info.header_offset + 26)
            start = info.header_offset + 30 + sum(lengths)
            versions = (info.create_version, info.create_system, info.extract_version)
            attributes = (info.internal_attr, info.external_attr, info.flag_bits & ~0x08)
            sizes = (info.CRC, info.compress_size, info.file_size)
            texts = (info.orig_filename, info.comment, info.extra)
            stored = data[start : start + info.compress_size]
            kind = (info.date_time, info.compress_type)
            found[info.filename] = (*versions, *attributes, *sizes, *texts, *kind, stored)
    return found


@pytest.fixture(scope="session")
def rich() -> Callable[..., bytes]:
    """Builds a workbook with everything in it."""
    return rich_workbook


@pytest.fixture(scope="session")
def content() -> dict[str, str]:
    """What each entry of that workbook holds, as text."""
    return CONTENT


@pytest.fixture(scope="session")
def entries_of() -> Callable[[bytes], dict[str, tuple[object, ...]]]:
    """Tells what a zip file says of each entry."""
    return entries


@pytest.fixture
def budget(tmp_path: Path) -> Path:
    """A workbook in a folder of its own."""
    path = tmp_path / "folder" / "budget.xlsx"
    path.parent.mkdir()
    path.write_bytes(rich_workbook())
    return path
