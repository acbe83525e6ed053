"""A source that fails neither clears a proposal nor lets its figures look more certain."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import method
import oracle_cases
import pytest
from attrs import evolve
from made_sayings import possible_answers

from cximpact.decision.gates import review
from cximpact.evidence.conditions import assess
from cximpact.intake.spec import read_spec
from cximpact.model.case import Case, MissingSource
from cximpact.model.evidence import Conditions
from cximpact.pipeline import read
from cximpact.scoring.score import score

BLOCKING = ("fail", "undetermined")
CASES = [seed for seed in range(64) if seed % 8 not in (3, 7)]


@pytest.fixture(params=CASES, scope="module")
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("made")
    oracle_cases.write_case(request.param, folder)
    return read(read_spec(folder), None, date(2026, 3, 1))[0]


def failed(case: Case, source: str, points: tuple[str, ...] = ()) -> Case:
    """Return the case as it is where one of its sources failed."""
    rows = tuple(each for each in case.statistics if each.source != source)
    names = any(each.criterion for each in case.statistics if each.source == source)
    missing = MissingSource(f"evidence.{source}", "it is down", points, names)
    return evolve(case, statistics=rows, missing=(missing,))


def conditions_of(case: Case) -> Conditions:
    return assess(case.scorecard, case.statistics, case.as_of)


def answers(case: Case) -> dict[tuple[str, int], str]:
    conditions = conditions_of(case)
    return {
        (gate.gate, position): outcome
        for gate in review(case, conditions, score(case, conditions))
        if not gate.not_run
        for position, outcome in enumerate(gate.outcomes)
    }


def test_a_failure_clears_nobody(case: Case) -> None:
    """Whoever a gate stops on all the evidence does not pass it without one of its sources."""
    before = answers(case)
    for source in sorted({each.source for each in case.statistics}):
        told = tuple(sorted({s.touchpoint for s in case.statistics if s.source == source}))
        for points in (told, ()):
            after = answers(failed(case, source, points))
            for place, outcome in before.items():
                if outcome in BLOCKING:
                    assert after[place] in BLOCKING, (source, place)


def test_a_failure_condemns_nobody(case: Case) -> None:
    """Whoever passes on all the evidence does not fail without one of its sources."""
    before = answers(case)
    for source in sorted({each.source for each in case.statistics}):
        after = answers(failed(case, source))
        for place, outcome in before.items():
            if outcome not in BLOCKING:
                assert after.get(place) != "fail", (source, place)


def test_figures_do_not_look_more_certain_without_a_source(case: Case) -> None:
    """Unless rows that name a criterion had pushed aside the rows that now count instead."""
    whole = conditions_of(case)
    for source in sorted({each.source for each in case.statistics}):
        part = conditions_of(failed(case, source))
        for with_it, without in zip(whole.cells, part.cells, strict=True):
            same_kind = {m.criterion for m in (*with_it.measurements, *without.measurements)}
            if len(same_kind) < 2:
                assert without.sd >= with_it.sd


@pytest.mark.parametrize("seed", [0, 2, 4, 5, 6, 9, 16, 24])
def test_an_answer_stands_exactly_if_no_saying_changes_it(seed: int, tmp_path: Path) -> None:
    """The second implementation judges what the source could have said, saying by saying."""
    oracle_cases.write_case(seed, tmp_path)
    whole = method.evaluate(tmp_path)
    case = read(read_spec(tmp_path), None, date(2026, 3, 1))[0]
    for source in sorted({each.source for each in case.statistics})[:1]:
        told = tuple(sorted({s.touchpoint for s in case.statistics if s.source == source}))
        names = any(each.criterion for each in case.statistics if each.source == source)
        after = answers(failed(case, source, told))
        possible = possible_answers(whole, source, told, names, 40)
        for (name, gate), sayings in possible.items():
            wanted = sayings.pop() if len(sayings) == 1 else "undetermined"
            assert after[gate, case.proposals.ids.index(name)] == wanted, (name, gate)
