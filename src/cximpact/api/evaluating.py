"""`evaluate`: from a workspace, or from frames alone, to an evaluation."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from cximpact.api.evaluation import Evaluation, read_evaluation
from cximpact.api.workspace import Workspace, path_of
from cximpact.exceptions import InputError, SourceError
from cximpact.intake.keywords import CALL
from cximpact.intake.source_blocks import source_blocks
from cximpact.intake.spec import WorkspaceSpec, read_spec, spec_from_keywords
from cximpact.pipeline import decide, gather, missing_evidence, read
from cximpact.plugins.hosting.kept import kept_gates
from cximpact.plugins.hosting.means import Means
from cximpact.plugins.hosting.offering import with_offers
from cximpact.report.judging import asking
from cximpact.snapshots.wish import Wish

if TYPE_CHECKING:
    import pandas as pd

    Rows = pd.DataFrame | Sequence[Mapping[str, Any]] | str | PathLike[str]


def evaluate(
    workspace: Workspace | str | PathLike[str] | None = None,
    /,
    *,
    proposals: Rows | None = None,
    weights: Mapping[str, float] | None = None,
    scorecard: Any = None,
    ratings: Rows | None = None,
    effects: Rows | None = None,
    costs: Rows | None = None,
    quantities: Rows | None = None,
    evidence: Mapping[str, Any] | None = None,
    screening: Sequence[Mapping[str, Any]] | None = None,
    columns: Mapping[str, Any] | None = None,
    missing: Sequence[str | float] | None = None,
    budgets: Mapping[str, Any] | None = None,
    budgets_from: Rows | None = None,
    currency: str | None = None,
    rates: Sequence[Mapping[str, Any]] | None = None,
    rules: Mapping[str, Any] | None = None,
    gates: Mapping[str, Any] | None = None,
    plugin_gates: Mapping[str, Any] | None = None,
    weighting: Mapping[str, Any] | None = None,
    scenarios: Mapping[str, Any] | None = None,
    draws: int | None = None,
    selection_draws: int | None = None,
    seed: int | None = None,
    analyses: Sequence[str] | None = None,
    previous: str | PathLike[str] | None = None,
    title: str | None = None,
    as_of: date | str | None = None,
    strict: bool = False,
    offline: bool = False,
    snapshot: str | PathLike[str] | None = None,
    progress: Callable[[str], None] | None = None,
    _means: Means | None = None,
) -> Evaluation:
    """Score and rank proposals, and recommend what to do with each.

    Give a workspace, or the parts by keyword, or both: a keyword then takes the place of that
    part of the workspace. Rows given for a table, or for a block of evidence, take the place of
    its file, and its column map stays. Nothing is written and no network is used, unless a part
    of the workspace names a plugin's source: that is asked, and what it gives is kept beside the
    workspace.

    Args:
        workspace: What `load` returned, or the path it would take.
        proposals: The list: a data frame, rows, or the path of a file.
        weights: Criteria to their points; makes a scorecard of customer ratings from -3 to +3.
        scorecard: Name of a shipped scorecard, a path, plain data, or a `Scorecard`.
        ratings: Companion table: proposal, criterion, rating, and perhaps rater, unit.
        effects: Companion table: proposal, touchpoint, change, and perhaps reach, basis.
        costs: Companion table: proposal, amount, currency, and perhaps fund, category.
        quantities: Companion table: proposal, criterion, value.
        evidence: Source names to frames, or to blocks as under ``evidence:`` in a workspace, where
            ``frame`` may stand for ``path``: ``{"frame": answers, "columns": ..., "map": [...]}``.
            A bare frame under the name of one of the workspace's blocks is read by that block's
            map. Blocks that are not named here do not count. A block may name a plugin's source:
            ``{"source": "jira-issues", "settings": {"token": {"$env": "JIRA_TOKEN"}}, ...}``.
        screening: First effects by category of proposal.
        columns: Our names to the list's own headers.
        missing: Words that mean an empty cell, such as ``["tbd", "n/a"]``, in the list and in the
            tables of ratings, effects, costs and quantities; in any case, and not among ids.
            Blocks of evidence have their own.
        budgets: Budget names to limits.
        budgets_from: Table of budgets, beside those: id, limit, and perhaps currency, fund,
            category, period, unit.
        currency: The currency of the report, such as ``EUR``; needed where costs have several.
        rates: Exchange rates, as under ``rates:`` in a workspace.
        rules: Rules of selection, as under ``rules:`` in a workspace.
        gates: Changes to the scorecard's gates, such as ``{"customer_voice": {"mode": "warn"}}``.
        plugin_gates: Gates of plugins to switch on, as under ``plugin_gates:`` in a workspace.
        weighting: What people stated about weights, as under ``weighting:`` in a workspace.
        scenarios: Other budgets, weights or forced items to decide under, as under
            ``scenarios:`` in a workspace.
        draws: How often everything uncertain is drawn; 0 for never, and then nobody is
            prioritized. By default 10,000.
        selection_draws: In how many of the draws the selection is made again; by default 1,000.
        seed: Where the streams of random numbers start; by default 0.
        analyses: What is worked out beyond the decision: ``ranks``, ``portfolios``, ``binding``,
            ``sensitivity``, ``frontier``, ``information``; by default all. The shorter the
            quicker.
        previous: An earlier ``evaluation.json``, to tell what changed since.
        title: What is being decided.
        as_of: The day of the decision; without one the workspace's, else today.
        strict: Refuse to decide on incomplete evidence.
        offline: Ask no source, and read the workspace's newest snapshot.
        snapshot: Ask no source, and read this snapshot, a folder that ``cximpact collect`` or an
            earlier evaluation wrote.
        progress: Told, in a few words, what is being done.

    Returns:
        The evaluation; `Evaluation.to_frame` gives the ranked table.

    Raises:
        InputError: With every problem of the input at once.
        SourceError: Under `strict`, when evidence is incomplete; always, when the source of
            proposals or of budgets failed.

    Example:
        >>> import pandas as pd, cximpact
        >>> ideas = pd.DataFrame({"id": ["letters", "limits"], "ease": [2, -1]})
        >>> cximpact.evaluate(proposals=ideas, weights={"ease": 1})["limits"].action
        'revise'
    """
    spec = _stated(workspace)
    keywords = {
        "proposals": proposals,
        "weights": weights,
        "scorecard": scorecard,
        "ratings": ratings,
        "effects": effects,
        "costs": costs,
        "quantities": quantities,
        "evidence": evidence,
        "screening": screening,
        "columns": columns,
        "missing": missing,
        "budgets": budgets,
        "budgets_from": budgets_from,
        "currency": currency,
        "rates": rates,
        "rules": rules,
        "gates": gates,
        "plugin_gates": plugin_gates,
        "weighting": weighting,
        "scenarios": scenarios,
        "draws": draws,
        "selection_draws": selection_draws,
        "seed": seed,
        "analyses": analyses,
        "previous": previous,
        "title": title,
        "as_of": as_of,
    }
    given = {name: value for name, value in keywords.items() if value is not None}
    if workspace is None and not given:
        raise InputError("nothing to evaluate: give a workspace, or proposals= and weights=")
    inputs = workspace.inputs if isinstance(workspace, Workspace) and not given else None
    if spec is None or given:
        spec = spec_from_keywords(spec, **given)
    means = _means or Means()
    wish = Wish(offline, None if snapshot is None else path_of(snapshot))
    with _naming_the_call(spec, given):
        if source_blocks(spec):
            inputs = None  # tables that sources give could not be read yet
        spec = gather(with_offers(spec, means), wish, means, date.today(), progress or _silent)
        case, earlier = read(spec, inputs, date.today(), progress or _silent)
    lacking = missing_evidence(case)
    if strict and lacking:
        raise SourceError("\n".join(str(problem) for problem in lacking))
    judge = asking(means, progress or _silent, kept_gates(spec))
    evaluation = Evaluation.of(decide(case, progress or _silent, judge), spec)
    return evaluation if earlier is None else _compared(evaluation, earlier)


@contextmanager
def _naming_the_call(spec: WorkspaceSpec, given: Collection[str]) -> Iterator[None]:
    """Let problems of what was given by keyword name the call, not the workspace's file."""
    try:
        yield
    except InputError as error:
        parts = {"proposals" if name == "columns" else name for name in given}
        raise InputError(
            [
                evolve(each, file=CALL)
                if each.file == spec.name
                and each.line is None
                and re.split(r"[.\[]", each.field or "")[0] in parts
                else each
                for each in error.problems
            ]
        ) from None


def _stated(workspace: Workspace | str | PathLike[str] | None) -> WorkspaceSpec | None:
    """Return what a workspace states, with nothing that it names read yet.

    Tables and evidence are then read together, and their problems come together.
    """
    if workspace is None or isinstance(workspace, Workspace):
        return workspace.spec if workspace else None
    return read_spec(path_of(workspace))


def _compared(evaluation: Evaluation, previous: Path) -> Evaluation:
    """Return the evaluation with what changed since an earlier one."""
    from cximpact.explain import changes_since, scorecard_changes
    from cximpact.report.plain import plain

    before = read_evaluation(previous)
    old, new = plain(before.recommendations), plain(evaluation.recommendations)
    card = scorecard_changes(plain(before.summary.scorecard), plain(evaluation.summary.scorecard))
    told = [f"{proposal}: {' '.join(said)}" for proposal, said in changes_since(old, new).items()]
    changes = tuple(filter(None, [card, *told]))
    return evolve(evaluation, summary=evolve(evaluation.summary, changes=changes))


def _silent(_: str) -> None:
    """Report progress to nobody."""
