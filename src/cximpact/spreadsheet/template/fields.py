"""What the columns of each table mean, in words for the person who fills them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import frozen

from cximpact.intake.lists.changes import CHANGE_WORDS
from cximpact.model.proposal import BASES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CURRENCIES", "FIELDS", "HELP", "LISTS", "Field", "field_of_headers", "plain_columns"]

CURRENCIES = tuple(
    "AED AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW MXN MYR NOK NZD PHP PLN "
    "RON SAR SEK SGD THB TRY TWD USD ZAR".split()
)


@frozen
class Field:
    """One column that the tool reads.

    Attributes:
        name: Its name in the column map.
        header: Its header in a blank workbook.
        note: What to write into it.
        width: In characters.
        form: How its cells look: ``text``, ``long``, ``money``, ``share``, ``number``, ``day``.
        choices: Key of the list of words it takes, "" for none.
        blank: Whether a blank workbook has the column.
    """

    name: str
    header: str
    note: str
    width: float = 14
    form: str = "text"
    choices: str = ""
    blank: bool = True


_PROPOSAL = Field(
    "proposal",
    "Proposal id",
    "The id of the proposal, as on the sheet Proposals.",
    12,
    "text",
    "proposals",
)
_SOURCE = Field(
    "source", "Source", "What this rests on: a study, a pilot, a trial, a report.", 34, "long"
)
_DATE = Field("date", "Date of source", "The day of that source, such as 2026-01-31.", 14, "day")
_CURRENCY = Field(
    "currency",
    "Currency",
    "Three letters, such as EUR. Blank: the currency on the sheet Settings.",
    10,
    "text",
    "currencies",
)
_CRITERION = Field(
    "criterion",
    "Criterion",
    "The criterion the row is about, by its id on the sheet Weights.",
    18,
    "text",
)
_LOW = Field("low", "Low", "The lowest amount that would not surprise you.", 12, "money")
_LIKELY = Field("likely", "Likely", "The amount you expect.", 12, "money")
_HIGH = Field("high", "High", "The highest amount that would not surprise you.", 12, "money")

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "proposals": (
        Field(
            "id", "Id", "A short name of your own, such as P01. Each proposal has another one.", 10
        ),
        Field("title", "Proposal", "What it is called.", 34, "long"),
        Field("unit", "Department", "Who proposes it.", 16, "text", "units"),
        Field(
            "kind", "Type", "project, spend or policy, or what you call it.", 12, "text", "kinds"
        ),
        Field(
            "status",
            "Status",
            "proposed: to be decided now. committed: running, uses its budget. withdrawn: set "
            "aside.",
            12,
            "text",
            "status",
        ),
        Field(
            "cost",
            "Cost",
            "All it costs, such as 120000 or EUR 120000. Lines of cost by fund or year go to the "
            "sheet Costs instead.",
            14,
            "money",
        ),
        Field(
            "reach",
            "Share of customers",
            "How many of all customers will notice: 0.4 or 40%. Blank: all of them.",
            12,
            "share",
        ),
        Field(
            "statement",
            "What changes for the customer",
            "One or two sentences a customer would understand and agree with. Not what it does "
            "for a department.",
            46,
            "long",
        ),
        Field("outcomes", "Outcomes", "The outcomes it promises.", 30, "long", "", False),
        Field(
            "mitigation",
            "How harm is softened",
            "If it makes anything worse for customers: what is done about that.",
            30,
            "long",
        ),
        Field(
            "effects",
            "Effects",
            "Write none to state that nothing changes for customers. Else leave it blank.",
            10,
            "text",
            "effects",
        ),
        Field(
            "confirmed_by",
            "Confirmed by",
            "Who outside the department confirms that nothing changes for customers.",
            16,
        ),
        Field(
            "mandatory",
            "Mandatory",
            "yes if it must be done whatever its value.",
            11,
            "text",
            "yes_no",
        ),
        Field("mandatory_reason", "Why mandatory", "The law or duty that demands it.", 26, "long"),
        Field(
            "mandatory_approved_by", "Mandate approved by", "Who decided that it must be done.", 18
        ),
        Field(
            "requires", "Needs", "Ids of proposals it cannot do without, separated by commas.", 12
        ),
        Field(
            "excludes",
            "Cannot go with",
            "Ids of proposals it cannot be combined with, separated by commas.",
            14,
        ),
        Field(
            "forced_out",
            "Not this time, because",
            "Why it must not be selected this time. Else leave it blank.",
            24,
            "long",
            "",
            False,
        ),
    ),
    "costs": (
        _PROPOSAL,
        Field(
            "amount",
            "Amount",
            "The amount, if it is known. Else give low, likely and high.",
            12,
            "money",
        ),
        _LOW,
        _LIKELY,
        _HIGH,
        _CURRENCY,
        Field("fund", "Fund", "Where the money comes from, such as capex or opex.", 14),
        Field("category", "Category", "What kind of cost it is, such as software or staff.", 14),
        Field("period", "Period", "When it falls due, such as 2026.", 10),
        Field("unit", "Who pays", "Blank: the department that proposes it.", 16, "text", "units"),
    ),
    "effects": (
        _PROPOSAL,
        Field(
            "touchpoint",
            "Touchpoint or process",
            "Where customers will notice, or the internal process that is changed.",
            24,
            "text",
            "touchpoints",
        ),
        Field(
            "criterion",
            "Journey criterion",
            "Blank: every journey criterion.",
            16,
            "text",
            "",
            False,
        ),
        Field(
            "change",
            "Change",
            "One of the words, or a number from -1 to 1. Or leave it blank and give low, likely "
            "and high.",
            18,
            "text",
            "changes",
        ),
        Field("low", "Low", "Lowest change, from -1 to 1.", 8, "number"),
        Field(
            "likely",
            "Likely",
            "Most likely change, from -1 to 1: +0.5 takes something broken to reliable.",
            8,
            "number",
        ),
        Field("high", "High", "Highest change, from -1 to 1.", 8, "number"),
        Field(
            "reach",
            "Share of its customers",
            "How many of the customers who come there: 0.4 or 40%. Blank: a quarter for gains, "
            "all for harm.",
            12,
            "share",
        ),
        Field(
            "basis",
            "Rests on",
            "trial, pilot, analogue, benchmark or opinion. All but opinion need a source and its "
            "date.",
            12,
            "text",
            "bases",
        ),
        _SOURCE,
        _DATE,
    ),
    "quantities": (
        _PROPOSAL,
        Field(
            "criterion", "Criterion", "The criterion the amount is for.", 20, "text", "quantities"
        ),
        Field(
            "amount",
            "Amount",
            "The amount, if it is one number. Else give low, likely and high.",
            12,
            "money",
        ),
        _LOW,
        _LIKELY,
        _HIGH,
        _CURRENCY,
        _SOURCE,
        _DATE,
    ),
    "ratings": (
        _PROPOSAL,
        Field("criterion", "Criterion", "The criterion that is answered.", 20, "text", "ratings"),
        Field(
            "rating",
            "Rating",
            "The level whose sentence fits best; the sheet Weights has all sentences.",
            9,
            "number",
        ),
        Field("rater", "Rater", "Who answers. Names enter no result.", 12),
        Field(
            "unit",
            "Rater's department",
            "Answers of the department that proposes do not count.",
            18,
            "text",
            "units",
        ),
        _SOURCE,
        _DATE,
    ),
    "budgets_from": (
        Field("id", "Budget", "A short name of the budget.", 14),
        Field("limit", "Limit", "What may be spent.", 14, "money"),
        _CURRENCY,
        Field("fund", "Fund", "Only costs of this fund count. Blank: all.", 14),
        Field("category", "Category", "Only costs of this category count. Blank: all.", 14),
        Field("period", "Period", "Only costs of this period count. Blank: all.", 10),
        Field(
            "unit",
            "Who pays",
            "Only costs of this department count. Blank: all.",
            16,
            "text",
            "units",
        ),
    ),
    "evidence": (
        Field(
            "date",
            "Date",
            "The day of the answer, the call, the complaint, or the last day of the period.",
            13,
            "day",
        ),
        Field("touchpoint", "Touchpoint", "Where it happened.", 24, "text", "touchpoints"),
        Field(
            "measure",
            "Measure",
            "Which measure of the scorecard it is an answer to.",
            18,
            "text",
            "measures",
        ),
        Field(
            "value", "Value", "The answer as it was given, such as 4 of 5, or yes.", 10, "number"
        ),
        Field(
            "count",
            "Count",
            "How many complaints or returns the row stands for.",
            9,
            "number",
        ),
        Field(
            "exposure",
            "Out of",
            "How many customers there were. No cell filled: the customers of the touchpoint.",
            11,
            "number",
        ),
        Field(
            "channel",
            "Channel",
            "How the word reached us: survey, complaint, call, return, review, in-store or kpi.",
            13,
            "text",
            "channels",
        ),
        Field(
            "criterion",
            "Journey criterion",
            "Blank: every journey criterion.",
            16,
            "text",
            "",
            False,
        ),
        Field("n", "Number of answers", "How many answers the figure stands for.", 11, "number"),
        Field("successes", "Successes", "Answers that count as a success.", 11, "number"),
        Field("promoters", "Promoters", "Answers of 9 or 10.", 11, "number"),
        Field("detractors", "Detractors", "Answers of 0 to 6.", 11, "number"),
        Field("figure", "Figure", "The figure as it was worked out.", 11, "number"),
        Field("error", "Standard error", "Its standard error, if it is known.", 11, "number"),
    ),
}
"""The columns of each table, in the order in which a blank workbook shows them."""

HELP: Mapping[str, str] = {
    "proposals": (
        "One line per proposal: a project, a line of spend or a change of policy. Point at a "
        "header to read what belongs there."
    ),
    "costs": (
        "One line per amount. Leave the sheet empty if the cost on the sheet Proposals says it all."
    ),
    "effects": (
        "One line per place where customers will notice the proposal, for better or for "
        "worse. Point at a header to read more."
    ),
    "quantities": "One line per amount that a criterion asks for. Point at a header to read more.",
    "ratings": "One line per answer. Point at a header to read more.",
    "budgets_from": "One line per budget.",
    "evidence": (
        "What customers said or did, one line each, and figures. Comments of customers enter "
        "no result."
    ),
}

LISTS: Mapping[str, tuple[str, ...]] = {
    "status": ("proposed", "committed", "withdrawn"),
    "kinds": ("project", "spend", "policy"),
    "effects": ("none",),
    "yes_no": ("yes", "no"),
    "changes": tuple(CHANGE_WORDS),
    "bases": tuple(BASES),
    "channels": ("survey", "complaint", "call", "return", "review", "in-store", "kpi"),
    "currencies": CURRENCIES,
}
"""Words to choose from, where the scorecard does not say them."""


def plain_columns(part: str, names: Sequence[str] = ()) -> dict[str, str]:
    """Return the column map of a blank sheet: our names to the headers it shows.

    Args:
        part: The table.
        names: The columns wanted; none named: those of a blank workbook.
    """
    return {
        each.name: each.header
        for each in FIELDS[part]
        if (each.name in names if names else each.blank)
    }


def field_of_headers(
    part: str, said: Mapping[str, Any], headers: Sequence[str]
) -> dict[str, Field]:
    """Return which of our fields stands under which header of a table.

    Args:
        part: The table.
        said: What the workspace says of it.
        headers: Its headers.
    """
    columns = said.get("columns")
    mapped: Mapping[str, Any] = columns if isinstance(columns, dict) else {}
    found = {}
    for each in FIELDS[part]:
        stated = mapped.get(each.name, each.name)
        header = stated.get("column") if isinstance(stated, dict) else stated
        if isinstance(header, str) and header in headers:
            found[header] = each
    return found
