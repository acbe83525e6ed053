"""Loading one plugin: whatever is wrong with it is one error that says so, nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cximpact.plugins.hosting.describing import describe
from cximpact.plugins.hosting.loading import LoadError, load_plugin

HEAD = """
from cximpact.plugins import *
INFO = PluginInfo("bad", "Not as it should be")

@hookimpl
def cximpact_plugin_info():
    return INFO
"""
SOURCE = """
def source(**changes):
    said = dict(name="bad-rows", summary="Rows", provides=["costs"], settings={"type": "object"},
                collect=lambda request, context: [])
    return EvidenceSource(**(said | changes))

@hookimpl
def cximpact_evidence_sources():
"""


def reason(site: Any, code: str) -> str:
    site.install("cx-bad", {"bad": code})
    with pytest.raises(LoadError) as caught:
        load_plugin("bad", "cx-bad")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_good_plugin_gives_its_descriptors_by_name(site: Any) -> None:
    site.good("letters")
    loaded = load_plugin("letters", "cx-letters")
    assert loaded.hooks == ("cximpact_evidence_sources", "cximpact_plugin_info")
    assert loaded.source("letters-rows").summary == "Rows"
    with pytest.raises(LoadError, match="returns nothing called 'other'"):
        loaded.source("other")


def test_an_object_may_stand_in_place_of_a_module(site: Any) -> None:
    code = """
    from cximpact.plugins import PluginInfo, hookimpl

    class Plugin:
        @hookimpl
        def cximpact_plugin_info(self):
            return PluginInfo("letters", "By an object")

    plugin = Plugin()
    """
    site.install("cx-letters", {"letters": code}, points="letters = letters:plugin\n")
    assert load_plugin("letters", "cx-letters").info.summary == "By an object"


def test_a_plugin_is_told_apart_by_its_distribution(site: Any) -> None:
    site.good("letters", distribution="cx-one")
    with pytest.raises(LoadError, match="no plugin 'letters' of cx-two"):
        load_plugin("letters", "cx-two")
    with pytest.raises(LoadError, match="no plugin 'letters'"):
        load_plugin("letters")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import nothing_of_this_name", "cannot be imported: ModuleNotFoundError: No module"),
        ("raise SystemExit(3)", "cannot be imported: SystemExit: 3"),
        ("raise ValueError('two\\nlines \\x1b[31m')", r"two\nlines \x1b[31m"),
        ("def broken(:", "cannot be imported: SyntaxError"),
        ("x = 1", "does not answer cximpact_plugin_info"),
        (
            "class Rude(Exception):\n    def __str__(self): raise ValueError\nraise Rude",
            "Rude: (its text cannot be made)",
        ),
    ],
    ids=["missing module", "exit", "raises", "syntax", "no info", "no text"],
)
def test_what_cannot_be_imported_or_is_no_plugin(site: Any, code: str, expected: str) -> None:
    assert expected in reason(site, code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("INFO = None", "returned nothing, not a PluginInfo"),
        ("INFO = 'bad'", "returned a value of type str"),
        ("INFO = PluginInfo('good', 'x')", "calls itself 'good', its entry point 'bad'"),
        ("INFO = PluginInfo('bad', 'x', api=(2, 3))", "versions 2 to 3 of the plugin API"),
        ("INFO = PluginInfo('bad', 'x', api=(2, 2))", "install a newer cximpact"),
        ("INFO = PluginInfo('bad', 'x', api=(0, 0))", "install a newer plugin"),
        ("INFO = PluginInfo('bad', 'x', api=1)", "api must be the lowest and the highest"),
        ("INFO = PluginInfo('bad', 'x', api=(2, 1))", "api must be the lowest and the highest"),
    ],
)
def test_a_plugin_says_who_it_is_and_for_which_api(site: Any, code: str, expected: str) -> None:
    assert expected in reason(site, HEAD + code)


def test_a_plugin_for_another_api_is_asked_nothing_else(site: Any) -> None:
    said = reason(
        site,
        HEAD + SOURCE + "    raise SystemExit('asked')\nINFO = PluginInfo('bad', 'x', api=(7, 9))",
    )
    assert "asked" not in said


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("return None", "cximpact_evidence_sources returned nothing, not a list"),
        ("return source()", "a value of type EvidenceSource, not a list"),
        ("return {'a': source()}", "a value of type dict, not a list"),
        ("return 'text'", "a value of type str, not a list"),
        ("return [source(), 3]", "a value of type int among its EvidenceSource descriptors"),
        ("return [Gate('g', 'x', judge=len)]", "a value of type Gate among"),
        ("return [source(), source()]", "returned 'bad-rows' twice"),
        ("raise KeyError('k')", "cximpact_evidence_sources raised KeyError"),
        ("yield source(); raise SystemExit", "cximpact_evidence_sources raised SystemExit"),
        ("while True: yield source()", "more than 1,000"),
        ("return [source(name='Not A Name')]", "is not a name"),
        ("return [source(collect=None)]", "bad-rows: collect must be a function"),
        ("return [source(check=5)]", "check must be a function"),
        ("return [source(settings=[])]", "settings must be a mapping"),
        ("return [source(settings={'type': 'array'})]", 'must be a JSON Schema that says "type"'),
        ("return [source(settings={'type': 'object', 'x': {1}})]", "settings must be plain data"),
        ("return [source(settings={'type': 'object', 'x': float('nan')})]", "plain data"),
        ("return [source(settings={'type': 'object', 'x': 'x' * 300000})]", "larger than 256"),
        ("return [source(retry=3)]", "retry must be a Retry"),
        ("return [source(key=[1])]", "key must be names of columns"),
        ("return [source(memory=100.5)]", "memory must be a whole number"),
        ("return [source(needs_network='no')]", "needs_network must be True or False"),
        ("return [source(timeout='soon')]", "raised TypeError"),
    ],
)
def test_a_hook_that_raises_or_returns_something_else(site: Any, body: str, expected: str) -> None:
    assert expected in reason(site, HEAD + SOURCE + f"    {body}\n")


@pytest.mark.parametrize(
    ("hook", "descriptor", "expected"),
    [
        ("gates", "Gate('g', 'x')", "judge must be a function"),
        ("gates", "Gate('g', 'x', judge=len, settings={'type': 1})", "JSON Schema"),
        ("reporters", "Reporter('r', 'x', render=None)", "render must be a function"),
        ("reporters", "Reporter('r', 'x', render=len, suffix='md')", "begin with a point"),
        ("commands", "Command('c', 'x', run='x')", "run must be a function"),
        ("evaluated", "Observer('o', 'x', notify=1)", "notify must be a function"),
        ("measures", "MeasureTemplate('m', 'x', [1])", "definition must be a mapping"),
    ],
)
def test_every_descriptor_is_checked(site: Any, hook: str, descriptor: str, expected: str) -> None:
    code = f"@hookimpl\ndef cximpact_{hook}():\n    return [{descriptor}]\n"
    assert expected in reason(site, HEAD + code)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("@hookimpl\ndef cximpact_measure(): return []", "did you mean cximpact_measures"),
        ("@hookimpl\ndef cximpact_gates(case): return []", "its hooks cannot be read"),
        ("@hookimpl(wrapper=True)\ndef cximpact_gates(): yield", "marked as a wrapper"),
        (
            "@hookimpl(specname='cximpact_plugin_info')\ndef other(): return INFO",
            "answered by more than one function",
        ),
    ],
)
def test_a_function_that_is_no_hook(site: Any, code: str, expected: str) -> None:
    assert expected in reason(site, f"{HEAD}\n{code}\n")


def test_a_hook_of_a_later_cximpact_may_be_marked_optional(site: Any) -> None:
    later = "@hookimpl(optionalhook=True)\ndef cximpact_of_tomorrow(): return 5\n"
    site.install("cx-bad", {"bad": HEAD + later})
    assert load_plugin("bad", "cx-bad").hooks == ("cximpact_plugin_info",)


def test_all_faults_of_all_hooks_are_told_at_once(site: Any) -> None:
    code = (
        HEAD
        + SOURCE
        + "    return [source(collect=1, retry=1)]\n"
        + "@hookimpl\ndef cximpact_gates():\n    raise OSError('disk')\n"
    )
    said = reason(site, code)
    assert "collect must be a function" in said
    assert "retry must be a Retry" in said
    assert "cximpact_gates raised OSError: disk" in said


def test_a_description_is_plain_json_and_sorted_by_name(site: Any) -> None:
    body = "    return [source(name='z', key=('a',), check=len), source(name='a')]\n"
    site.install("cx-bad", {"bad": HEAD + SOURCE + body})
    data = describe(load_plugin("bad", "cx-bad"))
    assert json.loads(json.dumps(data)) == data
    assert [each["name"] for each in data["sources"]] == ["a", "z"]
    assert data["sources"][1]["checks"] is True
    assert data["sources"][1]["key"] == ["a"]
    assert data["sources"][0]["retry"] == {"attempts": 4, "first_wait": 0.5, "longest_wait": 60.0}
    assert data["reporters"] == []
