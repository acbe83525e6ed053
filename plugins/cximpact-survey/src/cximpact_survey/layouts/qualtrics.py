"""Qualtrics CSV: three rows of headings, the third of which holds the ids that last.

The first row holds export tags and the second the texts of questions; both can be edited, and the
texts are translated. The third holds JSON with the `ImportId`, and for times the zone they are in
(Qualtrics, "Understanding Your Dataset", https://www.qualtrics.com/support/).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from cximpact_survey.faults import Unreadable, shown
from cximpact_survey.layouts.headings import NO, YES, take
from cximpact_survey.tables import Column, Sheet, Table

__all__ = ["read_qualtrics"]

_ROLES = {"date": "endDate", "id": "_recordId", "status": "status", "finished": "finished"}

# Status is a sum of these; words stand for them where choices are exported as texts.
_PREVIEW, _TEST, _SPAM, _SYNTHETIC = 1, 2, 8, 256
_REASONS = {
    _PREVIEW: "previews and tests",
    _TEST: "previews and tests",
    _SPAM: "marked as spam",
    _SYNTHETIC: "synthetic",
}
_WORDS = {
    "survey preview": _PREVIEW,
    "offline survey preview": _PREVIEW,
    "survey preview spam": _PREVIEW,
    "survey test": _TEST,
    "spam": _SPAM,
    "imported spam": _SPAM,
    "ex spam": _SPAM,
    "synthetic": _SYNTHETIC,
    "ip address": 0,
    "imported": 0,
    "reimported imported": 0,
    "offline": 0,
    "ex": 0,
    "ex offline": 0,
}


def read_qualtrics(rows: Sheet, roles: Mapping[str, str], keep_unfinished: bool) -> Table:
    """Return a Qualtrics export, previews, tests, spam and unfinished responses set aside.

    Raises:
        Unreadable: The third row holds no ImportIds, or status or end of responses is not told.
    """
    tags, _, third = take(rows, 3)
    columns = tuple(_column(at, tag, told) for at, (tag, told) in enumerate(zip(tags, third)))  # noqa: B905
    table = Table(columns, rows, roles={**_ROLES, **roles})
    for needed in ("status", "finished"):
        if table.role(needed) is None:
            raise Unreadable(f"it lacks the column {needed!r}, which tells what counts")
    return Table(
        columns, rows, roles=table.roles, set_aside=_judge(table, keep_unfinished=keep_unfinished)
    )


def _column(at: int, tag: str, told: str) -> Column:
    try:
        said = json.loads(told)
        name = said["ImportId"]
        zone = said.get("timeZone", "")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unreadable(
            f"its third row holds no ImportId at {shown(tag)!r}: export it as CSV, and leave its"
            " three rows of headings as they are"
        ) from None
    if not isinstance(name, str) or not isinstance(zone, str):
        raise Unreadable(f"the ImportId at {shown(tag)!r} is no text")
    return Column(at, (name, tag) if tag != name else (name,), zone=zone)


def _judge(table: Table, *, keep_unfinished: bool) -> Callable[[Sequence[str]], str]:
    status, finished = table.role("status"), table.role("finished")
    if status is None or finished is None:
        raise AssertionError("checked before")
    status_at, finished_at = status.at, finished.at

    def judge(row: Sequence[str]) -> str:
        reason = _status(row[status_at])
        if reason or keep_unfinished:
            return reason
        return "" if _is_finished(row[finished_at]) else "not finished"

    return judge


def _status(text: str) -> str:
    said = text.strip().casefold()
    if said.isdecimal() and len(said) < 6:
        bits = int(said)
        reasons = [reason for bit, reason in _REASONS.items() if bits & bit]
        return reasons[0] if reasons else ""
    if said not in _WORDS:
        raise Unreadable(
            f"the status {shown(text)!r} is not known: export numbers ('Use numeric values')"
        )
    return _REASONS.get(_WORDS[said], "")


def _is_finished(text: str) -> bool:
    said = text.strip().casefold()
    if said in YES:
        return True
    if said in NO - {""}:
        return False
    raise Unreadable(
        f"whether a response is finished is not known from {shown(text)!r}: export numbers"
        " ('Use numeric values')"
    )
