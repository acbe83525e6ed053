"""Hostile JSON and JSON lines: the scorecard, the list of proposals, evidence."""

from __future__ import annotations

import json

from hostile_catalogue.kit import Build, Place, Shelf, listed, swap, whole
from hostile_catalogue.sound_files import TABLES

__all__ = ["ENTRIES"]

ENTRIES = Shelf("json", base="list")
refuse, accept, say = ENTRIES.refuse, ENTRIES.accept, ENTRIES.say
MEGABYTE = 1024 * 1024
ROW = {"id": "a", "title": "Idea", "unit": "it", "cost": 1000, "ease": 4}


def lines(*rows: object) -> Build:
    """A list of JSON lines, each given as text or as what it is to say."""
    texts = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    return listed("list.jsonl", "".join(f"{text}\n" for text in texts))


def row(**cells: object) -> str:
    """One line: the sound row with some cells changed."""
    return json.dumps(ROW | cells)


def raw(cell: str, value: str) -> str:
    """One line in which a cell is JSON that no value has."""
    return json.dumps(ROW | {cell: "\0"}).replace('"\\u0000"', value)


def card(text: str) -> Build:
    """A scorecard in JSON."""

    def build(place: Place) -> None:
        place.replace("cximpact.yaml", "scorecard.yaml", "scorecard.json")
        lines(row())(place)
        place.write("scorecard.json", text)

    return build


CARD = {"id": "one", "version": "1", "criteria": {"ease": {"weight": 1}}}

accept("the list itself is sound", lines(row(), row(id="b")), "Idea")
accept("the scorecard itself is sound", card(json.dumps(CARD)), "Idea")

# --- Documents
for name, text, words in [
    ("empty", "", ("line 1", "the end of the text")),
    ("white space", " \n\t ", ("not valid JSON", "the end of the text")),
    ("a list", "[]", ("line 1", "mapping")),
    ("a number", "5", ("line 1", "mapping")),
    ("null", "null", ("line 1",)),
    ("cut in the middle", json.dumps(CARD)[:40], ("line 1", "not valid JSON")),
    ("two texts", json.dumps(CARD) * 2, ("line 1", "the end of the text")),
    ("a comment", "// card\n" + json.dumps(CARD), ("line 1", "no comments")),
    ("single quotes", str(CARD), ("line 1", "double quotes")),
    ("a comma at the end", json.dumps(CARD)[:-1] + ",}", ("line 1", "remove the ','")),
    ("True of Python", json.dumps(CARD).replace('"1"', "True"), ("line 1", "true and false")),
    ("a leading zero", json.dumps(CARD).replace('"weight": 1', '"weight": 01'), ("line 1", "01")),
    ("a leading plus", json.dumps(CARD).replace('"weight": 1', '"weight": +1'), ("line 1", "+1")),
    (
        "a number in hexadecimal",
        json.dumps(CARD).replace('"weight": 1', '"weight": 0x1'),
        ("line 1",),
    ),
    ("an unknown key", json.dumps(CARD).replace("weight", "wieght"), ("line 1", "mean 'weight'")),
    (
        "a weight as text",
        json.dumps(CARD).replace('"weight": 1', '"weight": "1"'),
        ("criteria.ease.weight",),
    ),
    (
        "a weight as a list",
        json.dumps(CARD).replace('"weight": 1', '"weight": [[]]'),
        ("criteria.ease.weight",),
    ),
    (
        "a weight of nothing",
        json.dumps(CARD).replace('"weight": 1', '"weight": 0'),
        ("sum to nothing",),
    ),
    (
        "a weight of 1e400",
        json.dumps(CARD).replace('"weight": 1', '"weight": 1e400'),
        ("criteria.ease.weight", "too large"),
    ),
    (
        "a weight nan",
        json.dumps(CARD).replace('"weight": 1', '"weight": NaN'),
        ("criteria.ease.weight", "finite"),
    ),
    (
        "a weight of 100,000 digits",
        json.dumps(CARD).replace('"weight": 1', '"weight": ' + "1" * 100_000),
        ("criteria.ease.weight", "too long"),
    ),
    (
        "an escape of half a character",
        json.dumps(CARD | {"title": "\udc00"}),
        ("title", "cannot be written"),
    ),
    ("an escape of NUL", json.dumps(CARD | {"title": "a\0"}), ("title", "cannot be written")),
    (
        "a raw control character",
        json.dumps(CARD).replace("one", "o\x1bne"),
        ("line 1", "not valid JSON"),
    ),
    ("an unknown escape", json.dumps(CARD).replace("one", "o\\xne"), ("line 1", "not valid JSON")),
    ("65 levels", '{"a":' + "[" * 64 + "]" * 64 + "}", ("too deeply", "64")),
    ("100,001 values", "[" + "1," * 100_001 + "1]", ("too many values", "100,000")),
    ("an endless number", '{"id": ' + "9" * MEGABYTE + "}", ("id", "too long")),
    (
        "keys alike, one by an escape",
        '{"id": "a", "i\\u0064": "b"}',
        ("line 1, id", "stands twice"),
    ),
    ("5,000 keys twice", "{" + ",".join(['"id": 1'] * 5000) + "}", ("more of this kind",)),
    (
        "5,000 unknown keys",
        json.dumps(CARD | {f"n{n}": 1 for n in range(5000)}),
        ("more of this kind",),
    ),
    ("a key of a megabyte", json.dumps(CARD | {"k" * MEGABYTE: 1}), ("unknown key",)),
    ("a value of a megabyte", json.dumps(CARD | {"version": ["v" * MEGABYTE]}), ("version",)),
]:
    refuse(f"scorecard: {name}", card(text), "scorecard.json", *words)
