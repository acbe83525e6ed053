"""A workbook that brings a whole workspace reaches for nothing but files beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cximpact.exceptions import InputError
from cximpact.intake.files.documents import Document
from cximpact.intake.files.marks import Mark
from cximpact.intake.spec import WorkspaceSpec
from cximpact.spreadsheet.trust import refuse_reaching_out


def spec(**data: Any) -> WorkspaceSpec:
    return WorkspaceSpec("b.xlsx", Path(), Document("b.xlsx", data, Mark(0)))


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "../secret.csv", "a/../../b.csv", "C:\\x.csv", "..\\x.csv", "\\\\host\\x.csv"],
)
@pytest.mark.parametrize("part", ["effects", "evidence", "previous", "list"])
def test_files_elsewhere_are_refused_wherever_they_are_named(path: str, part: str) -> None:
    data: dict[str, Any] = {
        "effects": {"effects": {"path": path}},
        "evidence": {"evidence": {"csat": {"path": path}}},
        "previous": {"previous": path},
        "list": {"evidence": {"csat": {"path": ["ok.csv", path]}}},
    }[part]
    with pytest.raises(InputError, match="files beside it only"):
        refuse_reaching_out(spec(**data), plugins=True)


def test_files_beside_it_and_below_are_fine() -> None:
    refuse_reaching_out(
        spec(evidence={"csat": {"path": "data/csat.csv"}}, effects={"path": "b.xlsx"}),
        plugins=False,
    )


def test_a_plugin_is_asked_only_if_the_user_says_so() -> None:
    data = {
        "evidence": {"calls": {"source": "jira-issues", "settings": {"url": "http://x"}}},
        "plugin_gates": {"privacy": {}},
    }
    with pytest.raises(InputError) as caught:
        refuse_reaching_out(spec(**data), plugins=False)
    assert [each.value for each in caught.value.problems] == ["jira-issues", "privacy"]
    assert all("--plugins" in str(each) for each in caught.value.problems)
    refuse_reaching_out(spec(**data), plugins=True)
