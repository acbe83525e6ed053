"""Every hook is documented with an example that works, has its heading, and has its own test."""

from __future__ import annotations

import doctest
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cximpact import plugins
from cximpact.plugins import hookspecs
from cximpact.plugins.hookspecs import INFO, OFFERS
from cximpact.plugins.hosting.describing import describe
from cximpact.plugins.hosting.loading import Loaded, load_object

ROOT = Path(__file__).parents[3]
PAGE = ROOT.joinpath("docs", "reference", "plugins.md").read_text("utf-8")
HOOKS = sorted(
    name
    for name, function in vars(hookspecs).items()
    if inspect.isfunction(function) and hasattr(function, "cximpact_spec")
)
EACH = pytest.mark.parametrize("hook", HOOKS)


def example(hook: str) -> Loaded:
    """Run the example of a hook, and load what it defines as a plugin."""
    runner = doctest.DocTestRunner(verbose=False)
    names: dict[str, Any] = {}
    (test,) = doctest.DocTestFinder().find(getattr(hookspecs, hook), hook, globs=names)
    assert runner.run(test, clear_globs=False).failed == 0
    module = ModuleType("example")
    vars(module).update(test.globs)
    if hook != INFO:
        vars(module).update(vars(example_info()))
    return load_object(module, "letter-box")


def example_info() -> ModuleType:
    module = ModuleType("info")

    @plugins.hookimpl
    def cximpact_plugin_info() -> plugins.PluginInfo:
        return plugins.PluginInfo("letter-box", "For tests")

    module.cximpact_plugin_info = cximpact_plugin_info
    return module


def test_the_hooks_are_those_that_the_loader_asks() -> None:
    assert sorted([INFO, *OFFERS]) == HOOKS


@EACH
def test_a_hook_takes_no_argument(hook: str) -> None:
    assert inspect.signature(getattr(hookspecs, hook)).parameters == {}


@EACH
def test_a_hook_says_when_it_is_called_and_what_it_returns(hook: str) -> None:
    text = inspect.getdoc(getattr(hookspecs, hook)) or ""
    assert re.search(r"^Called ", text, re.MULTILINE)
    assert "Returns:\n" in text
    # In the plural: the singular is no section to the tool that renders the page.
    assert "Examples:\n" in text


@EACH
def test_a_hook_has_its_heading_and_its_entry_in_the_reference(hook: str) -> None:
    assert f"\n### {hook}()\n" in PAGE
    assert f"\n::: cximpact.plugins.hookspecs.{hook}\n" in PAGE


@EACH
def test_a_hook_has_a_test_of_its_own(hook: str) -> None:
    found = [name for name in globals() if name.startswith(f"test_{hook}_")]
    assert found, f"write test_{hook}_... in this file"


def test_headings_of_hooks_that_are_gone_are_gone() -> None:
    assert sorted(re.findall(r"^### (cximpact_\w+)\(\)$", PAGE, re.MULTILINE)) == HOOKS


@pytest.mark.parametrize(
    "name", sorted({*plugins.__all__} - {"API_VERSION", "SourceError", "hookimpl"})
)
def test_everything_authors_import_is_in_the_reference(name: str) -> None:
    homes = ("cximpact.plugins", "cximpact.exceptions")
    assert any(f"\n::: {home}.{name}\n" in PAGE for home in homes)


def test_cximpact_plugin_info_says_who_the_plugin_is() -> None:
    info = example(INFO).info
    assert (info.name, info.api) == ("letter-box", (1, 1))


def test_cximpact_evidence_sources_gives_sources_that_collect(tmp_path: Path) -> None:
    from datetime import UTC, date, datetime

    source = example("cximpact_evidence_sources").source("letter-box")
    (tmp_path / "letters.txt").write_text("2026-01-31 Thank you\n", "utf-8")
    context = plugins.Context(
        settings={"file": "letters.txt"},
        now=datetime(2026, 3, 1, tzinfo=UTC),
        folder=tmp_path,
        scratch=tmp_path,
    )
    request = plugins.Request("observations", "letters", date(2026, 3, 1))
    (rows,) = source.collect(request, context)
    assert rows == [{"date": "2026-01-31", "text": "Thank you", "value": 1}]


def test_cximpact_measures_gives_templates() -> None:
    template = example("cximpact_measures").measure("answered-in-a-week")
    assert template.definition["kind"] == "share"


def test_cximpact_gates_gives_gates_that_judge() -> None:
    judge = example("cximpact_gates").gate("owner-named").judge
    assert judge is not None
    assert judge({"unit": "Billing"}, {}).outcome == "pass"
    assert judge({"unit": ""}, {}).cure == "Name a unit."


def test_cximpact_reporters_gives_reporters_that_render() -> None:
    reporter = example("cximpact_reporters").reporter("list")
    data = {"recommendations": [{"proposal": "P1", "action": "approve"}]}
    assert reporter.render(data) == "- P1: approve\n"
    assert reporter.suffix == ".md"


def test_cximpact_commands_gives_commands_that_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert example("cximpact_commands").command("count-letters").run(["a", "b"]) == 0
    assert capsys.readouterr().out == "2 letters\n"


def test_cximpact_evaluated_gives_observers_that_are_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    example("cximpact_evaluated").observer("letter-box-news").notify(
        {"id": "0123456789abcdef", "recommendations": [{}]}
    )
    assert capsys.readouterr().out == "0123456789ab: 1 proposals\n"


@EACH
def test_what_an_example_offers_can_be_described(hook: str) -> None:
    assert hook in describe(example(hook))["hooks"]
