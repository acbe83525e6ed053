"""Workspace files to plain dicts and lists, with csv, json and yaml alone.

It reads what the packaged demo and the random cases use, no more: this is a second reading of the
same files, so that a mistake in the first one shows.
"""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]

WORDS = {
    "transforms": 0.5,
    "improves": 0.25,
    "improves a little": 0.1,
    "no change": 0.0,
    "worsens a little": -0.1,
    "worsens": -0.25,
    "breaks": -0.5,
}
INWARD_DEFAULT: dict[str, str] = {}


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_rows(folder: Path, table: Any) -> list[Row]:
    """Return the rows of a table: a path, or a mapping with path and read, or rows."""
    if isinstance(table, str):
        table = {"path": table}
    if "rows" in table:
        return [{k: _text(v) for k, v in row.items()} for row in table["rows"]]
    path, how = folder / table["path"], table.get("read", {})
    text = path.read_text(encoding=how.get("encoding", "utf-8"))
    if path.suffix == ".jsonl":
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
        return [{k: _text(v) for k, v in row.items()} for row in lines]
    return list(csv.DictReader(text.splitlines(), delimiter=how.get("delimiter", ",")))


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def number(text: Any) -> float | None:
    text = str(text).strip() if text is not None else ""
    return float(text) if text else None


def day(text: Any, pattern: str | None = None) -> date | None:
    if isinstance(text, date):
        return text
    text = str(text or "").strip()
    if not text:
        return None
    return datetime.strptime(text, pattern).date() if pattern else date.fromisoformat(text[:10])


def same(cell: str, wanted: Any) -> bool:
    try:
        return float(cell) == float(wanted)
    except ValueError:
        return cell == str(wanted)


def matches(row: Row, when: dict[str, Any] | None) -> bool:
    """Whether all tests of a `when` hold for a row."""
    for column, test in (when or {}).items():
        cell = row.get(column) or ""
        if not isinstance(test, dict):
            test = {"equals": test}
        for verb, wanted in test.items():
            if verb == "equals" and not same(cell, wanted):
                return False
            if verb == "one_of" and not any(same(cell, one) for one in wanted):
                return False
            if verb == "contains":
                parts = wanted if isinstance(wanted, list) else [wanted]
                if not any(str(part).casefold() in cell.casefold() for part in parts):
                    return False
            if verb == "at_most" and not (cell and float(cell) <= wanted):
                return False
            if verb == "at_least" and not (cell and float(cell) >= wanted):
                return False
    return True


# -- proposals and their companion tables ----------------------------------------------------------

TEXTS = ["title", "unit", "reach", "statement", "mitigation", "confirmed_by", "mandatory"]
TEXTS += ["mandatory_reason", "mandatory_approved_by", "forced_out", "requires", "excludes"]
TEXTS += ["effects", "status", "cost"]


def cell_of(row: Row, columns: dict[str, Any], name: str) -> str:
    where = columns.get(name, name)
    if isinstance(where, dict):
        cell = (row.get(where["column"]) or "").strip()
        return str(where.get("values", {}).get(cell, cell))
    return (row.get(where) or "").strip()


def range_of(row: Row, names: dict[str, str]) -> tuple[float, float, float] | None:
    """Return low, likely and high from three cells or one."""
    likely = number(row.get(names.get("likely", "likely")))
    if likely is not None and number(row.get(names.get("low", "low"))) is not None:
        low, high = (number(row[names.get(end, end)]) for end in ("low", "high"))
        assert low is not None and high is not None
        return low, likely, high
    one = number(row.get(names.get("amount", "amount")))
    return None if one is None else (one, one, one)


def read_proposals(folder: Path, spec: dict[str, Any], scorecard: Row) -> dict[str, Row]:
    table = spec["proposals"]
    columns = table.get("columns", {}) if isinstance(table, dict) else {}
    result: dict[str, Row] = {}
    for row in read_rows(folder, table):
        item: Row = {name: cell_of(row, columns, name) for name in TEXTS}
        item["row"], item["id"] = row, cell_of(row, columns, "id")
        item["status"] = item["status"] or "proposed"
        item["reach"] = number(item["reach"])
        for name in ("requires", "excludes"):
            item[name] = set(item[name].replace(",", " ").replace(";", " ").split())
        item |= {"ratings": [], "quantities": {}, "costs": [], "claims": []}
        if item["cost"]:  # such as EUR 200
            currency, amount = item["cost"].split()
            item["costs"].append({"currency": currency, "range": exact_range({"amount": amount})})
        result[item["id"]] = item
        _criterion_columns(item, columns, scorecard)
    _companions(folder, spec, result)
    _rules(spec.get("rules", {}), result)
    for item in result.values():
        item["mandatory"] = bool(
            item["mandatory"] in ("yes", "true", True)
            and item["mandatory_reason"]
            and item["mandatory_approved_by"]
        )
    return result


