"""A workspace in which every text that anybody may write carries something harmful.

Nothing is stored: it is the packaged example with its texts exchanged.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from cximpact.demo import write_demo

ESC, BELL, CSI, OSC = "\x1b", "\x07", "\x9b", "\x9d"
REVERSED, ISOLATED, NEXT_LINE, SEPARATOR = "\u202e", "\u2066", "\x85", "\u2028"
LINK = f"{ESC}]8;;http://evil.example{ESC}\\click{ESC}]8;;{ESC}\\"
PAYLOADS = (
    '=HYPERLINK("http://evil.example","click")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "x;=1+1;@SUM(1)",
    'x";=1+1;"',
    "x\t=1+1",
    "\uff1d1+1",
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">",
    "</td></table><svg onload=document.title='owned'>",
    "[bold red]x[/bold red] [link=http://evil.example]y[/link]",
    "[/nothing] [/] [@click=app.bell]z[/]",
    f"{ESC}[31mred{ESC}[0m {ESC}]0;owned{BELL}",
    LINK,
    f"{CSI}31m{OSC}0;owned{BELL}",
    f"{REVERSED}gpj.exe {ISOLATED}x\u2069 \u200f\u061c",
    f"a{NEXT_LINE}b{SEPARATOR}c",
    "a\rb",
    "a\x08\x08\x7f",
    "![x](http://evil.example/x.png) [x](javascript:alert(1))",
    "%0aX |cmd| `id` $(id)",
)
"""Formulas, markup for pages and terminals, terminal escapes, and marks that turn what is read."""

SCORECARD_TEXTS = ("title", "promise", "question", "source", "anchor", "mitigation", "text")
LIST_TEXTS = (
    *("Proposal", "What changes for the customer", "Mitigation"),
    *("Why mandatory", "Mandate approved by"),
)


def _payloads() -> Callable[[], str]:
    found: Iterator[str] = cycle(PAYLOADS)
    return lambda: next(found)


def _texts_exchanged(data: Any, names: tuple[str, ...], next_: Callable[[], str]) -> Any:
    if isinstance(data, dict):
        return {
            key: next_()
            if key in names and isinstance(value, str)
            else {level: next_() for level in value}
            if key == "levels" and isinstance(value, dict)
            else _texts_exchanged(value, names, next_)
            for key, value in data.items()
        }
    return (
        [_texts_exchanged(each, names, next_) for each in data] if isinstance(data, list) else data
    )


def _units_exchanged(data: Any, units: Mapping[str, str]) -> Any:
    """Return data in which what stands under `unit` and `units` has other names."""
    if isinstance(data, dict):
        return {
            key: _strings_exchanged(value, units)
            if key in ("unit", "units")
            else _units_exchanged(value, units)
            for key, value in data.items()
        }
    return [_units_exchanged(each, units) for each in data] if isinstance(data, list) else data


def _strings_exchanged(data: Any, exchanged: Mapping[str, str]) -> Any:
    """Return data in which some strings, values or keys, are others."""
    if isinstance(data, dict):
        return {
            exchanged.get(key, key): _strings_exchanged(value, exchanged)
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_strings_exchanged(each, exchanged) for each in data]
    return exchanged.get(data, data) if isinstance(data, str) else data


def _table(path: Path, change: Callable[[list[dict[str, str]]], None], **headers: str) -> None:
    """Read a table, change its rows, and write it under other headers."""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    change(rows)
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
    writer.writerow([headers.get(name, name) for name in rows[0]])
    writer.writerows([each.values() for each in rows])
    path.write_bytes(stream.getvalue().encode())


def write_harmful(folder: Path) -> dict[str, str]:
    """Write the workspace; return the ids of proposals that were exchanged, old to new."""
    write_demo(folder)
    next_ = _payloads()
    space = yaml.safe_load((folder / "cximpact.yaml").read_text("utf-8"))
    card = yaml.safe_load((folder / "scorecard.yaml").read_text("utf-8"))
    ids = dict(zip(("P01", "P02", "P05", "P10", "P15"), _usable(PAYLOADS), strict=False))
    units = {unit: f"{next_()} {unit}" for unit in _units(folder)}
    funds = {"opex": f"{PAYLOADS[0]} opex", "capex": f"{PAYLOADS[12]} capex"}
    header, note = f"{PAYLOADS[0]}{LINK}", f"{PAYLOADS[10]}{PAYLOADS[8]}{REVERSED}"

    def list_(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row |= {name: next_() for name in LIST_TEXTS if row[name] and row["ID"] != "P02"}
            row["Department"] = units[row["Department"]]
            row["ID"] = ids.get(row["ID"], row["ID"])
            row["Cost centre"] = next_()

    def others(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["proposal"] = ids.get(row["proposal"], row["proposal"])
            for name in ("source", "category", "rater"):
                if row.get(name):
                    row[name] = f"{next_()} {row[name]}"
            for name, known in (("unit", units), ("fund", funds)):
                if row.get(name):
                    row[name] = known.get(row[name], row[name])

    _table(folder / "proposals.csv", list_, Proposal=header, **{"Cost centre": note})
    for name in ("costs.csv", "ratings.csv", "effects.csv"):
        _table(folder / name, others)
    odd_name = f"=1+1 [bold]{ESC}[31m<b>{REVERSED}.csv"
    (folder / "kpis.csv").rename(folder / odd_name)

    card = _units_exchanged(_texts_exchanged(card, SCORECARD_TEXTS, next_), units)
    space = _strings_exchanged(space, ids | funds | {"Proposal": header, "kpis.csv": odd_name})
    space["title"] = f"{PAYLOADS[10]}{LINK}"
    space["scorecard"] = "scorecard.json"
    space["evidence"] = {f"{PAYLOADS[at]} {key}": part for at, (key, part) in _numbered(space)}
    space["budgets"] = {f"{next_()} {key}": part for key, part in space["budgets"].items()}
    space["rules"]["at_most_one"] = {PAYLOADS[0] + LINK: [ids["P15"], "P16"]}
    space["proposals"]["set_aside"] = [
        {"when": {"ID": {"one_of": ["P20", "P21"]}}, "reason": f"{PAYLOADS[1]}{LINK}"}
    ]
    for name, data in (("cximpact.yaml", space), ("scorecard.json", card)):
        (folder / name).write_text(json.dumps(data, indent=1, default=str), "utf-8")
    (folder / "scorecard.yaml").unlink()
    return ids


def without_controls(folder: Path) -> None:
    """Take out of all texts what no cell of a workbook can hold; what is harmful otherwise stays."""
    gone = dict.fromkeys([*range(10), *range(11, 32), *range(127, 160)])
    for path in list(folder.iterdir()):
        text = path.read_text("utf-8")
        if path.name in ("cximpact.yaml", "scorecard.json"):
            text = json.dumps(_translated(json.loads(text), gone), indent=1)
        path.write_bytes(text.translate(gone).encode())
        path.rename(path.with_name(path.name.translate(gone)))


def _translated(data: Any, table: Mapping[int, None]) -> Any:
    if isinstance(data, dict):
        return {key.translate(table): _translated(each, table) for key, each in data.items()}
    if isinstance(data, list):
        return [_translated(each, table) for each in data]
    return data.translate(table) if isinstance(data, str) else data


def _numbered(space: dict[str, Any]) -> Iterator[tuple[int, tuple[str, Any]]]:
    return enumerate(space["evidence"].items(), start=8)


def _units(folder: Path) -> list[str]:
    rows = csv.DictReader(io.StringIO((folder / "proposals.csv").read_text("utf-8")))
    return sorted({row["Department"] for row in rows})


def _usable(payloads: tuple[str, ...]) -> tuple[str, ...]:
    """Return payloads that stand for ids of several kinds."""
    return (payloads[0], payloads[8], payloads[13], payloads[10], payloads[3])
