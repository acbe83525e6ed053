"""Which columns hold costs, and in which currency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from cximpact.intake.lists.currency_marks import SEVERAL
from cximpact.intake.starting.guess_words import THOUSANDS_WORDS
from cximpact.spreadsheet.finding.currencies import AMBIGUOUS, PERCENT
from cximpact.spreadsheet.finding.stated import is_amount, named_header

if TYPE_CHECKING:
    from cximpact.intake.files.problems import ProblemLog
    from cximpact.intake.starting.guess import Guess
    from cximpact.spreadsheet.finding.found import FoundTable
    from cximpact.spreadsheet.finding.words import Words

__all__ = ["Costs", "cost_columns"]


_SIGNS = {sign: SEVERAL[sign] for sign in ("$", "¥")}
"""Signs of several currencies, with the codes that they may stand for."""


@frozen(eq=False)
class Costs:
    """The columns of costs, as a column map has them.

    Attributes:
        columns: ``cost`` or ``costs``; nothing where there are none.
        notices: What was seen and left to people.
        currencies: The currencies that columns are stated or shown to be in.
    """

    columns: Mapping[str, Any]
    notices: tuple[str, ...] = ()
    currencies: frozenset[str] = frozenset()


def cost_columns(
    found: FoundTable,
    guess: Guess,
    stated: Mapping[str, Any],
    words: Words,
    log: ProblemLog,
    *,
    elsewhere: bool,
) -> Costs:
    """Return the columns of costs, each with the currency that its number formats show.

    Args:
        found: The table.
        guess: What its columns seem to mean.
        stated: The column map, its headers as they stand.
        words: What is looked for among headers.
        log: Takes the problems.
        elsewhere: Whether costs stand in a table of their own, so that there need be none here.
    """
    guess = _sure(guess)
    entries = _entries(guess, stated)
    notices: list[str] = []
    if not {"cost", "costs"} & stated.keys() and not elsewhere:
        _refuse_choice(found, guess, words, log)
    if not entries and not elsewhere:
        _refuse_left_out(found, guess, words, log)
        entries = [{"column": header} for header in _amounts(found, guess, words)]
        if not entries:
            notices.append("no column of costs was found; say which one it is: cost=HEADER")
    by_row = bool(guess.currency_column)
    for entry in entries if not by_row else ():
        _refuse_signs(entry, found, guess.currency, log)
    made = [each if by_row else _with_currency(each, found, log, notices) for each in entries]
    if not made:
        return Costs({})
    is_one = "cost" in stated or ("costs" not in stated and len(made) == 1)
    named = (each["currency"] for each in made if isinstance(each, Mapping) and "currency" in each)
    currencies = frozenset(each for each in named if isinstance(each, str))
    return Costs({"cost": made[0]} if is_one else {"costs": made}, tuple(notices), currencies)


def _sure(guess: Guess) -> Guess:
    """Return a guess without costs that a workspace would show a person before they count.

    A sheet is scored as it stands: amounts in thousands, of several years, or in cells of several
    currencies are for its people to map.
    """
    if guess.other_currencies and not guess.currency_column:
        return evolve(guess, entries=())
    plain = [each for each in guess.entries if each.multiplier == 1]
    years = any(each.period for each in plain)
    kept = plain[:1] if years else plain
    return evolve(guess, entries=tuple(evolve(each, period="") for each in kept))


def _entries(guess: Guess, stated: Mapping[str, Any]) -> list[Any]:
    if "cost" in stated:
        return [stated["cost"]]
    if "costs" in stated:
        return list(stated["costs"])
    return [each.said(guess.currency_column) for each in guess.entries]


def _amounts(found: FoundTable, guess: Guess, words: Words) -> list[str]:
    """Return the headers of costs that were not taken, but hold amounts."""
    used = guess.used()
    return [
        header
        for header, cells in zip(found.raw.headers, found.raw.columns, strict=True)
        if words.meaning(header) == "cost" and header not in used and any(map(is_amount, cells))
    ]


def _refuse_choice(found: FoundTable, guess: Guess, words: Words, log: ProblemLog) -> None:
    """Refuse to choose between several columns of costs; capex and opex are parts of one."""
    others = _amounts(found, guess, words)
    if len(guess.costs) > 1 or len(guess.costs) + len(others) < 2:
        return
    log.add(
        "several columns could be the cost",
        sheet=found.sheet,
        value=", ".join([*guess.costs, *others]),
        expected="one of them",
        hint=f'say which one: --column "cost={others[-1]}"; or map several in a cximpact.yaml '
        "beside the workbook: columns: {costs: ...}",
    )


def _refuse_left_out(found: FoundTable, guess: Guess, words: Words, log: ProblemLog) -> None:
    """Refuse columns of money that cannot be taken as they are: costs would count as nothing."""
    for header in found.raw.headers:
        if words.meaning(header) != "cost" or header in guess.used():
            continue
        if not any(is_amount(cell) for cell in found.raw.column(header)):
            continue
        place: dict[str, Any] = found.raw.header_place(header)
        place.pop("file")
        if THOUSANDS_WORDS.search(header):
            hint = "write the amounts out, or say that they are meant so: columns: {cost: ...}"
            log.add(
                "these costs seem to be in thousands or millions", value=header, hint=hint, **place
            )
        elif any(remark.startswith("costs are in") for remark in guess.remarks):
            hint = "say which column is the cost, and in which currency: columns: {cost: ...}"
            log.add(
                "the columns of costs are in several currencies", value=header, hint=hint, **place
            )


def _with_currency(said: Any, found: FoundTable, log: ProblemLog, notices: list[str]) -> Any:
    """Return an entry of a column map with the currency that its cells show, if it names none."""
    entry = dict(said) if isinstance(said, Mapping) else {"column": said}
    if "currency" in entry:
        return said
    headers = [entry[key] for key in ("column", "low", "likely", "high") if key in entry]
    shown: dict[str, tuple[str, str]] = {}
    for header in headers:
        for currency, cell in found.currencies.get(str(header), {}).items():
            shown.setdefault(currency, (cell, str(header)))
    if PERCENT in shown:
        cell, header = shown[PERCENT]
        log.add(
            "an amount of money is shown as a percentage",
            sheet=found.sheet,
            cell=cell,
            field=header,
            expected="an amount",
            hint="name the column of costs: cost=HEADER",
        )
    elif len(shown) > 1:
        _refuse_mixed(found, shown, log)
    elif shown:
        (currency,) = shown
        if currency not in AMBIGUOUS:
            return {**entry, "currency": currency}
        notices.append(
            f"'{named_header(said) or headers[0]}' shows '{currency}', the sign of several "
            "currencies: none is taken for certain"
        )
    return said


def _refuse_signs(said: Any, found: FoundTable, currency: str, log: ProblemLog) -> None:
    """Refuse texts such as ``$45,000`` where nothing says that those dollars are meant."""
    header = named_header(said)
    stated = said.get("currency") if isinstance(said, Mapping) else None
    code = stated if isinstance(stated, str) else currency
    if header not in found.raw.headers:
        return
    for row, cell in enumerate(found.raw.column(header)):
        sign = next((each for each in _SIGNS if each in cell), "") if isinstance(cell, str) else ""
        if sign and code not in _SIGNS[sign]:
            place: dict[str, Any] = found.raw.place(row, header)
            place.pop("file")
            log.add(
                f"an amount in '{sign}', which several currencies use",
                value=str(cell),
                expected=f"an amount in {code}" if code else "a currency by its code, such as USD",
                hint="write amounts as numbers, and the currency into the header: 'Cost USD'",
                **place,
            )


def _refuse_mixed(found: FoundTable, shown: Mapping[str, tuple[str, str]], log: ProblemLog) -> None:
    (_, (first, _)), (_, (cell, header)), *_ = shown.items()
    log.add(
        "amounts of one column are shown in several currencies",
        sheet=found.sheet,
        cell=cell,
        field=header,
        value=" and ".join(f"{currency} in {where}" for currency, (where, _) in shown.items()),
        expected=f"one currency, as in {first}",
        hint="convert them, or name the currency of each line in a column of its own",
    )
