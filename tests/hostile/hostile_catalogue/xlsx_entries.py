"""Hostile workbooks: packages that are no workbook or too large, sheets that lie, odd cells."""

from __future__ import annotations

import io
import struct
import zipfile
from xml.sax.saxutils import escape

from hostile_catalogue.kit import HEADERS, Build, Shelf, listed, made

__all__ = ["ENTRIES", "book", "sheet"]

ENTRIES = Shelf("xlsx", base="list")
refuse, accept, say = ENTRIES.refuse, ENTRIES.accept, ENTRIES.say
MEGABYTE = 1024 * 1024
LIST = "list.xlsx"
# A megabyte that no compression makes into next to nothing.
NOISE = "".join(f"{n * 7919 % 99991:05}" for n in range(MEGABYTE // 5))
OFFICE, RELS = made().OFFICE, made().RELS
ROW = {"A": "a", "B": "Idea", "C": "it", "D": 1000, "E": 4}


def cell(address: str, value: object) -> str:
    """One cell: a number, a text, or XML that begins with '<' and holds @ for its address."""
    if isinstance(value, str) and value.startswith("<"):
        return value.replace("@", address, 1)
    if isinstance(value, str):
        text = escape(value)
        return f'<c r="{address}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    return f'<c r="{address}"><v>{value!r}</v></c>'


def row_xml(number: int, **changed: object) -> str:
    """One row: the sound one with some cells changed, or left out where None is given."""
    cells = {column: value for column, value in (ROW | changed).items() if value is not None}
    return f'<row r="{number}">{"".join(cell(f"{at}{number}", each) for at, each in cells.items())}</row>'


HEAD = "".join(cell(f"{at}1", name) for at, name in zip("ABCDE", HEADERS, strict=True))


def sheet(*rows: str, prolog: str = "", head: str = HEAD) -> str:
    return made().sheet_xml("".join(rows), prolog=prolog, headers=head)


def parts(content: str | bytes, **more: str | bytes) -> dict[str, str | bytes]:
    found = made().workbook_parts(content)
    return found | {name.replace("__", "/") + ".xml": each for name, each in more.items()}


def book(content: str | bytes, **more: str | bytes) -> bytes:
    """A workbook of one sheet; further parts by name, `xl__styles` for xl/styles.xml."""
    return made().zipped(parts(content, **more))


def linked(kind: str, content: str, rows: str) -> bytes:
    """A workbook whose sheet uses shared texts or styles."""
    found = parts(sheet(rows), **{f"xl__{kind}": content})
    links = str(found["xl/_rels/workbook.xml.rels"])
    more = f'<Relationship Id="r2" Type="{OFFICE}/{kind}" Target="{kind}.xml"/>'
    found["xl/_rels/workbook.xml.rels"] = links.replace(
        "</Relationships>", more + "</Relationships>"
    )
    return made().zipped(found)


def rows(*changed: dict[str, object]) -> Build:
    """A list of sound rows with some cells changed."""
    xml = [row_xml(number, **each) for number, each in enumerate(changed, 2)]
    return listed(LIST, lambda: book(sheet(*xml)))


def raw(content: str | bytes, **more: str | bytes) -> Build:
    return listed(LIST, lambda: book(content, **more))


def packed(content: bytes) -> Build:
    return listed(LIST, content)


def package(**changed: str | bytes | None) -> Build:
    """A sound workbook with parts changed, added, or left out; names as for `book`."""
    found = made().workbook_parts(sheet(row_xml(2)))
    for name, content in changed.items():
        part = {
            "rels": "xl/_rels/workbook.xml.rels",
            "types": "[Content_Types].xml",
            "root": "_rels/.rels",
        }.get(name) or name.replace("__", "/") + ".xml"
        if content is None:
            found.pop(part)
        else:
            found[part] = content
    return packed(made().zipped(found))


def workbook_xml(sheets: str, more: str = "") -> str:
    return f'<workbook xmlns="{made().MAIN}" xmlns:r="{OFFICE}">{more}<sheets>{sheets}</sheets></workbook>'


def twice(name: str) -> bytes:
    """A workbook in which a part stands twice, with another content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for part, content in made().workbook_parts(sheet(row_xml(2))).items():
            archive.writestr(part, content)
        other = archive.infolist()[-1]
        assert other.filename == name
        archive.writestr(zipfile.ZipInfo(name + "_"), sheet(row_xml(2, A="other")))
    return stream.getvalue().replace((name + "_").encode(), (name + "\0").encode())


def with_byte(data: bytes, signature: bytes, offset: int, form: str, value: int) -> bytes:
    """Change a number in all headers of one kind."""
    changed, at = bytearray(data), -1
    while (at := changed.find(signature, at + 1)) >= 0:
        struct.pack_into(form, changed, at + offset, value)
    return bytes(changed)


SOUND = book(sheet(row_xml(2)))
SHEET = "xl/worksheets/sheet1.xml"
accept("the list itself is sound", packed(SOUND), "Idea", "EUR 1,000")

# --- Packages
for name, build, words in [
    ("nothing", packed(b""), (LIST,)),
    ("no zip", packed(b"hello" * 99), (LIST,)),
    ("a zip of nothing", packed(b"PK\x05\x06" + bytes(18)), (LIST,)),
    ("the front half", packed(SOUND[: len(SOUND) // 2]), ("cut short",)),
    ("the back half", packed(SOUND[len(SOUND) // 2 :]), (LIST,)),
    ("without its last byte", packed(SOUND[:-1]), (LIST,)),
    (
        "a method that no one knows",
        packed(with_byte(with_byte(SOUND, b"PK\1\2", 10, "<H", 99), b"PK\3\4", 8, "<H", 99)),
        (LIST,),
    ),
    ("wrong checksums", packed(with_byte(SOUND, b"PK\1\2", 16, "<I", 12345)), (LIST,)),
    ("offsets beyond the end", packed(with_byte(SOUND, b"PK\1\2", 42, "<I", 2**31)), (LIST,)),
    ("sizes of 4 GB", packed(with_byte(SOUND, b"PK\1\2", 24, "<I", 2**32 - 2)), (LIST,)),
    ("a part twice", packed(twice(SHEET)), (LIST,)),
    (
        "a part called as another but for letter case",
        package(xl__worksheets__SHEET1="<a/>"),
        ("letter case", "SHEET1"),
    ),
    ("a part above its folder", package(**{"xl__..__..__evil": "<a/>"}), ("unsafe name",)),
    ("a part of Windows", package(**{"C:\\evil": "<a/>"}), ("unsafe name",)),
    (
        "a name of terminal escapes and case",
        package(**{"xl__\x1b[31m": "<a/>", "xl__\x1b[31M": "<a/>"}),
        (LIST,),
    ),
    ("2,001 parts", package(**{f"p__{n}": "" for n in range(2001)}), ("too many parts",)),
    (
        "a part that unpacks to 30 times a megabyte",
        package(xl__theme="<a>" + " " * 30 * MEGABYTE + "</a>"),
        ("compressed more highly",),
    ),
    (
        "a sheet that unpacks to 60 MB",
        listed(LIST, lambda: book(b"<worksheet>" + b" " * 60 * MEGABYTE)),
        ("compressed more highly",),
    ),
    ("a DOCTYPE", raw(sheet(row_xml(2), prolog='<!DOCTYPE a [<!ENTITY b "c">]>')), ("DOCTYPE",)),
    ("a DOCTYPE in small letters", raw(sheet(row_xml(2), prolog="<!doctype a>")), ("DOCTYPE",)),
    (
        "a DOCTYPE after a comment",
        raw(
            sheet(
                row_xml(2),
                prolog="<?xml version='1.0'?><!-- x --><!DOCTYPE a SYSTEM 'http://127.0.0.1/'>",
            )
        ),
        ("DOCTYPE",),
    ),
    ("a DOCTYPE in the relations", package(rels="<!DOCTYPE a><Relationships/>"), ("DOCTYPE",)),
    ("no relations", package(rels=None), (LIST,)),
    ("no workbook", package(xl__workbook=None), (LIST,)),
    ("no sheets", package(xl__workbook=workbook_xml("")), (LIST,)),
    ("a sheet that is missing", package(xl__worksheets__sheet1=None), (LIST, "missing")),
    (
        "relations in a circle",
        package(
            rels=f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="workbook.xml"/></Relationships>'
        ),
        (LIST,),
    ),
    (
        "a sheet on the network",
        package(
            rels=f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" TargetMode="External" Target="http://127.0.0.1/a.xml"/></Relationships>'
        ),
        (LIST,),
    ),
    (
        "a sheet above its folder",
        package(
            rels=f'<Relationships xmlns="{RELS}"><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="../../../etc/passwd"/></Relationships>'
        ),
        (LIST,),
    ),
    ("relations that are no XML", package(rels="<Relationships"), (LIST,)),
    ("a workbook of brackets", package(xl__workbook="<a>" * 50_000), (LIST,)),
    (
        "two sheets with values",
        package(
            xl__workbook=workbook_xml(
                '<sheet name="A" sheetId="1" r:id="r1"/><sheet name="B" sheetId="2" r:id="r1"/>'
            )
        ),
        ("several sheets hold values",),
    ),
    (
        "sheets alike",
        package(
            xl__workbook=workbook_xml(
                '<sheet name="A" sheetId="1" r:id="r1"/><sheet name="A" sheetId="2" r:id="r1"/>'
            )
        ),
        (LIST,),
    ),
    ("a sheet in UTF-16", raw(sheet(row_xml(2)).encode("utf-16")), (LIST,)),
    (
        "a sheet that says it is in UTF-16",
        raw(sheet(row_xml(2), prolog='<?xml version="1.0" encoding="UTF-16"?>')),
        (LIST,),
    ),
    ("a sheet in cp1252", raw(sheet(row_xml(2, B="Für")).encode("cp1252")), (LIST,)),
    (
        "a sheet with overlong UTF-8",
        raw(sheet(row_xml(2)).encode().replace(b"Idea", b"\xc0\xaf")),
        (LIST,),
    ),
    ("a sheet with a NUL", raw(sheet(row_xml(2, B="a\0"))), (LIST,)),
    ("a sheet cut in the middle", raw(sheet(row_xml(2))[:-60]), (LIST, "sheet List")),
    ("a sheet of no rows", raw("<worksheet/>"), (LIST,)),
    ("a sheet of brackets", raw("<a>" * 100_000), (LIST,)),
    ("a sheet of 30 MB of digits", raw(sheet(row_xml(2, D=int("1" * 4000)))), (LIST,)),
]:
    refuse(f"package: {name}", build, *words)
accept(
    "package: 65,535 parts stated", packed(with_byte(SOUND, b"PK\5\6", 10, "<H", 65_535)), "Idea"
)
accept("package: no root", package(root=None), "Idea")

# --- Extents
for name, content, words in [
    (
        "a far corner",
        sheet(row_xml(2), '<row r="60000"><c r="XFD60000"><v>1</v></c></row>'),
        ("span 60,000 rows", "XFD60000"),
    ),
    (
        "the last cell of all",
        sheet(row_xml(2), '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        ("span 1,048,576 rows",),
    ),
    (
        "a far text",
        sheet(
            row_xml(2), '<row r="60000"><c r="XFD60000" t="inlineStr"><is><t>x</t></is></c></row>'
        ),
        ("span",),
    ),
    (
        "a far formula",
        sheet(row_xml(2), '<row r="60000"><c r="XFD60000"><f>1</f></c></row>'),
        ("span",),
    ),
    (
        "a row beyond the last",
        sheet(row_xml(2), '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        ("beyond the last row",),
    ),
    (
        "a column beyond the last",
        sheet(row_xml(2), '<row r="3"><c r="XFE3"><v>1</v></c></row>'),
        ("beyond the last row or column",),
    ),
    ("a row of 10^30", sheet(row_xml(2), f'<row r="1{"0" * 30}"/>'), ("no sheet has a row",)),
    ("a row zero", sheet(row_xml(2), '<row r="0"><c r="A0"><v>1</v></c></row>'), ("row",)),
    ("a row below zero", sheet(row_xml(2), '<row r="-5"/>'), ("no sheet has a row",)),
    (
        "a column of 9,999 letters",
        sheet(row_xml(2), f'<row r="3"><c r="{"A" * 9999}3"><v>1</v></c></row>'),
        ("no sheet has a cell",),
    ),
    (
        "a far corner by a reference",
        sheet(row_xml(2), '<row r="60000"><c r="&#88;FD60000"><v>1</v></c></row>'),
        ("span",),
    ),
]:
    refuse(f"extent: {name}", raw(content), LIST, *words)
accept(
    "extent: a lie about the extent",
    raw(sheet(row_xml(2)).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')),
    "Idea",
)
accept(
    "extent: a style in a far corner",
    raw(sheet(row_xml(2), '<row r="60000"><c r="XFD60000" s="0"/></row>')),
    "Idea",
)


# --- Cells
def shared(content: str, index: str) -> Build:
    cells = row_xml(2, B=f'<c r="@" t="s"><v>{index}</v></c>')
    return packed(linked("sharedStrings", f'<sst xmlns="{made().MAIN}">{content}</sst>', cells))


def formula(code: str, kind: str = "", value: str | None = None) -> str:
    stated = f' t="{kind}"' if kind else ""
    result = "" if value is None else f"<v>{value}</v>"
    return f'<c r="@"{stated}><f>{code}</f>{result}</c>'


for name, build, words in [
    ("a shared text out of range", shared("<si><t>x</t></si>", "1"), ("sheet List",)),
    ("a shared text of 10^30", shared("<si><t>x</t></si>", "1" + "0" * 30), ("sheet List",)),
    ("a shared text below zero", shared("<si><t>x</t></si>", "-1"), ("sheet List",)),
    ("a shared text of no number", shared("<si><t>x</t></si>", "x"), ("sheet List",)),
    ("shared texts without a part", rows({"B": '<c r="@" t="s"><v>0</v></c>'}), ("sheet List",)),
    ("shared texts cut in the middle", shared("<si><t>x", "0"), ("sheet List",)),
    (
        "a failed formula as an amount",
        rows({"D": formula("1/0", "e", "#DIV/0!")}),
        ("sheet List", "cell D2", "#DIV/0!"),
    ),
    (
        "a failed formula as an id",
        rows({"A": formula("1/0", "e", "#REF!")}),
        ("sheet List", "cell A2", "#REF!"),
    ),
    (
        "a failed formula in a header",
        raw(
            sheet(
                row_xml(2),
                head=HEAD.replace(
                    cell("D1", "cost"), formula("A", "e", "#NAME?").replace("@", "D1")
                ),
            )
        ),
        ("cell D1",),
    ),
    (
        "a formula without a result as an amount",
        rows({"D": formula("1+1")}),
        ("sheet List", "cell D2", "open the workbook"),
    ),
    ("a formula without a result as an id", rows({"A": formula("1+1")}), ("cell A2",)),
    ("a formula without a result as an answer", rows({"E": formula("1+1", "str")}), ("cell E2",)),
    ("a text as an amount", rows({"D": "12k"}), ("sheet List", "cell D2, cost", "'12k'")),
    ("a truth value as an amount", rows({"D": '<c r="@" t="b"><v>1</v></c>'}), ("cell D2, cost",)),
    ("a text of a formula as an amount", rows({"D": "=1+1"}), ("cell D2, cost", "'=1+1'")),
    ("a text of 1e999999 as an amount", rows({"D": "1e999999"}), ("cell D2, cost",)),
    ("1e400", rows({"D": '<c r="@"><v>1e400</v></c>'}), ("cell D2", "#NUM!")),
    ("nan", rows({"D": '<c r="@"><v>nan</v></c>'}), ("sheet List",)),
    ("infinity", rows({"D": '<c r="@"><v>inf</v></c>'}), ("sheet List",)),
    ("1e300 of money", rows({"D": '<c r="@"><v>1e300</v></c>'}), ("cell D2, cost", "too large")),
    ("a number in words", rows({"D": '<c r="@"><v>x</v></c>'}), ("sheet List",)),
    ("an amount below zero", rows({"D": -1000}), ("cell D2, cost", "negative")),
    ("an answer off the scale", rows({"E": 9}), ("cell E2, ease", "1 to 5")),
    ("an unknown kind of cell", rows({"D": '<c r="@" t="zz"><v>1</v></c>'}), (LIST,)),
    ("a day in words", rows({"D": '<c r="@" t="d"><v>soon</v></c>'}), (LIST,)),
    ("no id", rows({"A": None}), ("cell A2, id", "no id")),
    ("ids alike", rows({}, {}), ("cell A3, id", "stands twice")),
    ("ids alike as text and number", rows({"A": 7}, {"A": "7"}), ("cell A3, id", "stands twice")),
    ("5,000 ids alike", rows(*({} for _ in range(5000))), ("more of this kind",)),
    (
        "5,000 failed formulas",
        rows(*({"A": str(n), "D": formula("1/0", "e", "#N/A")} for n in range(5000))),
        ("more of this kind",),
    ),
    (
        "two values in a cell",
        rows({"B": '<c r="@" t="inlineStr"><is><t>a</t></is><is><t>b</t></is></c>'}),
        ("sheet List", "two values"),
    ),
    (
        "a tag inside a text",
        rows({"B": '<c r="@" t="inlineStr"><is><t><f>1</f>risk</t></is></c>'}),
        ("sheet List", "holds a tag"),
    ),
    (
        "headers alike",
        raw(sheet(row_xml(2), head=HEAD.replace("title", "cost"))),
        ("two columns have one name",),
    ),
    (
        "a terminal escape in an amount, by the way of workbooks",
        rows({"D": "_x001B_[31m"}),
        ("cell D2, cost", r"\x1b[31m"),
    ),
    ("an amount of a megabyte", rows({"D": NOISE}), ("cell D2, cost", "…")),
    ("a NUL by the way of workbooks", rows({"B": "a_x0000_b"}), (LIST, "NUL")),
]:
    refuse(f"cell: {name}", build, LIST, *words)
refuse(
    "cell: a sheet called by terminal escapes",
    package(
        xl__workbook=workbook_xml('<sheet name="&#x9b;31mred" sheetId="1" r:id="r1"/>'),
        xl__worksheets__sheet1=sheet(row_xml(2, D="x")),
    ),
    LIST,
    r"sheet \x9b31mred",
    "cell D2",
)
accept(
    "cell: an error where nothing is needed",
    raw(sheet(row_xml(2, F=formula("1/0", "e", "#N/A")), head=HEAD + cell("F1", "other"))),
    "Idea",
)
accept(
    "cell: terminal escapes in a title, by the way of workbooks",
    rows({"B": "_x001B_]0;x_x0007_"}),
    r"\x1b]0;x\x07",
)
accept(
    "cell: formulas as text",
    rows(*({"A": each, "B": each} for each in ("=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1"))),
    "=cmd|",
    "@SUM(1)",
)
accept(
    "cell: a result of a formula that is a formula",
    rows({"B": formula('"="&amp;"1"', "str", "=1+1")}),
    "=1+1",
)
accept("cell: an empty result", rows({"B": formula("A9", "str", "")}), "a")
accept("cell: minus zero", rows({"D": -0.0}), "EUR 0")
accept("cell: a title of 100,000 characters", rows({"B": "t" * 100_000}), "ttt")
accept(
    "cell: a thousand blank rows",
    rows(*({"A": " ", "B": " ", "C": " ", "D": " ", "E": " "} for _ in range(1000)), {}),
    "Idea",
)
accept(
    "cell: a shared text that is used a thousand times",
    packed(
        linked(
            "sharedStrings",
            f'<sst xmlns="{made().MAIN}"><si><t>Shared</t></si></sst>',
            "".join(row_xml(n, A=str(n), B='<c r="@" t="s"><v>0</v></c>') for n in range(2, 300)),
        )
    ),
    "Shared",
)
accept(
    "cell: shared texts that state too many",
    packed(
        linked(
            "sharedStrings",
            f'<sst xmlns="{made().MAIN}" count="9" uniqueCount="4000000000"><si><t>Few</t></si></sst>',
            row_xml(2, B='<c r="@" t="s"><v>0</v></c>'),
        )
    ),
    "Few",
)

DAYS = f'<styleSheet xmlns="{made().MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'


def day(value: str, *, from_1904: bool = False) -> Build:
    data = linked("styles", DAYS, row_xml(2, B=f'<c r="@" s="1"><v>{value}</v></c>'))
    plain = workbook_xml('<sheet name="List" sheetId="1" r:id="r1"/>')
    if from_1904:
        found = {
            each: zipfile.ZipFile(io.BytesIO(data)).read(each)
            for each in zipfile.ZipFile(io.BytesIO(data)).namelist()
        }
        found["xl/workbook.xml"] = plain.replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
        data = made().zipped(found)
    return packed(data)


# 46082 days after the last day of 1899 (with the day of 1900 that never was): 2026-03-01.
accept("day: counted from 1900", day("46082"), "a: 2026-03-01")
accept("day: counted from 1904", day("44620", from_1904=True), "a: 2026-03-01")
for value in ("60", "0", "0.5", "-1", "2958465", "2958466", "1e10"):
    accept(f"day: the number {value}", day(value), "a: ")
accept("day: below zero it is a number", day("-1.5"), "a: -1.5")
for value in ("1e11", "-1e11", "1e300", "-1e300"):
    refuse(f"day: the number {value}", day(value), LIST, "sheet List", "B2", "no calendar has")
