"""The pytest plugin that comes with cximpact: fixtures, and failed contracts in a few words.

This module is imported by every run of pytest on a machine that has cximpact, so it costs next
to nothing, imports what a fixture needs when it is asked for, and changes only how failed checks
of the contracts are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from datetime import datetime

    from _pytest.reports import TestReport

    from cximpact.testing.installed import IsolatedPlugins
    from cximpact.testing.workspace import WorkspaceRunner

_CONTRACTS = "cximpact.testing.contracts."


@pytest.fixture
def cximpact_clock() -> Callable[[], datetime]:
    """A clock that stands still at `cximpact.testing.FIXED_NOW`."""
    from cximpact.testing.clock import fixed_clock

    return fixed_clock()


@pytest.fixture
def cximpact_plugins() -> IsolatedPlugins:
    """A host that knows only the plugins a test loads into it."""
    from cximpact.testing.installed import IsolatedPlugins

    return IsolatedPlugins()


@pytest.fixture
def cximpact_workspace(tmp_path: Path) -> WorkspaceRunner:
    """A workspace in an empty folder, to write files into and run `cximpact` on."""
    from cximpact.testing.workspace import WorkspaceRunner

    return WorkspaceRunner(tmp_path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, TestReport, TestReport]:
    """Show what a check of a contract says, not the code of cximpact; ``--tb`` shows that, too."""
    report = yield
    found = call.excinfo
    if (
        found is not None
        and found.errisinstance(AssertionError)
        and item.config.option.tbstyle == "auto"
        and str(found.traceback[-1].frame.f_globals.get("__name__")).startswith(_CONTRACTS)
    ):
        report.longrepr = found.getrepr(style="value")
    return report
