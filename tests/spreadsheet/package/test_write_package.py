"""A workbook written anew: parts that nobody touched are byte for byte what they were."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.spreadsheet.package.changes import Changes
from cximpact.spreadsheet.package.parts import Parts
from cximpact.spreadsheet.package.saving import write_package
from cximpact.spreadsheet.package.stored_entries import without_zip64
from cximpact.spreadsheet.package.zip_writer import ZipWriter

SHEET = "xl/worksheets/sheet1.xml"


class Memory:
    """Where a zip file is written to in these tests."""

    def __init__(self) -> None:
        self.data = bytearray()

    @property
    def position(self) -> int:
        return len(self.data)

    def write(self, data):
        self.data += data

    def patch(self, position, data):
        self.data[position : position + len(data)] = data


def _written(changes) -> bytes:
    memory = Memory()
    write_package(changes.parts, changes, memory)
    return bytes(memory.data)


def _opened(folder, data) -> Changes:
    (folder / "a.xlsx").write_bytes(data)
    return Changes(Parts.open(folder / "a.xlsx"))


@pytest.mark.parametrize("follow", [False, True])
def test_without_changes_every_entry_stays_as_it_is(tmp_path, rich, entries_of, follow):
    data = rich(follow=follow)
    made = _written(_opened(tmp_path, data))
    assert entries_of(made) == entries_of(data)
    assert list(entries_of(made)) == list(entries_of(data))
    assert zipfile.ZipFile(io.BytesIO(made)).comment == b"made by hand"
    assert zipfile.ZipFile(io.BytesIO(made)).testzip() is None


def test_a_plainly_written_file_stays_the_same_file(tmp_path, rich):
    data = rich()
    assert _written(_opened(tmp_path, data)) == data


@pytest.mark.parametrize("follow", [False, True])
def test_only_changed_parts_differ(tmp_path, rich, entries_of, content, follow):
    data = rich(follow=follow)
    changes = _opened(tmp_path, data)
    changes.replace(SHEET, lambda: (b"<new>", b"text" * 99_999, b"</new>"))
    changes.replace("_rels/.rels", b"stored stays stored")
    changes.remove("xl/vbaProject.bin")
    changes.add("xl/comments\u00e91.xml", lambda: iter([b"<x/>"]))
    made = _written(changes)
    old, new = entries_of(data), entries_of(made)
    touched = {SHEET, "_rels/.rels", "xl/vbaProject.bin", "xl/comments\u00e91.xml"}
    expected = [name for name in old if name != "xl/vbaProject.bin"]
    assert list(new) == [*expected, "xl/comments\u00e91.xml"]
    assert all(new[name] == old[name] for name in old if name not in touched)
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert archive.testzip() is None
    assert archive.read(SHEET) == b"<new>" + b"text" * 99_999 + b"</new>"
    assert archive.read("_rels/.rels") == b"stored stays stored"
    assert archive.read("xl/comments\u00e91.xml") == b"<x/>"
    before = zipfile.ZipFile(io.BytesIO(data))
    for name in (SHEET, "_rels/.rels"):
        assert archive.getinfo(name).date_time == before.getinfo(name).date_time
        assert archive.getinfo(name).compress_type == before.getinfo(name).compress_type
    assert archive.getinfo("xl/comments\u00e91.xml").date_time == (1980, 1, 1, 0, 0, 0)


def test_another_zip_program_finds_no_fault(tmp_path, rich):
    if not shutil.which("unzip"):
        pytest.skip("unzip is not installed")
    changes = _opened(tmp_path, rich(follow=True))
    changes.replace(SHEET, b"<a/>")
    (tmp_path / "made.zip").write_bytes(_written(changes))
    done = subprocess.run(["unzip", "-tq", tmp_path / "made.zip"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No errors" in done.stdout


def test_names_in_the_old_encoding_stay_as_stored(tmp_path, rich, entries_of):
    data = rich().replace("customXml/odd é.xml".encode(), b"customXml/odd \x82\x83.xml")
    data = bytearray(data)
    for signature, flags_at, name_at in ((b"PK\3\4", 6, 30), (b"PK\1\2", 8, 46)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            if data[at + name_at :].startswith(b"customXml/odd"):
                struct.pack_into("<H", data, at + flags_at, 0)
    changes = _opened(tmp_path, bytes(data))
    assert changes.find("customXml/odd éâ.xml")
    assert _written(changes) == data


def test_a_field_for_large_sizes_is_left_out_and_others_stay():
    own = struct.pack("<HH3s", 0xA220, 3, b"abc")
    large = struct.pack("<HHQ", 1, 8, 5)
    assert without_zip64(large + own + large + own) == own + own
    assert without_zip64(own + b"\1\0\xff\xffcut")[: len(own)] == own


def test_a_file_written_with_fields_for_large_sizes_is_read_as_well(tmp_path, rich, content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in content.items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(text.encode())
    made = _written(_opened(tmp_path, stream.getvalue()))
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert {name: archive.read(name).decode() for name in archive.namelist()} == content
    assert b"\1\0\x10\0" not in made


def test_a_file_beyond_4_gib_is_refused():
    class Far(Memory):
        position = 2**32 + 1

    with pytest.raises(OverflowError):
        ZipWriter(Far()).write(zipfile.ZipInfo("a"), [b"x"])


_NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\\\0:."), min_size=1, max_size=9)
# A part that declares a DOCTYPE or an ENTITY is refused before anything is written.
_CONTENT = st.binary(max_size=300).filter(lambda data: b"<!" not in data)
_ENTRY = st.tuples(_CONTENT, st.booleans(), st.integers(0, 3))


@settings(max_examples=60)
@given(
    st.dictionaries(_NAMES, _ENTRY, max_size=6).filter(
        lambda found: len({name.casefold() for name in found}) == len(found)
    ),
    st.binary(max_size=20),
    st.booleans(),
)
def test_any_mix_of_changes_gives_what_was_asked_for(tmp_path_factory, found, comment, follow):
    """Each entry is kept, replaced, removed, or removed and added again."""
    stream = io.BytesIO()
    if follow:
        stream.seekable = lambda: False
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        for name, (data, deflated, _) in found.items():
            # A leading NUL keeps the random bytes from looking like XML to the checks.
            archive.writestr(name, b"\0" + data, zipfile.ZIP_DEFLATED * deflated)
        archive.comment = comment
    changes = _opened(tmp_path_factory.mktemp("any"), stream.getvalue())
    expected = {"[Content_Types].xml": b"<Types/>"}
    for name, (data, _, action) in found.items():
        if action == 1:
            changes.replace(name, lambda data=data: [data[::-1], data])
        elif action >= 2:
            changes.remove(name)
        if action == 3:
            changes.add(name, data)
        if action != 2:
            expected[name] = (b"\0" + data, data[::-1] + data, b"", data)[action]
    made = zipfile.ZipFile(io.BytesIO(_written(changes)))
    assert {name: made.read(name) for name in made.namelist()} == expected
    assert list(expected) == made.namelist()
    assert made.comment == comment
