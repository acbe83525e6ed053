"""Hostile CSV: the list of proposals, companion tables, evidence."""

from __future__ import annotations

import csv
import io

from hostile_catalogue.kit import HEADERS, Build, Shelf, listed, swap, whole
from hostile_catalogue.sound_files import TABLES

__all__ = ["ENTRIES"]

ENTRIES = Shelf("csv", base="list")
refuse, accept, say = ENTRIES.refuse, ENTRIES.accept, ENTRIES.say
MEGABYTE = 1024 * 1024
LIST = "list.csv"
HEAD = ",".join(HEADERS) + "\n"
ROW = {"id": "a", "title": "Idea", "unit": "it", "cost": "1000", "ease": "4"}


def text(*rows: dict[str, str], head: str = HEAD) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows((ROW | row).values() for row in rows)
    return head + stream.getvalue()


def rows(*changed: dict[str, str]) -> Build:
    """A list of sound rows with some cells changed."""
    return listed(LIST, text(*changed))


def raw(content: str | bytes) -> Build:
    """A list written as it stands."""
    return listed(LIST, content)


SOUND = text({})

accept("the list itself is sound", rows({}), "Idea")
for name, build, words in [
    (
        "a row cut in the middle",
        raw(SOUND + "b,Idea,i"),
        ("line 3", "3 fields where the header has 5"),
    ),
    ("a row too long", raw(SOUND + "b,Idea,it,1,4,\n"), ("line 3", "6 fields")),
    ("5,000 rows cut in the middle", raw(SOUND + "b,I\n" * 5000), ("more of this kind",)),
    (
        "a quote never closed",
        raw(SOUND + 'b,"Idea,it,1,4\n' + "c,x,it,1,4\n" * 10_000),
        ("line 3", "never closed"),
    ),
    ("a quote that swallows a row", raw(HEAD + 'a,"Idea,it,1,4\nb,"Other",it,1,4\n'), ("line 2",)),
    (
        "text after a quote",
        raw(HEAD + 'a,"Idea" of mine,it,1,4\n'),
        ("line 2", "in the middle of a field"),
    ),
    ("a million quotes", raw(HEAD + "a," + '"' * (MEGABYTE - 1) + ",it,1,4\n"), ("line 2",)),
    ("a million quotes, one too few", raw(HEAD + "a," + '"' * 99_999), ("line 2", "never closed")),
    ("headers alike", raw(SOUND.replace("title", "cost")), ("line 1", "two columns have one name")),
    (
        "headers alike but for white space",
        raw(SOUND.replace("title", " cost ")),
        ("line 1", "two columns have one name"),
    ),
    ("no header", raw(SOUND.replace("title", "")), ("line 1", "no header")),
    ("a header cut in the middle", raw("id,ti"), (LIST,)),
    ("headers alone", raw(HEAD), ("no proposals",)),
    ("nothing", raw(""), ("empty",)),
    ("a mark alone", raw(b"\xef\xbb\xbf"), ("empty",)),
    ("blank lines", raw("\n\n\n"), ("empty",)),
    ("commas alone", raw(",,,,\n,,,,\n"), ("empty",)),
    ("a NUL", raw(SOUND.replace("Idea", "Id\0ea")), ("line 2", "NUL")),
    ("NULs alone", raw("\0" * 5000), ("line 1", "NUL")),
    (
        "cp1252",
        raw(SOUND.replace("Idea", "Für").encode("cp1252")),
        ("line 2", "not encoded in utf-8", "byte 0xFC", "cp1252"),
    ),
    ("UTF-16 with a mark", raw(SOUND.encode("utf-16")), ("UTF-16",)),
    ("UTF-16 without a mark", raw(SOUND.encode("utf-16-be")), ("line 1", "NUL", "utf-16")),
    ("UTF-32", raw(SOUND.encode("utf-32")), (LIST,)),
    (
        "overlong UTF-8",
        raw(SOUND.encode().replace(b"Idea", b"\xe0\x80\xaf")),
        ("line 2", "byte 0xE0"),
    ),
    ("a surrogate", raw(SOUND.encode().replace(b"Idea", b"\xed\xa0\x80")), ("line 2", "byte 0xED")),
    ("UTF-8 cut in the middle", raw(SOUND.encode() + b"b,\xe2\x82"), ("line 3", "byte 0xE2")),
    ("a gzip file", raw(b"\x1f\x8b\x08\0" + bytes(50)), ("gzip",)),
    ("a PDF", raw(b"%PDF-1.7\n" + SOUND.encode()), ("PDF",)),
    ("an old workbook", raw(b"\xd0\xcf\x11\xe0" + bytes(900)), (".xls",)),
    ("a database", raw(b"SQLite format 3\0" + bytes(900)), ("SQLite",)),
    ("an image", raw(b"\x89PNG\r\n"), ("image",)),
    ("HTML", raw("<html><body>Please sign in</body></html>\n"), (LIST,)),
    (
        "a field of more than a megabyte",
        rows({"title": "x" * (MEGABYTE + 1)}),
        ("line 2", "longer than 1,048,576"),
    ),
    (
        "20,000 columns",
        raw(",".join(f"c{n}" for n in range(20_000)) + "\n"),
        ("line 1", "at most 16,384"),
    ),
    ("two million columns", raw("," * 2_000_000), ("line 1", "fields")),
    ("no id", rows({}, {"id": ""}), ("line 3, id", "no id")),
    ("ids alike", rows({}, {}), ("line 3, id", "stands twice", "line 2")),
    ("ids alike but for white space", rows({}, {"id": " a\t"}), ("line 3, id", "stands twice")),
    ("5,000 ids alike", rows(*({} for _ in range(5000))), ("more of this kind", "id")),
    (
        "5,000 wrong amounts",
        rows(*({"id": str(n), "cost": "1e999999"} for n in range(5000))),
        ("more of this kind", "cost"),
    ),
    ("an amount of a megabyte", rows({"cost": "9" * MEGABYTE}), ("line 2, cost", "…")),
    ("10^5000", rows({"cost": "1" + "0" * 5000}), ("line 2, cost", "not an amount")),
    ("1e400", rows({"cost": "1e400"}), ("line 2, cost",)),
    ("1e999999", rows({"cost": "1e999999"}), ("line 2, cost", "not an amount")),
    ("1e-999999", rows({"cost": "1e-999999"}), ("line 2, cost",)),
    ("nan", rows({"cost": "nan"}), ("line 2, cost", "'nan'")),
    ("infinity", rows({"cost": "-Infinity"}), ("line 2, cost",)),
    ("an amount in hexadecimal", rows({"cost": "0x10"}), ("line 2, cost",)),
    ("an amount with underlines", rows({"cost": "1_000"}), ("line 2, cost", "'1_000'")),
    ("an amount in digits of another script", rows({"cost": "١٠٠"}), ("line 2, cost",)),
    ("an amount that is a formula", rows({"cost": "=1+1"}), ("line 2, cost", "'=1+1'")),
    (
        "an amount with a terminal escape",
        rows({"cost": "\x1b]0;owned\x07"}),
        ("line 2, cost", r"\x1b]0;owned\x07"),
    ),
    ("an amount below zero", rows({"cost": "-1"}), ("line 2, cost", "negative")),
    ("an amount in two currencies", rows({"cost": "USD 5"}), ("line 2, cost", "two currencies")),
    ("an answer nan", rows({"ease": "nan"}), ("line 2, ease", "'nan'")),
    ("an answer of 1e999999", rows({"ease": "1e999999"}), ("line 2, ease",)),
    ("an answer of 10^5000", rows({"ease": "1" + "0" * 5000}), ("line 2, ease",)),
    ("an answer off the scale", rows({"ease": "6"}), ("line 2, ease", "1 to 5")),
    ("an answer of a formula", rows({"ease": "+1+1"}), ("line 2, ease", "'+1+1'")),
    ("headers that no one understands", raw("x;y;z\n1;2;3\n"), ("id",)),
    ("headers of terminal escapes", raw("\x1b[31mid,title\na,b\n"), (r"\x1b[31mid",)),
    (
        "headers that split in two ways",
        raw("id;title,unit\na;b,c\n"),
        ("what separates fields", "',' or ';'"),
    ),
    ("sep= of two characters", raw("sep=,;\n" + SOUND), (LIST,)),
]:
    refuse(f"list: {name}", build, LIST, *words)
