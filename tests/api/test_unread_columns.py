"""Columns that nothing reads, told once for a file, whoever reads it."""

from __future__ import annotations

import cximpact


def test_a_column_that_evidence_reads_from_the_same_file_is_used(tmp_path):
    (tmp_path / "list.csv").write_text(
        "id,title,day,score,rest\nA,x,2026-02-01,5,r\nB,y,2026-02-02,4,r\n"
    )
    (tmp_path / "scorecard.yaml").write_text(
        "criteria: {journey: {weight: 1, kind: journey}}\n"
        "journey: {stages: {buy: {touchpoints: {shop: }}}}\n"
        "measures: {csat: {kind: mean, scale: [1, 5], "
        "anchors: {broken: 2, reliable: 3, differentiating: 4}}}\n"
    )
    (tmp_path / "cximpact.yaml").write_text(
        "scorecard: scorecard.yaml\nas_of: 2026-03-01\nproposals: list.csv\n"
        "evidence: {survey: {path: list.csv, channel: survey, "
        "columns: {date: day, value: score}, map: [{touchpoint: shop, measure: csat}]}}\n"
    )
    found = cximpact.evaluate(tmp_path)
    assert found.not_used == {"list.csv": ("rest",)}


def test_the_columns_of_a_source_are_not_guessed_to_be_slips(tmp_path):
    (tmp_path / "list.csv").write_text("id,title,ease,outcome\nA,x,1,o\n")
    of_file = cximpact.evaluate(proposals=tmp_path / "list.csv", weights={"ease": 1})
    assert "did you mean 'outcomes'?" in "".join(of_file.problems)
    (tmp_path / "cximpact.yaml").write_text(
        "as_of: 2026-03-01\nproposals: {source: file, settings: {path: list.csv}}\n"
    )
    of_source = cximpact.evaluate(tmp_path, weights={"ease": 1})
    assert of_source.problems == ()
    assert list(of_source.not_used.values()) == [("outcome",)]
