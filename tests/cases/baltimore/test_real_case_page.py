"""The page on the real case shows what a run of today says."""

from __future__ import annotations

from pathlib import Path

import cximpact

STALE = "the page is stale; run: python tests/cases/baltimore/baltimore_figures.py"


def test_figures_on_the_page_are_those_of_a_run(
    evaluation: cximpact.Evaluation, baltimore_data: Path, tmp_path: Path
) -> None:
    from baltimore_figures import PAGE, refreshed

    page = PAGE.read_text("utf-8")
    assert (
        page.splitlines() == refreshed(page, evaluation, baltimore_data, tmp_path).splitlines()
    ), STALE


def test_a_changed_assumption_changes_the_scorecard_it_names() -> None:
    """Each change of the sensitivity table finds its text exactly once."""
    from baltimore_figures import CASE, CHANGES

    text = (CASE / "scorecard.yaml").read_text("utf-8")
    assert [text.count(old) for old, _ in CHANGES.values()] == [1] * len(CHANGES)