def _criterion_columns(item: Row, columns: dict[str, Any], scorecard: Row) -> None:
    row = item["row"]
    for k, criterion in scorecard["criteria"].items():
        kind = criterion.get("kind", "rating")
        if kind == "rating" and (row.get(k) or "").strip():
            answer = {
                "criterion": k,
                "rating": row[k].strip(),
                "unit": "",
                "source": "",
                "date": None,
            }
            item["ratings"].append(answer)
        if kind == "quantity":
            names = columns.get("quantities", {}).get(k, {"amount": k})
            found = range_of(row, names)
            if found:
                item["quantities"][k] = {
                    "range": found,
                    "currency": names.get("currency", ""),
                    "source": "",
                    "date": None,
                }


def _companions(folder: Path, spec: Row, result: dict[str, Row]) -> None:
    for name in ("ratings", "quantities", "costs", "effects"):
        for row in read_rows(folder, spec[name]) if name in spec else []:
            row = {key: (cell or "").strip() for key, cell in row.items()}
            item = result[row["proposal"]]
            cited = {"source": row.get("source", ""), "date": day(row.get("date"))}
            if name == "ratings" and row["rating"]:
                item["ratings"].append({**row, **cited})
            if name == "quantities":
                one = {"range": range_of(row, {}), "currency": row.get("currency", "")}
                item["quantities"][row["criterion"]] = {**one, **cited}
            if name == "costs":
                item["costs"].append({**row, "range": exact_range(row)})
            if name == "effects":
                item["claims"].append({**effect_of(row), **cited})


def exact_range(row: Row) -> tuple[Fraction, Fraction, Fraction]:
    if row.get("likely"):
        low, likely, high = (Fraction(Decimal(row[end])) for end in ("low", "likely", "high"))
        return low, likely, high
    one = Fraction(Decimal(row["amount"]))
    return one, one, one


def effect_of(row: Row) -> Row:
    change = str(row.get("change") or "")
    if change:
        one = WORDS[change] if change in WORDS else float(change)
        low = likely = high = one
    else:
        low, likely, high = (float(row[end]) for end in ("low", "likely", "high"))
    return {
        "target": row.get("touchpoint") or row.get("process"),
        "criterion": row.get("criterion") or "",
        "change": (low, likely, high),
        "reach": number(row.get("reach")),
        "basis": row.get("basis") or "opinion",
        "screened": False,
    }


def _rules(rules: Row, result: dict[str, Row]) -> None:
    for one, others in rules.get("requires", {}).items():
        result[one]["requires"] |= set(others)
    for one, reason in rules.get("forced_out", {}).items():
        result[one]["forced_out"] = reason
    for one, why in rules.get("mandatory", {}).items():
        result[one] |= {
            "mandatory": "yes",
            "mandatory_reason": why.get("reason", ""),
            "mandatory_approved_by": why.get("approved_by", ""),
        }


# -- evidence --------------------------------------------------------------------------------------

NUMBERS = ["count", "exposure", "n", "successes", "promoters", "detractors", "figure", "error"]


def read_evidence(folder: Path, spec: dict[str, Any]) -> list[Row]:
    """Return every mapped row of every evidence block as one dict."""
    found: list[Row] = []
    for source, block in spec.get("evidence", {}).items():
        for row in _long(read_rows(folder, block), block.get("unpivot")):
            rule = next((r for r in block.get("map", [{}]) if matches(row, r.get("when"))), None)
            if rule is not None:
                found.append(_observation(source, block, rule, row))
    return found


def _long(rows: list[Row], unpivot: Row | None) -> list[Row]:
    if not unpivot:
        return rows
    ends = {str(column): end for column, end in unpivot.items()}
    return [{**row, "value": row[c], "date": str(end)} for row in rows for c, end in ends.items()]


def _observation(source: str, block: Row, rule: Row, row: Row) -> Row:
    columns = block.get("columns", {})
    cells = {
        name: (row.get(columns.get(name, name)) or "").strip()
        for name in ["date", "value", "channel", "touchpoint", "measure", "criterion", *NUMBERS]
    }
    missing = {"", *map(str, block.get("missing", []))}
    value = "" if cells["value"] in missing else cells["value"]
    if rule.get("format", block.get("format")) == "percent-mixed" and value:
        value = str(_share(value))
    named = {
        name: rule.get(name) or cells[name] or block.get(name, "")
        for name in ("touchpoint", "measure", "criterion", "channel")
    }
    figures = {name: None if cells[name] in missing else number(cells[name]) for name in NUMBERS}
    return {
        **figures,
        **named,
        "source": source,
        "kind": block.get("kind", "observations"),
        "date": day(cells["date"], block.get("read", {}).get("dates")),
        "value": value,
    }


def _share(text: str) -> float:
    value = float(text.rstrip("%").strip())
    return value / 100 if text.endswith("%") or 1 < value <= 100 else value
