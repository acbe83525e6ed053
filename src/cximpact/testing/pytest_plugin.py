"""The pytest plugin that comes with cximpact: fixtures, each imported only when it is asked for.

This module is imported by every run of pytest on a machine that has cximpact, so it costs next
to nothing and changes nothing unless a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from datetime import datetime

    from cximpact.testing.installed import IsolatedPlugins
    from cximpact.testing.workspace import WorkspaceRunner


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
