"""Files made to do harm, for every test that reads files.

A test that takes `hostile_file` runs once per kind; `hostile_file(folder)` writes the file and
returns its path. The fixture `hostile_files` has all of them by name. Nothing is stored: each is
made when it is asked for.
"""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# Other work on the machine must not fail a test that is right.
# In CI every run draws the same examples, so that a change is judged by itself alone.
settings.register_profile("cximpact", deadline=None, derandomize=os.environ.get("CI") == "true")
# For the night: pytest tests/hostile/test_mutated_*.py --hypothesis-profile=nightly
# (or CXIMPACT_TESTS=nightly in the environment).
settings.register_profile("nightly", deadline=None, max_examples=10_000)
settings.load_profile(os.environ.get("CXIMPACT_TESTS", "cximpact"))

HostileFile = Callable[[Path], Path]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
HEADERS = '<c r="A1" t="inlineStr"><is><t>id</t></is></c>'


def sheet_xml(cells: str = "", *, prolog: str = "", headers: str = HEADERS) -> str:
    """Return a sheet with a header in A1 and whatever rows are given."""
    return (
        f'{prolog}<worksheet xmlns="{MAIN}"><sheetData><row r="1">{headers}</row>'
        f"{cells}</sheetData></worksheet>"
    )


def workbook_parts(sheet: str | bytes) -> dict[str, str | bytes]:
    """Return the parts of the smallest workbook that has one sheet."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"/>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="List" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """Return a zip file of some parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def workbook(sheet: str | bytes, **more: str | bytes) -> bytes:
    """Return a workbook of one sheet, and more parts if given (names without `xl/` and `.xml`)."""
    parts = workbook_parts(sheet)
    return zipped(parts | {f"xl/{name}.xml": content for name, content in more.items()})


def _alias_bomb() -> str:
    levels = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 10)]
    return "\n".join(["l0: &l0 [x]", *levels])


def _merge_nest() -> str:
    levels = [f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}" for n in range(1, 30)]
    return "\n".join(["m0: &m0 {a: 1}", *levels])


def _with_wrong_size(size: int, content: str) -> bytes:
    """Return a workbook whose sheet is stated to be of another size, in both zip headers."""
    data = bytearray(workbook(sheet_xml(content)))
    for signature, offset, name_at in ((b"PK\3\4", 22, 30), (b"PK\1\2", 24, 46)):
        at = -1
        while (at := data.find(signature, at + 1)) >= 0:
            if data[at + name_at :].startswith(b"xl/worksheets/sheet1.xml"):
                struct.pack_into("<I", data, at + offset, size)
    return bytes(data)


def _locked() -> bytes:
    data = bytearray(workbook(sheet_xml()))
    at = data.find(b"PK\1\2")
    data[at + 8] |= 1
    return bytes(data)


def _overlapping() -> bytes:
    """Return a workbook in which fifty parts share the bytes of one."""
    parts = workbook_parts(sheet_xml()) | {f"xl/p{n}.xml": "<a/>" for n in range(50)}
    parts["xl/p0.xml"] = "<a>" + "".join(map(str, range(3000))) + "</a>"
    data = bytearray(zipped(parts))
    first = data.find(b"xl/p0.xml", data.find(b"PK\1\2")) - 46
    for n in range(1, 50):
        at = data.find(f"xl/p{n}.xml".encode(), first) - 46
        data[at + 16 : at + 28] = data[first + 16 : first + 28]
        data[at + 42 : at + 46] = data[first + 42 : first + 46]
    return bytes(data)


def _entity_sheet(encoding: str) -> bytes:
    prolog = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
    return workbook(sheet_xml('<row r="2"><c><v>&b;</v></c></row>', prolog=prolog).encode(encoding))


FAR_CORNER = sheet_xml('<row r="60000"><c r="XFD60000"><v>1</v></c></row>')
HIDDEN_CORNER = sheet_xml('<row r="60000"><c t="n" r="&#88;FD60000"><v>1</v></c></row>')
BEYOND = sheet_xml('<row r="1048577"><c r="A1048577"><v>1</v></c></row>')
LONG_ROW = '<row r="2"><c r="A2"><v>' + "0" * 30_000_000 + "</v></c></row>"

