"""The parts of a workspace, read one after the other and put together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.exceptions import InputError, Problem
from cximpact.intake.draw_counts import draws_said
from cximpact.intake.evidence_blocks import build_evidence
from cximpact.intake.inputs import Inputs
from cximpact.intake.lists.budget_rows import budget_columns
from cximpact.intake.lists.capacities import capacity_columns
from cximpact.intake.lists.coverage import open_questions
from cximpact.intake.lists.currencies import build_rates, day_said
from cximpact.intake.lists.effect_rows import effect_columns, effects_of_table
from cximpact.intake.lists.effects import as_effects, check_statements, merged
from cximpact.intake.lists.fingerprints import fingerprint_of_columns, fingerprint_of_data
from cximpact.intake.lists.idle import idle_budgets, strange_units
from cximpact.intake.lists.missing_words import missing_notes
from cximpact.intake.lists.origins import origin_of_budgets, origin_of_costs, origin_of_list
from cximpact.intake.lists.pool import Pool, Rows
from cximpact.intake.lists.proposals import (
    list_proposals,
    no_proposals,
    proposal_columns,
    read_proposals,
)
from cximpact.intake.lists.quantities import QuantityCells
from cximpact.intake.lists.ratings import empty_ratings, read_grid, read_ratings
from cximpact.intake.lists.rules import RuleContext, build_rules, with_rules
from cximpact.intake.lists.screening import screen
from cximpact.intake.lists.table_parts import open_part
from cximpact.intake.lists.treasury import Treasury
from cximpact.intake.lists.twin_titles import twin_titles
from cximpact.intake.lists.unread import misspelt_columns, unread_columns, unread_currencies
from cximpact.intake.reporter import Reporter
from cximpact.intake.scenarios import build_scenarios
from cximpact.intake.scorecards.plugin_gates import (
    PLUGIN_GATES,
    changed_plugin_gates,
    check_plugin_gates,
)
from cximpact.intake.scorecards.policies import changed_gates
from cximpact.intake.scorecards.scorecards import build_scorecard, find_scorecard
from cximpact.intake.source_blocks import is_lost
from cximpact.intake.validation import validate
from cximpact.intake.weighting.weighting import build_weighting
from cximpact.model.case import InputRecord, Supplied
from cximpact.model.effect import Effect
from cximpact.model.proposal import SetAside
from cximpact.model.scorecard import Scorecard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from cximpact.intake.files.problems import ProblemList
    from cximpact.intake.lists.listed import Listed
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.model.case import Origin
    from cximpact.model.portfolio import Rules
    from cximpact.model.proposal import Effects, Proposals, Ratings

__all__ = ["assemble"]

_COMPANIONS = ("costs", "ratings", "effects", "quantities")


def assemble(spec: WorkspaceSpec, problems: ProblemList) -> Inputs | None:
    """Return everything a workspace's documents and tables say.

    Args:
        spec: The workspace.
        problems: Takes the problems of all files.

    Returns:
        What is sound of it; None without a usable scorecard.
    """
    return _Assembly(spec, problems).inputs()


class _Assembly:
    """Reads part after part; each part leaves what the next ones need."""

    def __init__(self, spec: WorkspaceSpec, problems: ProblemList) -> None:
        self.spec = spec
        self.problems = problems
        self.report = Reporter(spec.document, problems)
        broken = validate(spec.document, "workspace", problems)
        self.data: dict[str, Any] = {
            key: said for key, said in spec.data.items() if key not in broken
        }
        self.broken = broken
        self.notes: list[Problem] = []
        self.set_aside: list[SetAside] = []
        self.records: list[InputRecord] = []
        self.parts = {name: self._open(name) for name in ("proposals", *_COMPANIONS)}
        self.budgets = self._open("budgets_from")
        self.scorecard = self._scorecard()
        self.listed, self.pool, self.proposals = self._proposals()
        self.found = {name: self._match(name) for name in _COMPANIONS}

    def inputs(self) -> Inputs | None:
        """Return what was read."""
        as_of = (
            day_said(self.report, ("as_of",), self.data["as_of"]) if "as_of" in self.data else None
        )
        rates = build_rates(self.report, self.data.get("rates", []))
        treasury = Treasury(self.report, self.data, rates, as_of, self.budgets)
        self._costs(treasury)
        rules = self._rules(treasury)
        # With the table of costs, all costs are unknown: part of them would look like the whole.
        lost = is_lost(self.spec.collected.get("costs"))
        lines = () if lost else treasury.lines
        unknown_costs = treasury.unknown_costs()
        if not lost:
            self.notes += idle_budgets(
                self.report, rules.budgets, lines, self.proposals, unknown_costs
            )
        evidence = build_evidence(self.spec, self.report, self.data.get("evidence", {}))
        previous = self._previous()
        scenarios = build_scenarios(
            self.report, self.data.get("scenarios", {}), rules.budgets, self.scorecard, self.pool
        )
        draws, selection_draws = draws_said(self.report, self.data)
        if self.scorecard is None:
            return None
        ratings = self._ratings(self.scorecard)
        cells = self._quantities(self.scorecard, treasury)
        effects = self._effects(self.scorecard)
        self._record_list(treasury, cells, rules)
        not_used = self._unread(treasury)
        return Inputs(
            scorecard=self.scorecard,
            proposals=self.proposals,
            ratings=ratings,
            quantities=cells.quantities(len(self.proposals)),
            effects=effects,
            costs=lines,
            rules=rules,
            rates=rates,
            currency=treasury.currency,
            as_of=as_of,
            supplied=Supplied(
                effects=bool(len(effects)) or bool(self.proposals.stating_no_effects),
                ratings=bool(len(ratings.score)) or bool((ratings.grid == ratings.grid).any()),
                quantities=cells.given,
                observations=bool(evidence),
                statements=bool(self.proposals.statements),
            ),
            inputs=tuple(sorted(self.records, key=lambda each: (each.path, each.sha256))),
            set_aside=tuple(self.set_aside),
            not_used=not_used,
            notes=tuple(self.notes),
            evidence=evidence,
            previous=previous,
            draws=draws,
            selection_draws=selection_draws,
            weighting=build_weighting(self.report, self.data.get("weighting", {}), self.scorecard),
            seed=int(self.data.get("seed", 0)),
            title=self.data.get("title", ""),
            origins=self._origins(cells, treasury if lines else None),
            scenarios=scenarios,
            unknown_costs=unknown_costs,
            analyses=tuple(self.data["analyses"]) if "analyses" in self.data else None,
        )

    def _rules(self, treasury: Treasury) -> Rules:
        said = self.data.get("rules", {})
        context = RuleContext(
            part=self.parts["proposals"],
            listed=self.listed,
            journey=None if self.scorecard is None else self.scorecard.journey,
            budgets_lost=is_lost(self.spec.collected.get("budgets_from")),
            notes=self.notes,
        )
        return build_rules(self.report, said, treasury.budgets(), self.pool, context)

    def _as_of(self) -> date | None:
        said = self.data.get("as_of")
        return None if said is None else day_said(self.report, ("as_of",), said)

    def _open(self, name: str) -> TablePart | None:
        if name in self.broken:
            return None
        if name == "proposals" and name not in self.data and not self.spec.has_rows(name):
            expected = "a path, or a mapping with a path and columns"
            self.report.add((name,), "no proposals are named", expected=expected)
        return open_part(self.spec, name, self.report)

    def _scorecard(self) -> Scorecard | None:
        given = self.spec.scorecard
        if isinstance(given, Scorecard):
            found: Scorecard | None = given
        elif given is not None:
            found = build_scorecard(given, self.problems, self.spec.offers)
        elif "scorecard" in self.data:
            found = self._named_scorecard(self.data["scorecard"])
        else:
            found = None
            self._miss_scorecard()
        return None if found is None else self._with_gates(found)

    def _with_gates(self, found: Scorecard) -> Scorecard:
        """Return the scorecard with the workspace's changes to its gates."""
        changes, added = (self.data.get(part, {}) for part in ("gates", PLUGIN_GATES))
        check_plugin_gates(self.report, added, self.spec.offers)
        gates = changed_gates(found.policy.gates, changes)
        others = changed_plugin_gates(found.policy.plugin_gates, added)
        return evolve(found, policy=evolve(found.policy, gates=gates, plugin_gates=others))

    def _named_scorecard(self, reference: str) -> Scorecard | None:
        try:
            document = find_scorecard(reference, self.spec.base)
        except InputError as error:
            # What no file is to blame for stands in the workspace.
            name, line = self.spec.name, self.spec.document.line(("scorecard",)) or None
            self.problems.extend(
                each if each.file else evolve(each, file=name, line=line) for each in error.problems
            )
            return None
        return build_scorecard(document, self.problems, self.spec.offers)

    def _miss_scorecard(self) -> None:
        if "scorecard" not in self.broken:
            expected = "a path, or a shipped name: customer, balanced or journey"
            self.report.add(("scorecard",), "no scorecard is named", expected=expected)

    def _proposals(self) -> tuple[Listed | None, Pool, Proposals]:
        part = self.parts["proposals"]
        listed = None if part is None else list_proposals(part)
        if part is None or listed is None:
            return None, Pool({}, known=False), no_proposals()
        self.set_aside.extend(listed.set_aside)
        known = bool(listed.ids or listed.aside)
        pool = Pool(
            {key: at for at, key in enumerate(listed.ids)}, listed.aside, known, listed.doubled
        )
        rules = self.data.get("rules", {})
        said, notes = read_proposals(part, listed, pool, rules.get("mandatory", {}))
        proposals, more = with_rules(self.report, rules, said, pool)
        self.notes += [*notes, *more, *twin_titles(proposals, part.table.name)]
        return listed, pool, proposals

    def _match(self, name: str) -> Rows:
        part = self.parts[name]
        return Rows([], [], []) if part is None else self.pool.match(part, self.set_aside)

    def _costs(self, treasury: Treasury) -> None:
        own, others = self.parts["proposals"], self.parts["costs"]
        if own is not None and self.listed is not None:
            treasury.read_list(own, self.listed.ids, self.listed.rows, self.notes)
        if others is not None:
            treasury.read_table(others, self.found["costs"], self.notes)
        treasury.settle(self.proposals)
        if others is not None:
            self._record(others, treasury.columns(others))
        if self.budgets is not None:
            self._record(self.budgets, budget_columns(treasury.listed))
            if filtered := len(self.budgets.filtered):
                reason, file = "they do not match 'where' of budgets_from", self.budgets.table.name
                self.set_aside.append(SetAside("rows of budgets_from", reason, filtered, file))
        self._note_empty()

    def _note_empty(self) -> None:
        """A source that gives no row may have been asked the wrong thing: that is not silent."""
        for name in ("costs", "budgets_from"):
            found = self.spec.collected.get(name)
            if found is not None and found.file and not found.rows:
                self.notes.append(Problem("the source gave no row", found.label, field=name))

    def _ratings(self, scorecard: Scorecard) -> Ratings:
        self.grid = read_grid(self.parts["proposals"], self._rows(), scorecard)
        part = self.parts["ratings"]
        if part is None:
            return self._told(empty_ratings(self.grid), scorecard)
        ratings, columns = read_ratings(
            part, self.found["ratings"], self.grid, scorecard, self.proposals.units, self.notes
        )
        self._record(part, columns)
        units = [*self.proposals.units, *(each.id for each in scorecard.journey.units)]
        self.notes += strange_units(ratings.unit, units, part.table.name)
        return self._told(ratings, scorecard)

    def _told(self, ratings: Ratings, scorecard: Scorecard) -> Ratings:
        """Note how many questions are still open, where any answers are kept at all."""
        part = self.parts["ratings"] or self.parts["proposals"]
        kept = self.parts["ratings"] is not None or bool(self.grid.columns)
        if kept and part is not None and self.listed is not None:
            file = part.table.name
            self.notes += open_questions(ratings, self.proposals, scorecard, file)
        return ratings

    def _quantities(self, scorecard: Scorecard, treasury: Treasury) -> QuantityCells:
        cells = QuantityCells(scorecard, treasury.convert)
        own, others = self.parts["proposals"], self.parts["quantities"]
        if own is not None:
            cells.read_list(own, self._rows())
        if others is not None:
            self._record(others, cells.read_table(others, self.found["quantities"], self.notes))
        return cells

    def _effects(self, scorecard: Scorecard) -> Effects:
        part, ids = self.parts["effects"], self.proposals.ids
        silent = self.proposals.stating_no_effects
        claimed: list[Effect] = []
        if part is not None:
            claimed = effects_of_table(part, self.found["effects"], scorecard, self.notes)
            if ids:
                self._record(part, effect_columns(claimed, ids, scorecard))
                check_statements(part, claimed, ids, silent)
        screened = self._screened(scorecard)
        positions = frozenset(self.pool.position[key] for key in silent)
        return as_effects(merged(claimed, screened, positions))

    def _screened(self, scorecard: Scorecard) -> list[Effect]:
        own, entries = self.parts["proposals"], self.data.get("screening", [])
        if own is None or not entries:
            return []
        found = screen(own, self._rows(), entries, scorecard, self.notes)
        columns = effect_columns(found, self.proposals.ids, scorecard)
        name = f"{self.spec.name}, screening"
        self.records.append(InputRecord(name, fingerprint_of_columns(columns), len(entries)))
        return found

    def _unread(self, treasury: Treasury) -> tuple[tuple[str, str], ...]:
        """Return the columns that nothing reads; what looks like an oversight is noted."""
        everything = (*self.parts.values(), self.budgets)
        parts = [part for part in everything if part is not None]
        unread = unread_columns(parts)
        paid = [part for part in parts if treasury.priced(part)]
        self.notes += unread_currencies(paid, unread, treasury.currency)
        self.notes += misspelt_columns(parts, unread)
        self.notes += missing_notes(parts)
        return unread

    def _origins(self, cells: QuantityCells, treasury: Treasury | None) -> dict[str, Origin]:
        """Return where the tables come from that plugins' sources gave."""
        own, costs, found = self.parts["proposals"], self.parts["costs"], {}
        if own is not None and own.is_collected and self.listed is not None and self.scorecard:
            priced = treasury.priced(own) if treasury else ()
            found["proposals"] = origin_of_list(
                own, self.listed, self.grid, cells, self.scorecard, priced
            )
        if costs is not None and costs.is_collected:
            priced = treasury.priced(costs) if treasury else ()
            found["costs"] = origin_of_costs(costs, self.found["costs"], priced)
        if self.budgets is not None and self.budgets.is_collected:
            found["budgets_from"] = origin_of_budgets(self.budgets)
        return found

    def _rows(self) -> Sequence[int]:
        return [] if self.listed is None else self.listed.rows

    def _previous(self) -> Path | None:
        said = self.data.get("previous")
        if said is None:
            return None
        path = (self.spec.base or Path()) / str(said)
        if not path.is_file():
            self.report.add(("previous",), "there is no such file", value=said)
        return path

    def _record(self, part: TablePart, columns: Mapping[str, Sequence[object]]) -> None:
        found = fingerprint_of_columns(columns)
        self.records.append(InputRecord(part.table.name, found, part.table.n_rows))

    def _record_list(self, treasury: Treasury, cells: QuantityCells, rules: Rules) -> None:
        part = self.parts["proposals"]
        if part is None:
            return
        said = self.data.get("rules", {}).get("capacity", {})
        columns = {
            **proposal_columns(self.proposals),
            **self.grid.columns,
            **cells.columns,
            **capacity_columns(rules.capacities, said, self.proposals.ids),
        }
        aside = sorted([each.reason, list(each.rows)] for each in self.set_aside if each.rows)
        prints = [fingerprint_of_columns(columns), fingerprint_of_columns(treasury.columns(part))]
        sha = fingerprint_of_data([*prints, aside])
        self.records.append(InputRecord(part.table.name, sha, part.table.n_rows))
