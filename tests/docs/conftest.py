"""Makes the harness of this folder importable, and runs every page once for all tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def refresh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], str]:
    """Return a function that runs a page and gives its text with every output made anew."""
    from doc_runner import refreshed

    done: dict[Path, str | AssertionError] = {}

    def run(page: Path) -> str:
        _skip_without_its_plugin(page)
        _skip_without_ibis(page)
        if page not in done:
            try:
                done[page] = refreshed(page, tmp_path_factory.mktemp(page.stem))
            except AssertionError as error:
                done[page] = error
        text = done[page]
        if isinstance(text, AssertionError):
            raise text
        return text

    return run


def _skip_without_its_plugin(page: Path) -> None:
    """Skip a plugin's own page where that plugin is not installed; where all must be, it fails."""
    distribution = f"cximpact-{page.stem}"
    if page.parent.name != "plugins" or not (ROOT / "plugins" / distribution).is_dir():
        return
    if find_spec(distribution.replace("-", "_")) is None and os.environ.get("CI") != "true":
        pytest.skip(f"{distribution} is not installed: pip install plugins/{distribution}")


def _skip_without_ibis(page: Path) -> None:
    """Skip the page on warehouses without their extra; where that must be installed, it fails."""
    is_needed = page.stem == "use-a-warehouse"
    if is_needed and find_spec("ibis") is None and os.environ.get("CI") != "true":
        pytest.skip("Ibis is not installed: pip install 'cximpact[warehouse]'")
