"""What binds the selection: budgets, and rules between proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import Factory, evolve, frozen

from cximpact.exceptions import Problem
from cximpact.intake.lists.capacities import build_capacities
from cximpact.intake.lists.cell_values import UnfitCellError
from cximpact.intake.lists.currency_marks import sign_fits, without_currency
from cximpact.intake.lists.groups import build_bundles, build_groups, build_synergies, members
from cximpact.intake.lists.incomplete_mandates import incomplete_mandates
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.minimum_shares import build_minimum_shares
from cximpact.intake.lists.stated_money import stated_money
from cximpact.model.money import Money
from cximpact.model.portfolio import Budget, Rules
from cximpact.model.proposal import Mandate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.lists.listed import Listed
    from cximpact.intake.lists.pool import Pool
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.intake.reporter import Reporter
    from cximpact.model.journey import Journey
    from cximpact.model.proposal import Proposals

__all__ = ["RuleContext", "build_budgets", "build_rules", "with_rules"]


@frozen(eq=False)
class RuleContext:
    """What rules may speak of beside proposals and budgets.

    Attributes:
        part: The list of proposals, for columns of capacities.
        listed: Who takes part, and in which row.
        journey: For touchpoints; None where there is no usable scorecard.
        budgets_lost: Whether a source that was to give budgets failed.
        notes: Takes what is doubtful.
    """

    part: TablePart | None = None
    listed: Listed | None = None
    journey: Journey | None = None
    budgets_lost: bool = False
    notes: list[Problem] = Factory(list)


def build_budgets(report: Reporter, entries: Mapping[str, Any]) -> tuple[Budget, ...]:
    """Return the budgets sorted by id; a limit that names no currency has "".

    Args:
        report: The workspace's document.
        entries: What stands under `budgets:`; it fits the schema.
    """
    return tuple(
        Budget(key, limit, _where(said))
        for key in sorted(entries)
        for said in [entries[key]]
        if (limit := _limit(report, ("budgets", key), said)) is not None
    )


def _where(said: Any) -> dict[str, tuple[str, ...]]:
    where = said.get("where", {}) if isinstance(said, dict) else {}
    return {field: _texts(where[field]) for field in sorted(where)}


def _texts(values: Any) -> tuple[str, ...]:
    listed = values if isinstance(values, list) else [values]
    return tuple(sorted({cell_text(value) for value in listed}))


def _limit(report: Reporter, path: KeyPath, said: Any) -> Money | None:
    if isinstance(said, dict):
        path, said = (*path, "limit"), said["limit"]
    currency = ""
    if isinstance(said, dict):
        currency = said.get("currency", "")
        path, said = (*path, "amount"), said["amount"]
    try:
        read = stated_money(report.document.written(path) or said)
    except UnfitCellError as unfit:
        report.add(path, unfit.message, value=said, expected=unfit.expected, hint=unfit.hint)
        return None
    if read is None or read[0] < 0:
        report.add(path, "not a limit", value=said, expected="an amount that is not negative")
        return None
    if currency and read[1] and read[1] != currency:
        report.add(path, "one limit in two currencies", value=f"{read[1]} and {currency}")
    if not currency and not read[1] and not _sign_fits(report, said):
        hint = "write its code, as USD 1200"
        message = "a limit in a sign that does not stand for the currency of the workspace"
        report.add(path, message, value=said, hint=hint)
        return None
    return Money(read[0], currency or read[1])


def _sign_fits(report: Reporter, said: Any) -> bool:
    """Return whether a sign such as ``$`` beside an amount may stand for the stated currency."""
    data = report.document.data
    stated = data.get("currency", "") if isinstance(data, dict) else ""
    return sign_fits(without_currency(str(said).strip())[2], str(stated))


def build_rules(
    report: Reporter,
    said: Mapping[str, Any],
    budgets: tuple[Budget, ...],
    pool: Pool,
    context: RuleContext | None = None,
) -> Rules:
    """Return the rules that bind the selection as a whole.

    Args:
        report: The workspace's document.
        said: What stands under `rules:`; it fits the schema.
        budgets: The budgets.
        pool: The proposals.
        context: What else rules may speak of.
    """
    around = context or RuleContext()
    known = None if around.budgets_lost else budgets
    return Rules(
        budgets=budgets,
        at_most_one=build_groups(report, said, pool),
        no_stage_worse_off=bool(said.get("no_stage_worse_off", False)),
        minimum_shares=build_minimum_shares(report, said, known, pool, around.journey, _where),
        capacities=build_capacities(report, said, pool, around.part, around.listed, around.notes),
        bundles=build_bundles(report, said, pool),
        synergies=build_synergies(report, said, pool),
        overlap=said.get("overlap", "separate"),
    )


def with_rules(
    report: Reporter, said: Mapping[str, Any], proposals: Proposals, pool: Pool
) -> tuple[Proposals, tuple[Problem, ...]]:
    """Return the proposals with what the rules add to what they say of themselves, and notes."""
    requires = dict(proposals.requires)
    for key, named in said.get("requires", {}).items():
        path: KeyPath = ("rules", "requires", key)
        others = _others(report, path, key, named, pool)
        if pool.check(report, path, key):
            requires[key] = tuple(sorted({*requires.get(key, ()), *others}))
    excludes = dict(proposals.excludes)
    for at, named in enumerate(said.get("excludes", [])):
        several = members(report, ("rules", "excludes", at), named, pool)
        for key in several:
            others = {*excludes.get(key, ()), *several} - {key}
            excludes[key] = tuple(sorted(others))
    forced = dict(proposals.forced_out)
    forced |= {
        key: reason
        for key, reason in said.get("forced_out", {}).items()
        if pool.check(report, ("rules", "forced_out", key), key)
    }
    mandates, unapproved, notes = _mandates(report, said.get("mandatory", {}), pool)
    mandates = {**proposals.mandates, **mandates}
    return (
        evolve(
            proposals,
            requires=_sorted(requires),
            excludes=_sorted(excludes),
            forced_out=_sorted(forced),
            mandates=_sorted(mandates),
            unapproved=(proposals.unapproved | unapproved) - mandates.keys(),
        ),
        notes,
    )


def _sorted(mapping: Mapping[str, Any]) -> dict[str, Any]:
    return {key: mapping[key] for key in sorted(mapping) if mapping[key]}


def _others(report: Reporter, path: KeyPath, own: str, named: Any, pool: Pool) -> set[str]:
    """Return what a proposal requires; each must exist, take part and not be itself."""
    listed = named if isinstance(named, list) else [named]
    found = set()
    for at, each in enumerate(listed):
        key = cell_text(each)
        where = (*path, at) if isinstance(named, list) else path
        if key == own:
            report.add(where, "a proposal names itself", value=key)
        elif pool.check(report, where, key):
            found.add(key)
        elif key in pool.aside:
            hint = "let it take part, or take the requirement away"
            report.add(where, "requires a proposal that was set aside", value=key, hint=hint)
    return found


def _mandates(
    report: Reporter, said: Mapping[str, Any], pool: Pool
) -> tuple[dict[str, Mandate], set[str], tuple[Problem, ...]]:
    found, unapproved, notes = {}, set(), []
    for key, why in said.items():
        path: KeyPath = ("rules", "mandatory", key)
        if not pool.check(report, path, key):
            continue
        if why.get("reason") and why.get("approved_by"):
            found[key] = Mandate(why["reason"], why["approved_by"])
        else:
            line = report.document.line(path) or None
            field = f"rules.mandatory.{key}"
            place = {"file": report.document.name, "line": line, "field": field}
            unapproved.add(key)
            notes.append(incomplete_mandates([key], place, "give both: reason and approved_by"))
    return found, unapproved, tuple(notes)
