"""What a block of evidence says of its rows before any of them was read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cximpact.intake.files.documents import Document
from cximpact.intake.source_blocks import source_blocks
from cximpact.intake.spec import WorkspaceSpec

RULE = {"when": {"Survey": "Decision"}, "touchpoint": "decision", "measure": "csat"}


def block_of(**said: Any) -> Any:
    document = Document("cximpact.yaml", {"evidence": {"mail": {"source": "mail", **said}}})
    [block] = source_blocks(WorkspaceSpec("cximpact.yaml", Path(), document))
    return block


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ({}, True),  # the rows name all themselves
        ({"map": [RULE]}, False),
        ({"map": [RULE, {**RULE, "criterion": "felt"}]}, True),
        ({"map": [{**RULE, "criterion": {"column": "About"}}]}, True),
        ({"map": [RULE], "columns": {"criterion": "About"}}, True),
        ({"map": [RULE], "columns": {"value": "Score"}}, False),
        ({"map": "all"}, True),
    ],
)
def test_rows_name_a_criterion_where_rules_or_columns_do(said: Any, names: bool) -> None:
    assert block_of(**said).names_criteria is names


def test_rows_are_about_the_touchpoints_that_all_rules_name() -> None:
    other = {**RULE, "touchpoint": {"column": "Where"}}
    assert block_of(map=[RULE]).touchpoints == ("decision",)
    assert block_of(map=[RULE, other]).touchpoints == ()
    assert block_of().touchpoints == ()
