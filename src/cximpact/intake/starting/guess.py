"""Which column of an existing list means what: a guess from headers, checked against the cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import Factory, evolve, frozen

from cximpact.intake.lists.totals import without_rows
from cximpact.intake.starting.cost_currencies import currency_column
from cximpact.intake.starting.footnotes import footnote_rows
from cximpact.intake.starting.guess_costs import guess_costs
from cximpact.intake.starting.guess_headers import Headers
from cximpact.intake.starting.guess_ids import rows_aside
from cximpact.intake.starting.guess_musts import guess_musts
from cximpact.intake.starting.guess_reading import guess_reading
from cximpact.intake.starting.guess_scales import guess_ratings, said_in_marks
from cximpact.intake.starting.guess_status import guess_status
from cximpact.intake.starting.guess_titles import guess_title
from cximpact.intake.starting.guess_words import FIELD_WORDS
from cximpact.intake.starting.link_columns import guess_links
from cximpact.intake.starting.pot_columns import Pots
from cximpact.intake.starting.stand_ins import level_words
from cximpact.intake.starting.subtotals import total_rows
from cximpact.model.source import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.raw_table import RawTable
    from cximpact.intake.starting.cost_entries import CostEntry
    from cximpact.intake.starting.cost_findings import Costs
    from cximpact.model.scorecard import Scorecard

__all__ = ["Guess", "guess_columns"]

_BY_HEADER = tuple(name for name in FIELD_WORDS if name not in ("id", "status", "cost"))


@frozen
class Guess:
    """What the columns of a list seem to mean.

    Attributes:
        columns: Our names to headers, in the order of `FIELD_WORDS`; `excludes` is last.
        entries: The columns of costs, as a workspace states them.
        left_out: Columns that look like costs, too, and wait for a person.
        statuses: Their status to ours.
        ratings: Criterion to its header and, where it has one of its own, the scale.
        currency: The currency of all costs, or of most; "" where none is named.
        currency_column: The column that names the currency of each row, "" for none.
        other_currencies: The other currencies it names; rates to `currency` are to be added.
        reading: How numbers are written.
        open_signs: Signs such as ``$`` that leave open which currency is meant, as nothing says.
        remarks: What was seen and left to a person.
        aside: Rows that are no proposals: a header, the values that tell them, and the reason.
        missing: Words that stand for no value, such as ``tbd``.
        unfit: Cells of the costs that hold no amount, as they are written; a person mends them.
        signs: Headers of ratings to what their signs or words stand for, such as ``++``.
        musts: What the words of the column *mandatory* mean, where they are more than yes and no.
        pots: The column that names the budget of each row, where there is one.
        guessed: Headers of ratings that state no scale to the one they are read on, and whence.
        odd: Headers of ratings to the texts of cells that a person is to mend.
    """

    columns: dict[str, str]
    entries: tuple[CostEntry, ...] = ()
    left_out: tuple[CostEntry, ...] = ()
    statuses: dict[str, str] | None = None
    ratings: dict[str, tuple[str, tuple[float, float, float] | None]] | None = None
    currency: str = ""
    currency_column: str = ""
    other_currencies: tuple[str, ...] = ()
    reading: Reading = Reading()
    open_signs: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    aside: tuple[tuple[str, tuple[str, ...], str], ...] = ()
    missing: tuple[str, ...] = ()
    unfit: tuple[str, ...] = ()
    signs: Mapping[str, Mapping[str, int]] = Factory(dict)
    musts: Mapping[str, str] = Factory(dict)
    pots: Pots = Pots()
    guessed: Mapping[str, tuple[tuple[float, float, float], str]] = Factory(dict)
    odd: Mapping[str, tuple[str, ...]] = Factory(dict)

    @property
    def costs(self) -> tuple[str, ...]:
        """Headers of costs."""
        return tuple(header for each in self.entries for header in each.headers)

    @property
    def negative(self) -> tuple[str, ...]:
        """Those of the costs that have some amounts below zero."""
        return tuple(each.header for each in self.entries if each.negative)

    def used(self) -> set[str]:
        """Return the headers that the guess uses."""
        rated = {header for header, _ in (self.ratings or {}).values()}
        pots = self.pots.header if self.entries else ""
        return {*self.columns.values(), *self.costs, *rated, self.currency_column, pots} - {""}


def guess_columns(table: RawTable, scorecard: Scorecard) -> Guess:
    """Return what the columns of a list seem to mean.

    A column is only taken if every cell of it fits, one of costs if most do; what does not is left
    to a person and said.

    Args:
        table: The list.
        scorecard: Its rating criteria may have columns, too.
    """
    whole = table
    table = without_rows(table, [*total_rows(table), *footnote_rows(table)])
    reading = guess_reading(table)
    finder = Headers(table, reading)
    meant = level_words(scorecard.criteria)
    ratings = guess_ratings(table, reading, scorecard, meant)
    finder.remarks += ratings.remarks
    finder.taken |= {header for header, _ in ratings.columns.values()}
    columns, statuses, musts = _fields(finder)
    costs = guess_costs(finder, meant.union(said_in_marks(ratings.signs.values())))
    by_row, codes = _by_row(finder, costs)
    currency = codes[0] if codes else costs.currency
    aside, told = rows_aside(whole, columns.get("id", ""), columns.get("title", ""))
    return Guess(
        columns=columns,
        entries=costs.entries,
        left_out=costs.left_out,
        statuses=statuses,
        ratings=ratings.columns,
        currency=currency,
        currency_column=by_row,
        other_currencies=codes[1:] or costs.other_currencies,
        reading=evolve(reading, multipliers=costs.multipliers),
        open_signs=() if currency else costs.signs,
        remarks=(*finder.remarks, *told),
        aside=aside,
        missing=tuple(dict.fromkeys((*costs.missing, *ratings.missing))),
        unfit=costs.unfit,
        signs=ratings.signs,
        musts=musts,
        guessed=ratings.guessed,
        odd=ratings.odd,
    )


def _fields(
    finder: Headers,
) -> tuple[dict[str, str], dict[str, str] | None, dict[str, str]]:
    """Return the headers of single fields, and what the words of statuses and musts mean."""
    columns = {"id": finder.id_column()}
    finder.drop_blank(columns["id"])
    columns |= {name: finder.first(name) for name in _BY_HEADER}
    columns["status"], statuses = guess_status(finder)
    columns["mandatory"], musts = guess_musts(finder, columns["mandatory"])
    columns["title"] = columns["title"] or guess_title(finder, columns["id"])
    columns |= guess_links(finder, columns)
    order = (*FIELD_WORDS, "excludes")
    return {name: columns[name] for name in order if columns.get(name)}, statuses, musts


def _by_row(finder: Headers, costs: Costs) -> tuple[str, tuple[str, ...]]:
    """Return the column that names the currency of each row, and its codes; "" for none."""
    if not costs.entries or costs.currency:
        return "", ()
    used = [header for each in costs.entries for header in each.headers]
    by_row, codes = currency_column(finder, used)
    if len(codes) > 1:
        some = " and ".join(codes[1:])
        finder.remarks.append(f"add the rates from {some} to {codes[0]}, with their dates: 'rates'")
    return by_row, codes
