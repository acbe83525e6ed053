"""The tutorial on connected systems shows what a run of today says."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

for module in ("cximpact_jira", "cximpact_finance", "cximpact_survey", "sqlalchemy"):
    if find_spec(module) is None and os.environ.get("CI") != "true":
        hint = "pip install plugins/cximpact-jira plugins/cximpact-finance plugins/cximpact-survey"
        pytest.skip(f"{module} is not installed: {hint}", allow_module_level=True)

STALE = "the page is stale; run: python tests/cases/connected/connected_page.py"


def test_the_page_shows_what_a_run_says(tmp_path: Path, run_systems: Callable[[], Any]) -> None:
    from connected_page import PAGE, refreshed
    from run_systems import make_workspace

    make_workspace(tmp_path / "velmora")
    page = PAGE.read_text("utf-8")
    with run_systems():
        assert page.splitlines() == refreshed(page, tmp_path).splitlines(), STALE
