"""Under every kind of rule at once, the selection is the best of all sets there are."""

from __future__ import annotations

from typing import Any

import pytest

from cximpact.exceptions import InputError

SEEDS = range(200)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contradictions are only found here, not explained: other tests look at that."""
    monkeypatch.setattr(
        "cximpact.decision.selection.conflict", lambda *_: InputError("no selection")
    )


@pytest.mark.parametrize("first", range(0, 200, 20))
@pytest.mark.usefixtures("quick")
def test_the_selection_is_worth_what_the_best_set_is(board: Any, first: int) -> None:
    """200 problems of up to 9 proposals, with fractions for the values."""
    for seed in SEEDS[first : first + 20]:
        problem = board.problem(seed)
        best = problem.best()
        if best is None:
            with pytest.raises(InputError):
                board.question(problem)
            continue
        question = board.question(problem)
        taken = frozenset(i for i, t in enumerate(question.choice.selected.tolist()) if t)
        assert problem.allowed(taken), seed
        assert problem.worth(taken) == best, seed
        assert question.choice.value / 1e12 == pytest.approx(float(best), abs=1e-9), seed


@pytest.mark.parametrize("seed", [1001, 1002, 1003])
@pytest.mark.usefixtures("quick")
def test_fourteen_proposals(board: Any, seed: int) -> None:
    problem = board.problem(seed, most=14)
    best = problem.best()
    if best is not None:
        assert problem.worth(board.chosen(problem)) == best