accept("list: a mark of UTF-8", raw(b"\xef\xbb\xbf" + SOUND.encode()), "Idea")
accept("list: line ends of old Macs", raw(SOUND.replace("\n", "\r")), "Idea")
accept("list: no end of the last line", raw(SOUND.rstrip()), "Idea")
accept("list: sep=", raw("sep=;\n" + SOUND.replace(",", ";")), "Idea")
accept(
    "list: NA and NULL are text", rows({"id": "NA", "title": "NULL", "unit": "None"}), "NA", "NULL"
)
accept("list: a line end in a title", rows({"title": "one\ntwo"}), "one")
accept("list: minus zero", rows({"cost": "-0"}), "EUR 0")
accept("list: ids alike but for letter case", rows({"id": "x"}, {"id": "X"}), "x", "X")
accept(
    "list: ids alike but for Unicode's normal form",
    rows({"id": "\u00e9"}, {"id": "e\u0301"}),
    "\u00e9",
)
accept(
    "list: ids alike but for an invisible character",
    rows({"id": "x"}, {"id": "x\u200b"}),
    r"x\u200b",
)
accept(
    "list: terminal escapes in id, title and unit",
    rows({"id": "\x1b[2J", "title": "\x1b]0;x\x07", "unit": "\x9b31m"}),
    r"\x1b[2J",
    r"\x1b]0;x\x07",
)
accept("list: marks that turn writing round", rows({"title": "\u202egpj.exe"}), r"\u202egpj.exe")
accept(
    "list: formulas",
    rows(
        *(
            {"id": each, "title": each}
            for each in ("=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "%0")
        )
    ),
    "=cmd|",
    "@SUM(1)",
)
accept("list: a tab before a formula", rows({"title": "\t=1+1"}), "=1+1")
accept("list: a title of a megabyte", rows({"title": "t" * (MEGABYTE - 100)}), "ttt")
accept("list: an id of 100,000 characters", rows({"id": "i" * 100_000}), "iii")
say(
    "list: a column of no use",
    raw(SOUND.replace("\n", ",x\n").replace("ease,x", "ease,color")),
    "color",
)
say(
    "list: columns of terminal escapes",
    raw(SOUND.replace("\n", ",x\n").replace("ease,x", "ease,\x1b[31mred")),
    r"\x1b[31mred",
)
say(
    "list: a thousand columns of no use",
    raw("".join(f"c{n}," for n in range(1000)) + HEAD + "," * 1000 + "a,Idea,it,1,4\n"),
    "c0",
)

# --- Companion tables
for file, name, old, new, words in [
    ("ratings.csv", "an answer of 1e999999", "ease,2", "ease,1e999999", ("line 2, rating",)),
    ("ratings.csv", "an impossible day", "2026-02-01", "2026-02-29", ("line 2, date",)),
    (
        "ratings.csv",
        "a criterion with a terminal escape",
        "P1,ease",
        "P1,\x1b[31m",
        ("line 2, criterion", r"\x1b[31m"),
    ),
    (
        "ratings.csv",
        "a rater twice but for white space",
        "P2,ease,-1,Ben",
        "P1,ease,-1, Ann ",
        ("line 3", "answers twice"),
    ),
    ("effects.csv", "a reach nan", "60%", "nan", ("line 2, reach",)),
    ("effects.csv", "a reach of minus zero percent of 1e400", "60%", "1e400%", ("line 2, reach",)),
    ("effects.csv", "a change of 1e999999", "improves,", "1e999999,", ("line 2, change",)),
    ("effects.csv", "a change of a formula", "improves,", "=1+1,", ("line 2, change",)),
    (
        "effects.csv",
        "a touchpoint of a megabyte",
        "deciding",
        "d" * 1_000_000,
        ("line 2, touchpoint",),
    ),
    ("costs.csv", "a currency that is none", "EUR", "EURO", ("line 2", "currency")),
    ("costs.csv", "a currency with a terminal escape", "EUR", "\x1b[1", ("line 2", r"\x1b[1")),
    ("quantities.csv", "a low of nan", "-50000", "nan", ("line 2, low",)),
    ("quantities.csv", "a high of 1e400", "250000", "1e400", ("line 2, high",)),
    ("quantities.csv", "low above high", "250000", "-250000", ("line 2",)),
]:
    refuse(f"{file}: {name}", swap(file, old, new), file, *words, base="small")
refuse(
    "ratings.csv: 5,000 unknown proposals",
    whole(
        "ratings.csv",
        "proposal,criterion,rating\n" + "".join(f"Q{n},ease,1\n" for n in range(5000)),
    ),
    "ratings.csv",
    "more of this kind",
    base="small",
)

say(
    "costs.csv: no amount",
    swap("costs.csv", "P1,20000", "P1,"),
    "costs.csv, line 2, amount",
    "counts for nothing",
    base="small",
)

# --- Evidence
EVIDENCE = "csat.csv"
for name, build, words in [
    (
        "an answer nan",
        swap(EVIDENCE, "2025-09-09,4", "2025-09-09,nan"),
        ("line 10, Score", "'nan'"),
    ),
    (
        "an answer of 1e999999",
        swap(EVIDENCE, "2025-09-09,4", "2025-09-09,1e999999"),
        ("line 10, Score",),
    ),
    (
        "an answer of 10^5000",
        swap(EVIDENCE, "2025-09-09,4", "2025-09-09,1" + "0" * 5000),
        ("line 10, Score",),
    ),
    (
        "an answer of a formula",
        swap(EVIDENCE, "2025-09-09,4", "2025-09-09,=4"),
        ("line 10, Score", "'=4'"),
    ),
    (
        "a terminal escape",
        swap(EVIDENCE, "2025-09-09,4", "2025-09-09,\x1b[31m4"),
        ("line 10, Score", r"\x1b[31m4"),
    ),
    (
        "an impossible day",
        swap(EVIDENCE, "2025-09-09", "2025-02-30"),
        ("line 10, Answered", "not a date"),
    ),
    ("a day of the year zero", swap(EVIDENCE, "2025-09-09", "0000-01-01"), ("line 10, Answered",)),
    (
        "a day of the year 99999",
        swap(EVIDENCE, "2025-09-09", "99999-01-01"),
        ("line 10, Answered",),
    ),
    ("a day of a megabyte", swap(EVIDENCE, "2025-09-09", "2" * MEGABYTE), ("line 10",)),
    ("a row cut in the middle", whole(EVIDENCE, TABLES[EVIDENCE] + "2025-0"), ("line 402",)),
    ("a row too long", whole(EVIDENCE, TABLES[EVIDENCE] + "2025-01-01,5,5\n"), ("line 402",)),
    ("a quote never closed", whole(EVIDENCE, TABLES[EVIDENCE] + '2025-01-01,"5\n'), ("line 402",)),
    ("headers alike", swap(EVIDENCE, "Answered,Score", "Score,Score"), ("line 1", "one name")),
    ("a NUL", whole(EVIDENCE, TABLES[EVIDENCE] + "2025-01-01,\0\n"), ("line 402", "NUL")),
    (
        "cp1252",
        whole(EVIDENCE, (TABLES[EVIDENCE] + "2025-01-01,fünf\n").encode("cp1252")),
        (EVIDENCE,),
    ),
    ("UTF-16", whole(EVIDENCE, TABLES[EVIDENCE].encode("utf-16")), ("UTF-16",)),
    ("a zip file", whole(EVIDENCE, b"PK\x03\x04" + bytes(500)), ("zip",)),
    ("a Parquet file", whole(EVIDENCE, b"PAR1" + bytes(500)), ("Parquet",)),
    ("nothing", whole(EVIDENCE, ""), ("empty",)),
    (
        "5,000 answers in words",
        whole(EVIDENCE, "Answered,Score\n" + "2025-09-09,good\n" * 5000),
        ("Score",),
    ),
    (
        "5,000 rows cut in the middle",
        whole(EVIDENCE, TABLES[EVIDENCE] + "2025-01-01\n" * 5000),
        (EVIDENCE,),
    ),
]:
    refuse(f"evidence: {name}", build, EVIDENCE, *words, base="answers")
say(
    "evidence: days in the future",
    whole(EVIDENCE, TABLES[EVIDENCE] + "2099-01-01,5\n" * 7),
    "set aside",
    "7",
    base="answers",
)
accept("evidence: no rows", whole(EVIDENCE, "Answered,Score\n"), "P1", base="answers")
accept(
    "evidence: a mark of UTF-8",
    whole(EVIDENCE, b"\xef\xbb\xbf" + TABLES[EVIDENCE].encode()),
    "P1",
    base="answers",
)
accept(
    "evidence: line ends of Windows",
    whole(EVIDENCE, TABLES[EVIDENCE].replace("\n", "\r\n")),
    "P1",
    base="answers",
)
