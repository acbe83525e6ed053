"""Plugins, and their tests, use what is public: nobody must copy what only insiders can do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

PLUGINS = Path(__file__).parents[1] / "plugins"
PUBLIC = ("cximpact", "cximpact.plugins", "cximpact.plugins.http")
# A fixture named in a plugin's tests comes from pytest; only what is imported is looked at.
FOR_TESTS = (*PUBLIC, "cximpact.testing")


def files(folder: str) -> list[Path]:
    found = PLUGINS.glob(f"*/{folder}/**/*.py")
    # Hostile plugins may do what they like: that is what they are for.
    return sorted(path for path in found if "cximpact-hostile" not in path.parts)


def imports(path: Path) -> Iterator[tuple[str, str | None]]:
    """Yield what a file imports of cximpact: a module, and a name of it if one is taken."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] == "cximpact":
                    yield alias.name, None
        elif isinstance(node, ast.ImportFrom) and not node.level:
            module = node.module or ""
            if module.partition(".")[0] == "cximpact":
                yield from ((module, alias.name) for alias in node.names)


def faults(path: Path, public: tuple[str, ...]) -> list[str]:
    found = []
    for module, name in imports(path):
        if module not in public:
            found.append(f"{module} is not public")
        elif name is not None and name not in (*import_module(module).__all__, "__version__"):
            submodule = f"{module}.{name}"
            if submodule not in public:
                found.append(f"{submodule} is not public")
    return found


@pytest.mark.parametrize("path", files("src"), ids=lambda path: str(path.relative_to(PLUGINS)))
def test_a_plugin_imports_public_names_only(path: Path) -> None:
    assert faults(path, PUBLIC) == []


@pytest.mark.parametrize("path", files("tests"), ids=lambda path: str(path.relative_to(PLUGINS)))
def test_the_tests_of_a_plugin_import_public_names_only(path: Path) -> None:
    assert faults(path, FOR_TESTS) == []


def test_the_templates_for_new_plugins_import_public_names_only(tmp_path: Path) -> None:
    from cximpact.authoring import write_plugin

    for network in (False, True):
        folder = write_plugin("fresh", tmp_path / str(network), network=network)
        for path in folder.rglob("*.py"):
            allowed = FOR_TESTS if "tests" in path.relative_to(folder).parts else PUBLIC
            assert faults(path, allowed) == []


@pytest.mark.parametrize(
    "line",
    ["import cximpact.model.plugin", "from cximpact.model import plugin",
     "from cximpact.plugins.secrets import MASK", "from cximpact.plugins import context",
     "from cximpact.testing import SourceContract", "from cximpact import api"],
)  # fmt: skip
def test_what_is_not_public_is_found(tmp_path: Path, line: str) -> None:
    path = tmp_path / "plugin.py"
    path.write_text(f"def late():\n    {line}\n", "utf-8")
    assert len(faults(path, PUBLIC)) == 1


@pytest.mark.parametrize(
    "line",
    ["import cximpact", "from cximpact.plugins import hookimpl, Context",
     "from cximpact.plugins import http", "from cximpact.plugins.http import HttpClient",
     "import cximpact_letters.model", "from cximpact import __version__"],
)  # fmt: skip
def test_what_is_public_is_let_through(tmp_path: Path, line: str) -> None:
    path = tmp_path / "plugin.py"
    path.write_text(f"{line}\n", "utf-8")
    assert faults(path, PUBLIC) == []
