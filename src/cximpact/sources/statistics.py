"""Lines of sums become statistics: one for each measure, touchpoint and criterion of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.exceptions import Problem
from cximpact.model.evidence import Statistics
from cximpact.sources.groups import SUMS
from cximpact.sources.references import NO_REFERENCES, first_references

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.sources.engine import Engine
    from cximpact.sources.plan import Plan

__all__ = ["figure_conflicts", "source_statistics"]

_BILLION = 10**9
_CELL = "measure, touchpoint, criterion"
_LISTS = "list(channel), list(file)"


def source_statistics(
    source: str, shown: Sequence[str], plan: Plan, engine: Engine, *, has_figures: bool
) -> list[Statistics]:
    """Return the statistics of a source, from the table `grouped`.

    Answers that came by several channels make one measurement whose channel names them all,
    joined by ``+``: it is then the word of customers only where a gate lists that.

    Args:
        source: The name of the source.
        shown: The names of its files.
        plan: Its columns.
        engine: Holds the table `grouped`.
        has_figures: Whether there are figures of KPIs.
    """
    refs = first_references() if plan.has_references else NO_REFERENCES
    sums = ", ".join(f"sum({name})" for name in SUMS)
    rows = engine.rows(
        f"SELECT {_CELL}, {_LISTS}, max(last), {refs}, {sums} FROM grouped "
        f"WHERE outcome = 'ok' AND kind <> 'kpi' GROUP BY {_CELL}"
    )
    counted = [_counted(source, shown, row) for row in rows]
    figures = _figures(source, shown, refs, engine) if has_figures else ()
    return sorted([*counted, *figures], key=_order)


def _order(each: Statistics) -> tuple[str, str, str]:
    return each.measure, each.touchpoint, each.criterion


def _counted(source: str, shown: Sequence[str], row: tuple[Any, ...]) -> Statistics:
    measure, touchpoint, criterion, channels, files, last, refs, *sums = row
    found = dict(zip(SUMS, sums, strict=True))
    return Statistics(
        source,
        measure,
        touchpoint,
        int(found["answers"]),
        last,
        criterion,
        _joined(channels),
        successes=_from(found["good"], _BILLION),
        promoters=_from(found["for_us"], _BILLION),
        detractors=_from(found["against"], _BILLION),
        total=_from(found["total"], _BILLION),
        squares=_from(found["squares"], _BILLION**2),
        count=_from(found["cases"], _BILLION),
        exposure=None if found["exposed"] is None else _from(found["exposed"], _BILLION),
        files=_named(files, shown),
        references=tuple(refs),
    )


def _from(units: int | None, one: int) -> float:
    """Divide whole numbers at once: the quotient is then the nearest float."""
    return 0.0 if units is None else int(units) / one


def _joined(channels: Sequence[str]) -> str:
    return "+".join(channel for channel in sorted(set(channels)) if channel)


def _named(files: Sequence[int], shown: Sequence[str]) -> tuple[str, ...]:
    return tuple(shown[at] for at in sorted(set(files)))


def _latest(columns: str, condition: str) -> str:
    """Return SQL over the last day of each KPI, with `n`, its rows in the window."""
    cells = (
        f"SELECT *, max(figure_day) OVER (PARTITION BY {_CELL}) AS newest, "
        f"sum(answers) OVER (PARTITION BY {_CELL}) AS n "
        "FROM grouped WHERE outcome = 'ok' AND kind = 'kpi'"
    )
    return (
        f"SELECT {_CELL}, {columns} FROM ({cells}) WHERE figure_day = newest "
        f"GROUP BY {_CELL} HAVING {condition} ORDER BY {_CELL}"
    )


_DIFFERENT = "count(DISTINCT (figure, coalesce(figure_error, -1)))"


def _figures(source: str, shown: Sequence[str], refs: str, engine: Engine) -> list[Statistics]:
    sums = f"max(newest), max(n), {refs}, min(figure), min(figure_error)"
    found = engine.rows(_latest(f"{_LISTS}, {sums}", f"{_DIFFERENT} = 1"))
    return [_figure(source, shown, row) for row in found]


def _figure(source: str, shown: Sequence[str], row: tuple[Any, ...]) -> Statistics:
    measure, touchpoint, criterion, channels, files, last, n, refs, figure, error = row
    return Statistics(
        source,
        measure,
        touchpoint,
        int(n),
        last,
        criterion,
        _joined(channels),
        figure=float(figure),
        error=None if error is None else float(error),
        files=_named(files, shown),
        references=tuple(refs),
    )


def figure_conflicts(source: str, shown: Sequence[str], engine: Engine) -> list[Problem]:
    """Return a problem for each KPI with several figures on its last day."""
    columns = "list_sort(list(DISTINCT figure))[1:5], max(newest), list_sort(list(DISTINCT file))"
    return [
        Problem(
            f"several figures of '{measure}' at '{touchpoint}' on {last.isoformat()}",
            file=", ".join(shown[at] for at in files),
            value=", ".join(f"{figure.normalize():f}" for figure in figures),
            expected="one figure for each day",
            hint=f"narrow the rows with 'when' or 'where' under evidence.{source}, say with 'key' "
            "which rows repeat each other, or map them to measures of their own",
        )
        for measure, touchpoint, _, figures, last, files in engine.rows(
            _latest(columns, f"{_DIFFERENT} > 1")
        )
    ]