accept(
    "scorecard: a promise of a megabyte",
    card(json.dumps(CARD | {"promise": "p" * MEGABYTE})),
    "Idea",
)
accept(
    "scorecard: terminal escapes in a promise",
    card(json.dumps(CARD | {"promise": "\x1b[31m\x07"})),
    "Idea",
)

# --- Lists
LIST = "list.jsonl"
for name, build, words in [
    ("a cell that is a list", lines(row(title=["a"])), ("line 1, title", "a list")),
    (
        "a cell that is an object",
        lines(row(), row(id="b", title={"a": 1})),
        ("line 2, title", "an object"),
    ),
    ("a row that is a list", lines(row(), [1, 2]), ("line 2", "not an object")),
    ("a row that is a number", lines(row(), 5), ("line 2", "not an object")),
    ("a row that is null", lines(row(), None), ("line 2", "not an object")),
    ("a row cut in the middle", lines(row(), row(id="b")[:25]), ("line 2", "not valid JSON")),
    ("two rows on a line", lines(row() + row(id="b")), ("line 1", "the end of the text")),
    ("an object over two lines", lines("{", '"id": "a"}'), ("line 1", "not valid JSON")),
    ("a comma after a row", lines(row() + ","), ("line 1", "the end of the text")),
    ("a key twice", lines(row(), '{"id": "b", "id": "c"}'), ("line 2, id", "stands twice")),
    ("nan", lines(raw("cost", "NaN")), ("line 1, cost", "finite")),
    ("infinity", lines(raw("cost", "-Infinity")), ("line 1, cost", "finite")),
    ("1e400", lines(raw("cost", "1e400")), ("line 1, cost", "too large")),
    ("1e999999999", lines(raw("cost", "1e999999999")), ("line 1, cost", "exponent")),
    ("10^5000", lines(raw("cost", "1" + "0" * 5000)), ("line 1, cost", "too long")),
    ("10^5000 as text", lines(row(cost="1" + "0" * 5000)), ("line 1, cost", "not an amount")),
    ("1e999999 as text", lines(row(cost="1e999999")), ("line 1, cost", "not an amount")),
    ("1e300 of money", lines(raw("cost", "1e300")), ("line 1, cost", "too large")),
    ("money that is true", lines(row(cost=True)), ("line 1, cost",)),
    ("money below zero", lines(row(cost=-1)), ("line 1, cost", "negative")),
    ("an answer that is true", lines(row(ease=True)), ("line 1, ease",)),
    ("an answer off the scale", lines(row(ease=9)), ("line 1, ease", "1 to 5")),
    ("an answer in words", lines(row(ease="good")), ("line 1, ease", "'good'")),
    ("half a character", lines(raw("title", '"\\ud800"')), ("line 1, title", "cannot be written")),
    ("a NUL", lines(row(title="a\0b")), ("line 1, title", "cannot be written")),
    ("no id", lines(row(id=None)), ("line 1, id", "no id")),
    ("an id of spaces", lines(row(id="  ")), ("line 1, id", "no id")),
    ("ids alike", lines(row(), row()), ("line 2, id", "stands twice", "line 1")),
    ("ids alike but for white space", lines(row(), row(id=" a ")), ("line 2, id", "stands twice")),
    ("ids alike as text and number", lines(row(id=7), row(id="7")), ("line 2, id", "stands twice")),
    ("keys alike but for white space", lines('{"id": "a", " id": "b"}'), ("two columns",)),
    ("an empty key", lines('{"id": "a", "": "b"}'), ("no header",)),
    ("65 levels in a cell", lines(raw("title", "[" * 65 + "]" * 65)), ("line 1", "too deeply")),
    ("100,000 brackets", lines("[" * 100_000), ("line 1", "too deeply")),
    (
        "a title of two megabytes and a wrong amount",
        lines(row(title="t" * 2 * MEGABYTE, cost="t" * MEGABYTE)),
        ("line 1, cost", "…"),
    ),
    (
        "5,000 wrong amounts",
        lines(*(row(id=n, cost="x") for n in range(5000))),
        ("more of this kind", "cost"),
    ),
    ("5,000 ids alike", lines(*(row() for _ in range(5000))), ("more of this kind",)),
    ("5,000 rows that are none", lines(*range(5000)), ("more of this kind",)),
    ("5,000 lines of no JSON", lines(*("{" for _ in range(5000))), ("more of this kind",)),
    ("20,000 keys", lines({f"k{n}": n for n in range(20_000)}), ("20,000 different keys",)),
    (
        "a new key on every line",
        lines(*({f"k{n}": n} for n in range(20_000))),
        ("20,000 different keys",),
    ),
    ("empty objects", lines({}, {}), ("empty",)),
    ("blank lines", listed(LIST, "\n\n \n"), ("empty",)),
    (
        "cp1252",
        listed(LIST, json.dumps(ROW | {"title": "Für"}, ensure_ascii=False).encode("cp1252")),
        ("line 1", "not encoded in utf-8"),
    ),
    ("UTF-16", listed(LIST, row().encode("utf-16")), ("UTF-16",)),
    (
        "overlong UTF-8",
        listed(LIST, row().encode().replace(b"Idea", b"\xc0\xaf")),
        ("line 1", "byte 0xC0"),
    ),
    ("NULs between all", listed(LIST, row().encode("utf-16-le")), ("line 1", "NUL")),
    (
        "no status",
        lines(row(status="runing")),
        ("line 1, status", "proposed, committed, withdrawn"),
    ),
]:
    refuse(f"list: {name}", build, LIST, *words)
