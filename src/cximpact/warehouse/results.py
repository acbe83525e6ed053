"""Lines of sums, as they came from the warehouse, become a table and what there is to tell."""

from __future__ import annotations

from collections import Counter
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import InputError, Problem
from cximpact.model.proposal import SetAside
from cximpact.sources.outcomes import REASONS
from cximpact.warehouse.sums import CELL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

__all__ = ["COLUMNS", "frame_of", "rows_set_aside", "unread_notes"]

COLUMNS = (
    "measure", "touchpoint", "criterion", "channel", "date", "n", "successes", "promoters",
    "detractors", "sum_of_values", "sum_of_squares", "count", "exposure", "figure", "error",
    "rows_counted",
)  # fmt: skip
_WHOLE = ("n", "successes", "promoters", "detractors", "rows_counted")
_BILLIONTHS, _SQUARES = 9, 18
_EXACT = Context(prec=60)


def frame_of(lines: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return lines of rows that count as a table of measurements, in a fixed order."""
    import pandas as pd

    told = sorted((_told(line) for line in lines if line["outcome"] == "ok"), key=_order)
    frame = pd.DataFrame(told, columns=list(COLUMNS), dtype="object")
    return frame.astype(dict.fromkeys(_WHOLE, "Int64"))


def _order(line: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(line[name]) for name in (*COLUMNS[:5], "figure", "error"))


def _told(line: Mapping[str, Any]) -> dict[str, Any]:
    kind = line["kind"]
    found: dict[str, Any] = {name: line[name] for name in CELL if name != "kind"}
    found["date"] = str(line["figure_day"] or line["last"])[:10]
    if kind == "kpi":
        found |= {"figure": _decimal(line["figure"]), "error": _decimal(line["figure_error"])}
    elif kind == "rate":
        found |= {"count": _part(line, "cases"), "exposure": _part(line, "exposed")}
    else:
        found["n"] = _sum(line, "answers")
    if kind in {"kpi", "rate"}:
        found["rows_counted"] = _sum(line, "answers")
    if kind == "share":
        found["successes"] = _sum(line, "good")
    if kind == "nps":
        found |= {"promoters": _sum(line, "for_us"), "detractors": _sum(line, "against")}
    if kind == "mean":
        found["sum_of_values"] = _part(line, "total")
        found["sum_of_squares"] = _part(line, "squares", _SQUARES)
    return {name: found.get(name) for name in COLUMNS}


def _sum(line: Mapping[str, Any], name: str) -> int:
    """Return a sum that must be there.

    Raises:
        InputError: The engine has none: outside its strict mode, Spark lets a sum that does not
            fit become nothing.
    """
    if line[name] is None:
        message = f"a sum of '{line['measure']}' is too large for the warehouse"
        raise InputError([Problem(message, field=f"measures.{line['measure']}")])
    return int(Decimal(line[name]))


def _part(line: Mapping[str, Any], name: str, digits: int = _BILLIONTHS) -> str | None:
    if line[name] is None and name == "exposed":
        return None
    return _plain(Decimal(_sum(line, name)).scaleb(-digits, _EXACT))


def _decimal(text: str | None) -> str | None:
    return None if text is None else _plain(Decimal(text))


def _plain(number: Decimal) -> str:
    """Return a decimal without exponent and without noughts at its end."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def rows_set_aside(name: str, lines: Sequence[Mapping[str, Any]]) -> tuple[SetAside, ...]:
    """Return how many rows do not count, by reason, in the order in which reasons apply."""
    counts: Counter[str] = Counter()
    for line in lines:
        counts[line["outcome"]] += int(line["rows"])
    return tuple(
        SetAside(f"evidence {name}", reason, counts[outcome], "warehouse")
        for outcome, reason in REASONS.items()
        if counts[outcome]
    )


def unread_notes(
    name: str, field: str | None, lines: Sequence[Mapping[str, Any]]
) -> tuple[Problem, ...]:
    """Return a note where rows of a rate have values that nothing reads."""
    unread = sum(int(line["unread"] or 0) for line in lines)
    if not unread:
        return ()
    message = f"{unread:,} rows of '{name}' count for a rate, once each; their values are not used"
    hint = "name the column 'count' if it says how many cases a row stands for"
    return (Problem(message, field=field, hint=hint),)
