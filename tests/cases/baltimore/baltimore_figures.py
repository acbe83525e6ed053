"""Writes the figures of `docs/explanation/real-case.md` from a run of this case.

    CXIMPACT_DATA=... python tests/cases/baltimore/baltimore_figures.py

Each figure stands between ``<!-- real case: NAME -->`` and ``<!-- end -->``. A test holds the page
against them wherever the city's tables are at hand.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import cximpact

CASE = Path(__file__).parent
PAGE = CASE.parents[2] / "docs" / "explanation" / "real-case.md"
ACTIONS = ("prioritize", "approve", "defer", "revise", "decline")
SELECTED = ACTIONS[:2]
_PLACE = re.compile(r"(<!-- real case: ([a-z-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
Table = Callable[[cximpact.Evaluation], str]


def run(data: Path, folder: Path, change: tuple[str, str] | None = None) -> cximpact.Evaluation:
    """Evaluate the case, perhaps with one text of its scorecard changed, and then without draws."""
    folder.mkdir()
    for name in ("cximpact.yaml", "scorecard.yaml"):
        shutil.copy(CASE / name, folder)
    (folder / "data").symlink_to(data, target_is_directory=True)
    if change:
        card = folder / "scorecard.yaml"
        text = card.read_text("utf-8")
        assert change[0] in text, f"the scorecard no longer says {change[0]}"
        card.write_text(text.replace(*change), "utf-8")
    if change:
        return cximpact.evaluate(folder, draws=0, analyses=[])
    return cximpact.evaluate(cximpact.load(folder))


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def _millions(amount: Decimal) -> str:
    return f"{amount / 1_000_000:,.1f}"


def actions(found: cximpact.Evaluation) -> str:
    """Return how many requests got each action, and what they ask."""
    rows = []
    for action in ACTIONS:
        of_it = [item for item in found if item.action == action]
        asked = sum((item.cost.amount for item in of_it), Decimal(0))
        rows.append((action, len(of_it), _millions(asked)))
    aside = sum(item.count for item in found.set_aside if item.what == "proposals")
    rows.append(("set aside: asks for no money", aside, "–"))
    return _table(("action", "requests", "asked, USD million"), rows)


def budgets(found: cximpact.Evaluation) -> str:
    """Return how the two budgets stand."""
    rows = [
        (each.budget, _millions(each.limit), _millions(each.used), _millions(each.left))
        for each in found.budgets
    ]
    return _table(("budget, USD million", "limit", "used", "left"), rows)


def touchpoints(found: cximpact.Evaluation) -> str:
    """Return how good each touchpoint is, worst first, and what that rests on."""
    cells = sorted(found.touchpoints, key=lambda cell: (cell.mean, cell.touchpoint))
    rows = [
        (
            cell.touchpoint,
            f"{cell.mean:.2f} ± {cell.sd:.2f}",
            cell.label,
            sum(1 for item in cell.measurements if item.source == "city-measures"),
            sum(item.n for item in cell.measurements if item.source.endswith("on-time")) or "–",
        )
        for cell in cells
    ]
    return _table(("touchpoint", "condition", "nearest to", "city figures", "311 contacts"), rows)


def bureaus(found: cximpact.Evaluation) -> str:
    """Return what each bureau asked for and how much of it is selected."""
    rows = []
    for unit in sorted({item.unit for item in found}):
        own = [item for item in found if item.unit == unit]
        taken = [item for item in own if item.action in SELECTED]
        asked, given = (
            sum((item.cost.amount for item in some), Decimal(0)) for some in (own, taken)
        )
        rows.append((unit, len(own), _millions(asked), len(taken), _millions(given)))
    header = ("bureau", "requests", "asked, USD million", "selected", "USD million")
    return _table(header, rows)


def first_and_last(found: cximpact.Evaluation) -> str:
    """Return the first ten of the ranking, and the ten that just missed the money."""
    deferred = [item for item in found if item.action == "defer"]
    rows = [
        (item.rank, item.action, item.proposal, item.title.replace("|", "/"),
         f"{item.cost.amount:,.0f}", f"{item.value.expected * 100:+.2f}")
        for item in (*found.recommendations[:10], *deferred[:10])
    ]  # fmt: skip
    return _table(("rank", "action", "id", "request", "USD", "value"), rows)


def explanation(found: cximpact.Evaluation) -> str:
    """Return the reasons of one back-office request, as the software gives them."""
    reasons = "\n".join(f"- {reason}" for reason in found["117-073"].reasons)
    return f"{reasons}\n"


CHANGES = {
    "Finding a home is a moment of truth": (
        "find-a-home: {title: Find a home I can afford, importance: 1,",
        "find-a-home: {title: Find a home I can afford, importance: 1, moment_of_truth: true,",
    ),
    "Dispatch and radio ripple half as strongly into 911": (
        "{from: public-safety-systems, to: call-911, strength: 0.8}",
        "{from: public-safety-systems, to: call-911, strength: 0.4}",
    ),
    "Getting about matters half as much": (
        "title: Get about\n      importance: 20",
        "title: Get about\n      importance: 10",
    ),
}


def sensitivity(found: cximpact.Evaluation, data: Path, folder: Path) -> str:
    """Return how many actions another assumption moves, one assumption at a time.

    What is selected is one kind here, however sure it is.
    """
    before = {item.proposal: _kind(item.action) for item in found}
    rows = []
    for number, (title, change) in enumerate(CHANGES.items()):
        other = run(data, folder / str(number), change)
        moved = Counter(
            f"{before[item.proposal]} → {_kind(item.action)}"
            for item in other
            if _kind(item.action) != before[item.proposal]
        )
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(moved.items()))
        rows.append((title, sum(moved.values()), kinds or "–"))
    return _table(("changed assumption", "requests with another action", "which"), rows)


def _kind(action: str) -> str:
    return "selected" if action in SELECTED else action


TABLES: dict[str, Table] = {
    "actions": actions,
    "budgets": budgets,
    "touchpoints": touchpoints,
    "bureaus": bureaus,
    "first-and-last": first_and_last,
    "explanation": explanation,
}


def refreshed(page: str, found: cximpact.Evaluation, data: Path, folder: Path) -> str:
    """Return the page with every figure made anew."""

    def figure(place: re.Match[str]) -> str:
        name = place[2]
        if name == "sensitivity":
            return f"{place[1]}\n{sensitivity(found, data, folder)}\n{place[4]}"
        return f"{place[1]}\n{TABLES[name](found)}\n{place[4]}"

    return _PLACE.sub(figure, page)


def main() -> int:
    """Rewrite the page; needs CXIMPACT_DATA."""
    data = Path(os.environ["CXIMPACT_DATA"]) / "baltimore"
    with TemporaryDirectory() as folder:
        found = run(data, Path(folder) / "base")
        text = refreshed(PAGE.read_text("utf-8"), found, data, Path(folder))
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