_TEXTS: dict[str, str | Callable[[], str]] = {
    "yaml_alias_bomb.yaml": _alias_bomb,
    "yaml_merge_nest.yaml": _merge_nest,
    "yaml_merge_inline.yaml": "<<: {a: 1}\nb: 2\n",
    "yaml_50000_brackets.yaml": "[" * 50_000,
    "yaml_50000_braces.yaml": "{a: " * 50_000,
    "yaml_50000_dashes.yaml": "- " * 50_000,
    "yaml_python_object.yaml": "a: !!python/object/apply:os.system ['true']\n",
    "yaml_binary.yaml": "a: !!binary aGVsbG8=\n",
    "yaml_own_tag.yaml": "a: !env HOME\n",
    "yaml_duplicate_key.yaml": "a: 1\nb: 2\na: 3\n",
    "yaml_200000_nodes.yaml": lambda: "[" + "1," * 200_000 + "]",
    "yaml_infinity.yaml": "a: .inf\n",
    "yaml_nan.yaml": "a: .nan\n",
    "yaml_overflow.yaml": "a: 1e400\n",
    "yaml_long_number.yaml": lambda: "a: " + "9" * 1_000_000,
    "yaml_tag_lines.yaml": lambda: "".join(f"%TAG !{n}! tag:x\n" for n in range(99_999)) + "---\n",
    "yaml_tag_lines_later.yaml": lambda: (
        "a: 1\n...\n" + "".join(f"%TAG !{n}! tag:x\n" for n in range(99_999)) + "---\n"
    ),
    "yaml_two_documents.yaml": "a: 1\n---\na: 2\n",
    "yaml_list_as_key.yaml": "? [a, b]\n: 1\n",
    "json_duplicate_key.json": '{"a": 1, "a": 2}',
    "json_nan.json": '{"a": NaN}',
    "json_infinity.json": '{"a": -Infinity}',
    "json_overflow.json": '{"a": 1e400}',
    "json_huge_exponent.json": '{"a": 1e999999999}',
    "json_tiny_exponent.json": '{"a": 1e-999999999}',
    "json_long_number.json": lambda: '{"a": ' + "9" * 1_000_000 + "}",
    "json_50000_brackets.json": "[" * 50_000,
    "json_50000_objects.json": '{"a":' * 50_000,
    "json_200000_nodes.json": lambda: "[" + "1," * 200_000 + "1]",
    "json_unclosed_text.json": lambda: '{"a": "' + "\\\\" * 1_000_000,
    "json_lone_surrogate.json": '{"a": "\\ud800"}',
    "json_nul.json": '{"a": "\\u0000"}',
    "csv_ragged.csv": "id,cost\nA,1\nB,2,3\nC\n",
    "csv_duplicate_header.csv": "id,cost,cost\nA,1,2\n",
    "csv_no_header.csv": "id,,cost\nA,1,2\n",
    "csv_nul.csv": "id,cost\nA,\x001\n",
    "csv_unclosed_quote.csv": lambda: 'id,cost\nA,"1\n' + "B,2\n" * 50_000,
    "csv_swallowed_rows.csv": 'id,title\nA,"one\nB,two\nC,"three"\n',
    "csv_long_field.csv": lambda: "id,title\nA," + "x" * (2 * 1024 * 1024) + "\n",
    "csv_20000_columns.csv": lambda: ",".join(f"c{n}" for n in range(20_000)) + "\n",
    "csv_empty.csv": "",
    "jsonl_duplicate_key.jsonl": '{"id": 1, "id": 2}\n',
    "jsonl_nan.jsonl": '{"id": NaN}\n',
    "jsonl_brackets.jsonl": "[" * 50_000,
}
_BYTES: dict[str, Callable[[], bytes]] = {
    "yaml_not_utf8.yaml": lambda: b"a: caf\xe9\n",
    "yaml_utf16.yaml": lambda: "a: 1\n".encode("utf-16"),
    "json_not_utf8.json": lambda: b'{"a": "caf\xe9"}',
    "csv_not_utf8.csv": lambda: b"id,title\nA,ok\nB,caf\xe9\n",
    "csv_utf16_unstated.csv": lambda: "id,title\nA,ok\n".encode("utf-16"),
    "csv_utf16_without_mark.csv": lambda: "id,title\nA,ok\n".encode("utf-16-le"),
    "csv_is_a_zip.csv": lambda: workbook(sheet_xml()),
    "csv_is_a_pdf.csv": lambda: b"%PDF-1.7\nid,title\n",
    "csv_is_parquet.csv": lambda: b"PAR1\0\0",
    "xlsx_is_csv.xlsx": lambda: b"id,title\nA,ok\n",
    "xlsx_is_xls.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "xlsx_is_another_zip.xlsx": lambda: zipped({"a.txt": "hello"}),
    "xlsx_cut_short.xlsx": lambda: workbook(sheet_xml())[:-200],
    "xlsx_bomb.xlsx": lambda: workbook(sheet_xml(LONG_ROW)),
    "xlsx_bomb_elsewhere.xlsx": lambda: workbook(sheet_xml(), theme="<a>" + " " * 30_000_000),
    "xlsx_doctype.xlsx": lambda: _entity_sheet("utf-8"),
    "xlsx_doctype_utf16.xlsx": lambda: _entity_sheet("utf-16"),
    "xlsx_doctype_utf16_without_mark.xlsx": lambda: _entity_sheet("utf-16-be"),
    "xlsx_doctype_elsewhere.xlsx": lambda: workbook(
        sheet_xml(), sharedStrings="<!DOCTYPE a SYSTEM 'file:///etc/hostname'><sst/>"
    ),
    "xlsx_far_corner.xlsx": lambda: workbook(FAR_CORNER),
    "xlsx_hidden_far_corner.xlsx": lambda: workbook(HIDDEN_CORNER),
    "xlsx_beyond_last_row.xlsx": lambda: workbook(BEYOND),
    "xlsx_case_variant.xlsx": lambda: zipped(
        workbook_parts(sheet_xml()) | {"xl/worksheets/SHEET1.xml": FAR_CORNER}
    ),
    "xlsx_parent_folder.xlsx": lambda: zipped(workbook_parts(sheet_xml()) | {"../a.xml": "<a/>"}),
    "xlsx_absolute_name.xlsx": lambda: zipped(workbook_parts(sheet_xml()) | {"/a.xml": "<a/>"}),
    "xlsx_3000_parts.xlsx": lambda: zipped(
        workbook_parts(sheet_xml()) | {f"p/{n}": "" for n in range(3000)}
    ),
    "xlsx_size_understated.xlsx": lambda: _with_wrong_size(100, LONG_ROW[:500_000]),
    "xlsx_size_overstated.xlsx": lambda: _with_wrong_size(900_000, LONG_ROW[:500_000]),
    "xlsx_locked.xlsx": _locked,
    "xlsx_overlapping.xlsx": _overlapping,
    "xlsx_broken_xml.xlsx": lambda: workbook(sheet_xml()[:-20]),
    "xlsx_no_sheet.xlsx": lambda: zipped(
        {k: v for k, v in workbook_parts("").items() if "rels/workbook" not in k}
    ),
    "parquet_is_text.parquet": lambda: b"id,title\n",
    "parquet_cut_short.parquet": lambda: b"PAR1" + bytes(40) + b"PAR1",
}


