"""From exports to rows: costs and budgets added up by place, refunds one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import define, field

from cximpact.plugins import QueryError, Request
from cximpact_finance.accounts import Accounts
from cximpact_finance.currencies import Currencies
from cximpact_finance.given import plain, text
from cximpact_finance.ledger.entries import Entries, Entry
from cximpact_finance.ledger.tables import files, rows_of
from cximpact_finance.rows import Ledger
from cximpact_finance.signs import Signs
from cximpact_finance.totals import Place

if TYPE_CHECKING:
    from cximpact.plugins import Context

__all__ = ["collect"]

_BATCH = 1000


def collect(request: Request, context: Context) -> Iterator[list[dict[str, Any]]]:
    """Yield rows of a kind.

    Args:
        request: Which kind of rows, as of which day.
        context: With the settings.

    Raises:
        SourceError: By what one can do about it.
    """
    journal = _Journal.of(request, context)
    rows = journal.refunds() if request.kind == "observations" else journal.money()
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


@define
class _Journal:
    """One collection."""

    _request: Request
    _context: Context
    _entries: Entries
    _accounts: Accounts
    _without: int = field(init=False, default=0)
    _later: int = field(init=False, default=0)
    _aside: int = field(init=False, default=0)

    @classmethod
    def of(cls, request: Request, context: Context) -> _Journal:
        """Return the journal that the settings describe."""
        settings = context.settings
        entries, accounts = Entries.of(settings), Accounts.of(settings.get("accounts"))
        columns = plain(settings["columns"])
        if accounts.ranges and "account" not in columns:
            raise QueryError("settings.columns: name the column of the account")
        if request.kind == "costs" and "proposal" not in columns:
            raise QueryError("settings.columns: name the column of the proposal or cost centre")
        if request.kind == "observations" and ("date" not in columns or not accounts.ranges):
            raise QueryError(
                "settings: observations need columns.date, and accounts with their touchpoints"
            )
        if "currency" not in columns and not text(settings, "currency"):
            raise QueryError(
                "it is not said which currency the amounts are in: name the column of the currency,"
                " or say 'currency: EUR' in the settings"
            )
        return cls(request, context, entries, accounts)

    def _sign(self) -> str:
        """Return the sign that debits and credits have by themselves, "" for a declared one."""
        return "cost_positive" if self._entries.sided else ""

    def _read(self) -> Iterator[Entry]:
        """Yield entries up to the day of the decision."""
        settings = self._context.settings
        found = files(settings, self._context.folder)
        names = ", ".join(path.name for path in found[:20])
        self._context.query(" ".join(filter(None, (names, text(settings, "sheet")))))
        for path in found:
            for row in rows_of(path, settings):
                entry = self._entries.entry(row)
                if entry is None:
                    self._without += 1
                elif entry.day is not None and self._is_later(entry.day):
                    self._later += 1
                else:
                    yield entry
            self._context.progress(path.name)

    def _is_later(self, day: date) -> bool:
        return self._request.kind != "budgets" and day > self._request.as_of

    def money(self) -> Iterator[dict[str, Any]]:
        """Yield costs or budgets."""
        ledger = Ledger.of(self._context.settings, self._request.kind, self._sign())
        costs = self._request.kind == "costs"
        for entry in self._read():
            if costs and not entry.said("proposal"):
                self._aside += 1
            else:
                yield from ledger.take(self._place(entry), entry.amount, entry.ref)
        yield from ledger.close(self._context.note)
        self._tell(self._context.note)

    def _place(self, entry: Entry) -> Place | None:
        meaning = self._accounts.meaning(entry.said("account"))
        proposal = entry.said("proposal") if self._request.kind == "costs" else ""
        if meaning is None:
            return None
        fields = {
            name: entry.said(name) or meaning.get(name, "") for name in ("fund", "category", "unit")
        }
        currency = entry.said("currency") or text(self._context.settings, "currency")
        return Place(proposal, period=self._entries.period(entry), currency=currency, **fields)

    def refunds(self) -> Iterator[dict[str, Any]]:
        """Yield one row per entry on an account that stands for a touchpoint."""
        settings = self._context.settings
        signs, currencies = Signs.of(settings, self._sign()), Currencies(text(settings, "currency"))
        for entry in self._read():
            meaning = self._accounts.meaning(entry.said("account"))
            if meaning is None or "touchpoint" not in meaning:
                self._aside += 1
                continue
            settled = signs.settle([entry.amount], lambda at=entry.place: at)  # type: ignore[misc]
            if settled is None:
                continue
            yield {
                "date": entry.day,
                "touchpoint": meaning["touchpoint"],
                "measure": meaning.get("measure"),
                "channel": meaning.get("channel"),
                "account": entry.said("account"),
                "category": meaning.get("category"),
                "amount": settled[0],
                "currency": currencies.of(entry.said("currency"), entry.place),
                "ref": entry.ref,
            }
        currencies.close()
        signs.close(self._context.note)
        self._tell(self._context.note)

    def _tell(self, note: Callable[[str], None]) -> None:
        """Say what was left out."""
        if self._without:
            note(f"{self._without:,} rows name no amount")
        if self._later:
            note(f"{self._later:,} entries are later than the day of the decision")
        if self._aside:
            what = "no touchpoint" if self._request.kind == "observations" else "no proposal"
            note(f"{self._aside:,} entries have {what}, and do not count")
