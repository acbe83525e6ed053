"""Which scorecard a new workspace gets: one that is named or there, a draft, or a shipped one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.exceptions import InputError
from cximpact.intake.files.documents import parse_document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecards import (
    build_scorecard,
    load_scorecard,
    shipped_scorecards,
)
from cximpact.intake.starting.draft_scorecard import criterion_of, draft_scorecard
from cximpact.intake.starting.guess import guess_columns
from cximpact.intake.starting.guess_scales import unscaled
from cximpact.intake.starting.open_ratings import rated_columns, risk_columns
from cximpact.intake.starting.waiting_ratings import waiting_ratings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.card_scales import CardScale
    from cximpact.intake.starting.waiting_ratings import Waiting
    from cximpact.model.scorecard import Criterion, Scorecard

__all__ = ["SCORECARD_FILE", "Choice", "Draft", "chosen_scorecard", "relative_path"]

SCORECARD_FILE = "scorecard.yaml"
_SHIPPED = "customer"


@frozen
class Draft:
    """A scorecard of what a list rates.

    Attributes:
        headers: The columns that are its criteria.
        known: Criteria that a column may be headed by.
        waiting: Columns of ratings that it has as comments.
        risks: Those of the columns that rate a risk.
    """

    headers: tuple[str, ...]
    known: tuple[Criterion, ...]
    waiting: tuple[Waiting, ...] = ()
    risks: tuple[str, ...] = ()

    def text(self, scales: Mapping[str, CardScale] | None = None) -> str:
        """Return it as it is written.

        Args:
            scales: The scales of its criteria, once they are known.
        """
        return draft_scorecard(self.headers, self.known, self.waiting, scales, self.risks)

    def card(self, scales: Mapping[str, CardScale] | None = None) -> Scorecard:
        """Return it as it is read.

        Args:
            scales: The scales of its criteria, once they are known.
        """
        return _drafted(self.text(scales))


@frozen
class Choice:
    """The scorecard of a new workspace.

    Attributes:
        card: The scorecard.
        reference: How the workspace names it.
        draft: What it is made of where it is a new draft.
        is_default: Whether nobody named it, and no column of the list makes another.
    """

    card: Scorecard
    reference: str
    draft: Draft | None = None
    is_default: bool = False

    def told(self, n_asked: int, *, in_table: bool) -> list[str]:
        """Return why it is the shipped one where nobody asked for it, and what to do.

        Args:
            n_asked: How many questions it asks.
            in_table: Whether a blank table of ratings is there to answer them in.
        """
        if not self.is_default:
            return []
        where = " in ratings.csv" if in_table else ", once the list has ids"
        return [
            "no column of the list rates what changes for customers: the shipped scorecard "
            f"'{self.reference}' asks it; answer its {n_asked} questions{where} (questions.md says "
            "how)"
        ]


def chosen_scorecard(table: RawTable, named: str | None, folder: Path) -> Choice:
    """Return the scorecard, how the workspace names it, and its text where it is a new draft.

    Args:
        table: The list; what it rates makes the draft.
        named: A shipped name, or a path; None for one in the folder, else a draft, else the
            shipped one for customers.
        folder: Where the workspace goes.

    Raises:
        InputError: The scorecard cannot be read.
    """
    there = folder / SCORECARD_FILE
    said = named or (str(there) if there.is_file() else None)
    card, reference = _scorecard(said or _SHIPPED, folder)
    draft = None if said else _own_scorecard(table, card)
    if draft is None:
        return Choice(card, reference, is_default=not said)
    return Choice(draft.card(), SCORECARD_FILE, draft)


def _own_scorecard(table: RawTable, shipped: Scorecard) -> Draft | None:
    """Return a draft of a scorecard that asks what the list rates; None where it rates nothing."""
    guess = guess_columns(table, shipped)
    answers = {header for header, _ in (guess.ratings or {}).values()}
    free = {header for header in table.headers if header not in guess.used()} | answers
    rated = answers.union(rated_columns(table, free, guess.reading))
    if not rated:
        return None
    # A risk alone says nothing of what a proposal is good for.
    risks = risk_columns(table, free - rated)
    rated |= {*risks}
    named = {unscaled(header): header for header in reversed(table.headers) if header in rated}
    headers = tuple(named.values())[::-1]
    taken = [criterion_of(header, shipped.criteria) for header in headers]
    waiting = waiting_ratings(table, free - answers, guess.reading, taken)
    return Draft(headers, shipped.criteria, waiting, risks)


def _drafted(text: str) -> Scorecard:
    """Return a scorecard that is not written yet."""
    problems = ProblemList()
    document = parse_document(text, suffix=".yaml", name=SCORECARD_FILE)
    card = build_scorecard(document, problems)
    if card is None:
        raise InputError(problems.problems())
    return card


def _scorecard(reference: str, folder: Path) -> tuple[Scorecard, str]:
    problems = ProblemList()
    found = load_scorecard(reference, None, problems)
    if found is None:
        raise InputError(problems.problems())
    shipped = reference in shipped_scorecards()
    return found, reference if shipped else relative_path(Path(reference), folder)


def relative_path(path: Path, folder: Path) -> str:
    """Return a path as the workspace writes it: relative to its folder, with forward slashes."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()