refuse(
    "list: a JSON list that is an object",
    listed("list.json", row()),
    "list.json",
    "a list of objects",
)
refuse(
    "list: a JSON list cut in the middle",
    listed("list.json", f"[{row()}, {row()[:20]}"),
    "list.json",
    "not valid JSON",
)
refuse(
    "list: a JSON list of lists",
    listed("list.json", "[[1], [2]]"),
    "list.json",
    "line 1",
    "not an object",
)
accept("list: a mark of UTF-8", listed(LIST, b"\xef\xbb\xbf" + row().encode()), "Idea")
accept("list: minus zero of money", lines(raw("cost", "-0.0")), "EUR 0")
accept("list: ids alike but for letter case", lines(row(id="x"), row(id="X")), "x", "X")
accept(
    "list: ids alike but for Unicode's normal form",
    lines(row(id="\u00e9"), row(id="e\u0301")),
    "\u00e9",
)
accept("list: NA and NULL are text", lines(row(id="NA", title="NULL", unit="nan")), "NA", "NULL")
accept(
    "list: terminal escapes in id and title",
    lines(row(id="\x1b[31ma", title="\x9b2J\u202ex")),
    r"\x1b[31ma",
    r"\x9b2J\u202ex",
)
accept(
    "list: formulas in id and title",
    lines(row(id="=cmd|' /C calc'!A0", title="@SUM(1)")),
    "=cmd|",
    "@SUM(1)",
)
accept("list: a title of a megabyte", lines(row(title="t" * MEGABYTE)), "ttt")
say("list: an unknown column", lines(row(color="red")), "color")
say(
    "list: 200 unknown columns of escapes",
    lines(row(**{f"\x1b[31m{n}": 1 for n in range(200)})),
    r"\x1b[31m",
)
say("list: a key that a row lacks", lines(row(), {"id": "b", "title": "Bare"}), "Bare")