def _writer(name: str, content: str | Callable[[], str | bytes]) -> HostileFile:
    def write(folder: Path) -> Path:
        made = content() if callable(content) else content
        path = folder / name
        path.write_bytes(made.encode() if isinstance(made, str) else made)
        return path

    return write


HOSTILE: dict[str, HostileFile] = {
    name.rpartition(".")[0]: _writer(name, content) for name, content in (_TEXTS | _BYTES).items()
}


@pytest.fixture(scope="session")
def hostile_files() -> dict[str, HostileFile]:
    """All hostile files by name; each value writes one into a folder and returns its path."""
    return HOSTILE


@pytest.fixture(scope="session")
def make_workbook() -> Callable[..., bytes]:
    """Builds a workbook from the XML of its sheet; further parts as keywords."""
    return workbook


@pytest.fixture(scope="session")
def make_sheet() -> Callable[..., str]:
    """Builds the XML of a sheet from the XML of its rows below the header in row 1."""
    return sheet_xml


@pytest.fixture(scope="session")
def make_strings_book() -> Callable[[str], bytes]:
    """Builds a workbook whose cell A2 is the first of the shared texts given as XML."""

    def make(shared: str) -> bytes:
        parts = workbook_parts(sheet_xml('<row r="2"><c r="A2" t="s"><v>0</v></c></row>'))
        links = str(parts["xl/_rels/workbook.xml.rels"])
        more = f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        parts["xl/_rels/workbook.xml.rels"] = links.replace("</R", f"{more}</R")
        return zipped(parts | {"xl/sharedStrings.xml": shared})

    return make


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `hostile_file` once for each."""
    if "hostile_file" in metafunc.fixturenames:
        metafunc.parametrize("hostile_file", HOSTILE.values(), ids=HOSTILE.keys())


@pytest.fixture(scope="session")
def baltimore_data() -> Path:
    """Return the folder of a real city's tables; without it, skip here and fail in CI."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("CXIMPACT_DATA") or beside) / "baltimore"
    if not folder.is_dir():
        reason = f"the city's tables are not at {folder}; point CXIMPACT_DATA at their parent"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder
