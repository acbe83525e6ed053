"""Accounting for rows: through a real workspace, each counts or is set aside for a reason."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import Factory, frozen

from cximpact.exceptions import InputError
from cximpact.testing.cells import Texts

if TYPE_CHECKING:
    from cximpact.api import Evaluation

__all__ = ["Account", "account_for", "small_scorecard"]


@frozen
class Account:
    """What became of rows.

    Attributes:
        read: How many were read.
        counted: How many count.
        set_aside: How many do not, by reason.
        problems: What must be mended first; then nothing counts.
        evaluation: The whole result.
    """

    read: int = 0
    counted: int = 0
    set_aside: Mapping[str, int] = Factory(dict)
    problems: tuple[str, ...] = ()
    evaluation: Evaluation | None = None


def small_scorecard(
    measures: Mapping[str, Any], touchpoints: Iterable[str], **more: Any
) -> dict[str, Any]:
    """Return a scorecard of one journey criterion over some touchpoints.

    Args:
        measures: As under ``measures:`` of a scorecard.
        touchpoints: Their ids.
        more: Further parts of the scorecard.

    Examples:
        >>> card = small_scorecard({}, ["letter"])
        >>> card["journey"]
        {'stages': {'all': {'touchpoints': {'letter': {'volume': 1000}}}}}
    """
    places = {name: {"volume": 1000} for name in dict.fromkeys(touchpoints)}
    return {
        "promise": "What was promised, kept.",
        "criteria": {"journey": {"kind": "journey", "weight": 1}},
        "journey": {"stages": {"all": {"touchpoints": places or {"none": {}}}}},
        "measures": dict(measures),
        **more,
    }


def account_for(
    rows: Sequence[Texts],
    kind: str,
    block: Mapping[str, Any],
    scorecard: Mapping[str, Any],
    as_of: date,
) -> Account:
    """Evaluate a small workspace in which rows stand where their kind belongs.

    Args:
        rows: As they leave a source.
        kind: What they are.
        block: What the workspace says about them, beside source and settings.
        scorecard: The scorecard they are read by.
        as_of: The day of the decision.
    """
    import cximpact

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = _workspace(rows, kind, block, as_of)
        (folder / "cximpact.yaml").write_text(json.dumps(workspace), "utf-8")
        (folder / "scorecard.yaml").write_text(json.dumps(dict(scorecard)), "utf-8")
        _write_rows(folder / "rows.csv", rows)
        try:
            evaluation = cximpact.evaluate(folder)
        except InputError as error:
            return Account(len(rows), problems=tuple(map(str, error.problems)))
    return _account(rows, kind, evaluation)


def _workspace(
    rows: Sequence[Texts], kind: str, block: Mapping[str, Any], as_of: date
) -> dict[str, Any]:
    table = {"path": "rows.csv", **block}
    whole: dict[str, Any] = {
        "scorecard": "scorecard.yaml",
        "as_of": as_of.isoformat(),
        "proposals": {"rows": [{"id": "tried", "title": "Tried"}]},
    }
    if kind == "proposals":
        return {**whole, "proposals": table}
    if kind == "costs":
        header = block.get("columns", {}).get("proposal", "proposal")
        named = dict.fromkeys(row.get(header) or "" for row in rows)
        listed = [{"id": each, "title": each} for each in named if each]
        return {**whole, "proposals": {"rows": listed}, "costs": table}
    if kind == "budgets":
        return {**whole, "budgets_from": table}
    extra = {} if kind == "observations" else {"kind": kind}
    return {**whole, "evidence": {"tried": {**extra, **table}}}


def _write_rows(path: Path, rows: Sequence[Texts]) -> None:
    import csv

    columns = list(rows[0]) if rows else ["nothing"]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)


def _account(rows: Sequence[Texts], kind: str, evaluation: Evaluation) -> Account:
    aside: dict[str, int] = {}
    for each in evaluation.set_aside:
        aside[each.reason] = aside.get(each.reason, 0) + each.count
    if kind in ("observations", "measurements"):
        read = sum(each.rows for each in evaluation.summary.inputs if each.path == "rows.csv")
        return Account(read, read - sum(aside.values()), aside, (), evaluation)
    if kind == "proposals":
        counted = len(evaluation)
        return Account(counted + sum(aside.values()), counted, aside, (), evaluation)
    return Account(len(rows), len(rows), aside, (), evaluation)