# --- Evidence
EVIDENCE = "complaints.jsonl"


def evidence(old: str, new: str) -> Build:
    return swap(EVIDENCE, old, new)


for name, build, words in [
    ("a count below zero", evidence('"count": 30', '"count": -30'), ("line 7, count",)),
    ("a count in words", evidence('"count": 30', '"count": "many"'), ("line 7, count", "'many'")),
    ("a count of 10^5000", evidence('"count": 30', '"count": 1' + "0" * 5000), ("line 7, count",)),
    ("a count of 1e999999", evidence('"count": 30', '"count": 1e999999'), ("line 7, count",)),
    ("a count that is a list", evidence('"count": 30', '"count": [30]'), ("line 7", "list")),
    ("an impossible day", evidence("2025-07-15", "2025-02-30"), ("line 4, date", "not a date")),
    ("a day that is a number", evidence('"2025-07-15"', "20250715"), ("line 4, date",)),
    ("an unknown touchpoint", evidence("applying", "apling"), ("line 1", "mean 'applying'")),
    (
        "an unknown measure",
        evidence('"complaints"', '"complains"'),
        ("line 1", "mean 'complaints'"),
    ),
    ("a row cut in the middle", evidence('"count": 30}', '"cou'), ("line 7", "not valid JSON")),
    (
        "a row that is a list",
        evidence(
            '{"touchpoint": "applying", "measure": "complaints", "date": "2025-04-15", "count": 24}',
            "[]",
        ),
        ("line 1",),
    ),
    (
        "5,000 unknown touchpoints",
        whole(
            EVIDENCE,
            "".join(
                json.dumps(
                    {
                        "touchpoint": f"t{n}",
                        "measure": "complaints",
                        "date": "2025-07-15",
                        "count": 1,
                    }
                )
                + "\n"
                for n in range(5000)
            ),
        ),
        ("touchpoint",),
    ),
    ("a touchpoint of a megabyte", evidence("applying", "a" * MEGABYTE), ("line 1",)),
    (
        "terminal escapes in a touchpoint",
        evidence('"applying"', '"\\u001b[31mx"'),
        ("line 1", r"\x1b[31mx"),
    ),
    ("empty", whole(EVIDENCE, ""), ("empty",)),
    ("UTF-16", whole(EVIDENCE, TABLES[EVIDENCE].encode("utf-16")), ("UTF-16",)),
    (
        "cp1252",
        whole(EVIDENCE, TABLES[EVIDENCE].replace("applying", "für").encode("cp1252")),
        ("line 1",),
    ),
]:
    refuse(f"evidence: {name}", build, EVIDENCE, *words, base="counts")
say(
    "evidence: no day",
    evidence('"2025-07-15"', "null"),
    "set aside",
    "date not given",
    base="counts",
)
say(
    "evidence: days in the future",
    evidence("2025-07-15", "2099-07-15"),
    "set aside",
    "after",
    base="counts",
)
