"""The host: status of every plugin, names without doubt, and no plugin asked without need."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from cximpact.exceptions import InputError, SourceError
from cximpact.plugins.builtin import BUILT_IN
from cximpact.plugins.hosting.host import Host, open_host
from cximpact.plugins.isolation.jobs import Job, Outcome

Opened = Callable[..., Host]
REPORTER = """
    from cximpact.plugins import *

    @hookimpl
    def cximpact_plugin_info():
        return PluginInfo("{name}", "Writes")

    @hookimpl
    def cximpact_reporters():
        return [Reporter("{reporter}", "Writes", render=str)]

    @hookimpl
    def cximpact_evaluated():
        return [Observer("{name}-news", "Is told", notify=print)]
"""


def states(host: Host) -> dict[str, str]:
    return {card.name: card.status for card in host.cards() if card.origin != "built in"}


def reasons(host: Host) -> dict[str, str]:
    return {card.distribution: card.reason for card in host.cards() if card.reason}


def test_built_in_plugins_are_known_without_a_process(site: Any, host: Opened, run: Any) -> None:
    cards = host().cards()
    assert [card.name for card in cards] == [each.name for each in BUILT_IN]
    assert {card.origin for card in cards} == {"built in"}
    assert {card.status for card in cards} == {"active"}
    assert run.rounds == 0


def test_opening_the_host_and_what_is_built_in_ask_no_plugin(
    site: Any, host: Opened, run: Any
) -> None:
    site.good("letters")
    opened = host()
    assert opened.source("file").distribution == "cximpact"
    assert opened.measure("nps").definition["kind"] == "nps"
    assert opened.gate("customer-harm").plugin == "core-gates"
    assert opened.reporter("csv").suffix == ".csv"
    assert run.jobs == []
    assert "letters" not in sys.modules


def test_all_plugins_are_asked_side_by_side_and_once(site: Any, host: Opened, run: Any) -> None:
    site.good("letters")
    site.good("calls")
    opened = host()
    card = opened.source("letters-rows")
    assert (card.plugin, card.distribution, card.version) == ("letters", "cx-letters", "1.0")
    opened.source("calls-rows")
    opened.cards()
    opened.observers()
    assert run.rounds == 1
    assert [(job.plugin, job.operation, job.timeout) for job in run.jobs] == [
        ("calls", "probe", 10.0),
        ("letters", "probe", 10.0),
    ]


@pytest.mark.parametrize("blocked", ["letters", "cx-letters", "CX_Letters"])
def test_a_blocked_plugin_is_listed_and_never_imported(
    site: Any, host: Opened, run: Any, blocked: str
) -> None:
    site.install("cx-letters", {"letters": "raise SystemExit('imported')"})
    opened = host(blocked)
    assert states(opened) == {"letters": "disabled"}
    assert run.jobs == []
    assert host(CXIMPACT_PLUGINS=f"-{blocked}").cards()[-1].status == "disabled"


def test_a_plugin_that_fails_costs_only_itself(site: Any, host: Opened) -> None:
    site.good("letters")
    site.install("cx-bad", {"bad": "import nothing_of_this_name"})
    opened = host()
    assert states(opened) == {"bad": "failed", "letters": "active"}
    assert "No module named 'nothing_of_this_name'" in reasons(opened)["cx-bad"]
    assert opened.source("letters-rows").plugin == "letters"


def test_the_source_of_a_failed_plugin_is_missing_evidence(site: Any, host: Opened) -> None:
    site.good("letters")
    site.install("cx-bad", {"bad": "import nothing_of_this_name"})
    for name in ("bad", "bad-rows", "anything-else"):
        with pytest.raises(SourceError, match=r"'bad' of cx-bad failed: .*nothing_of_this_name"):
            host().source(name)
    with pytest.raises(SourceError, match=r"is disabled \(--no-plugins=letters\)"):
        host("letters", "bad").source("letters-rows")


def test_a_misspelled_source_is_a_mistake_even_beside_a_failed_plugin(
    site: Any, host: Opened
) -> None:
    site.good("letters")
    site.install("cx-bad", {"bad": "import nothing_of_this_name"})
    with pytest.raises(InputError, match="did you mean 'letters-rows'"):
        host().source("leters-rows")


def test_an_unknown_name_is_a_mistake_that_lists_what_there_is(site: Any, host: Opened) -> None:
    site.good("letters")
    with pytest.raises(InputError, match=r"no active plugin gives this source.*letters-rows"):
        host().source("telescope")
    with pytest.raises(InputError, match="install the plugin that gives it; 'cximpact plugins'"):
        host().source("telescope")


@pytest.mark.parametrize("kind", ["measure", "gate", "reporter", "command"])
def test_a_missing_part_of_the_method_is_always_a_mistake(
    site: Any, host: Opened, kind: str
) -> None:
    """A decision without a gate it names would be another decision."""
    site.install("cx-bad", {"bad": "import nothing_of_this_name"})
    with pytest.raises(InputError, match=f"gives this {kind}.*'bad' of cx-bad failed"):
        getattr(host(), kind)("bad-thing")


def test_two_distributions_with_one_name_fail_both(site: Any, host: Opened, run: Any) -> None:
    site.good("jira", distribution="cx-one")
    (site.folder / "jira.py").rename(site.folder / "other.py")
    site.good("jira", distribution="cx-two")
    opened = host()
    assert [card.status for card in opened.cards() if card.name == "jira"] == ["failed"] * 2
    for reason in reasons(opened).values():
        assert "cx-one and cx-two announce a plugin called 'jira'" in reason
    with pytest.raises(InputError, match="cx-one and cx-two"):
        opened.source("jira-rows")
    assert run.jobs == []


def test_blocking_one_of_two_settles_it(site: Any, host: Opened) -> None:
    site.good("jira", distribution="cx-one")
    (site.folder / "jira.py").unlink()
    site.good("jira", distribution="cx-two")
    assert host("cx-one").source("jira-rows").distribution == "cx-two"


def test_two_plugins_with_one_source_fail_both_and_stop_only_who_needs_it(
    site: Any, host: Opened
) -> None:
    site.good("one", source="rows")
    site.good("two", source="rows")
    site.good("three")
    opened = host()
    assert states(opened) == {"one": "failed", "three": "active", "two": "failed"}
    assert opened.source("three-rows").plugin == "three"
    with pytest.raises(InputError, match="cx-one and cx-two give a source called 'rows'"):
        opened.source("rows")


def test_cximpact_keeps_its_own_names(site: Any, host: Opened) -> None:
    """Else any plugin could take the file source or the gates away from everybody."""
    site.good("letters", source="file")
    site.install("cx-gates", {"gates": "raise SystemExit"}, points="core-gates = gates\n")
    opened = host()
    assert opened.source("file").plugin == "core-files"
    assert opened.gate("customer-harm").plugin == "core-gates"
    found = reasons(opened)
    assert "so cx-letters must choose another" in found["cx-letters"]
    assert "cximpact and cx-gates announce" in found["cx-gates"].replace(
        "cx-gates and cximpact", "cximpact and cx-gates"
    )
    assert len([card for card in opened.cards() if card.status == "active"]) == len(BUILT_IN)


def test_a_name_nobody_could_type_fails_before_import(site: Any, host: Opened, run: Any) -> None:
    site.install("cx-odd", {}, points="Odd Name = odd\n")
    (odd,) = host().cards()[len(BUILT_IN) :]
    assert (odd.status, run.jobs) == ("failed", [])
    assert "is not a name" in odd.reason


def test_entry_points_that_cannot_be_read_are_listed_as_failed(site: Any, host: Opened) -> None:
    site.raw("broken", "[cximpact]\nno equals sign\n")
    assert "entry_points.txt" in reasons(host())["broken"]


def test_reporters_and_observers_come_as_cards(site: Any, host: Opened) -> None:
    site.install("cx-words", {"words": REPORTER.format(name="words", reporter="words")})
    opened = host()
    assert opened.reporter("words").distribution == "cx-words"
    assert [each.name for each in opened.observers()] == ["words-news"]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [],
        {},
        {"summary": 5},
        "text",
    ],
)
def test_an_answer_that_is_no_description_fails_the_plugin(site: Any, answer: object) -> None:
    """A plugin can change what its own process sends."""
    site.good("letters")

    def run(jobs: Sequence[Job], *, folder: Path) -> tuple[Outcome, ...]:
        return tuple(Outcome(answer=answer) for _ in jobs)

    card = open_host(environ={}, run=run).cards()[-1]
    assert (card.status, card.reason) == (
        "failed",
        "its process answered with something other than descriptors",
    )


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Not A Name"},
        {"timeout": 0},
        {"provides": ["everything"]},
        {"retry": {"attempts": 1000}},
        {"summary": "two\nlines"},
        {"surprise": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_descriptors_are_checked_again_on_this_side(site: Any, run: Any, change: Any) -> None:
    site.good("letters")

    def meddled(jobs: Sequence[Job], *, folder: Path) -> tuple[Outcome, ...]:
        (outcome,) = run(jobs, folder=folder)
        source = {**outcome.answer["sources"][0], **change}
        return (evolve(outcome, answer={**outcome.answer, "sources": [source]}),)

    assert open_host(environ={}, run=meddled).cards()[-1].status == "failed"


def test_a_process_that_dies_or_hangs_is_a_reason(site: Any) -> None:
    site.good("letters")

    def run(jobs: Sequence[Job], *, folder: Path) -> tuple[Outcome, ...]:
        return tuple(Outcome(family="timeout", reason="ended after 10 s") for _ in jobs)

    opened = open_host(environ={}, run=run)
    assert opened.cards()[-1].reason == "ended after 10 s"
    with pytest.raises(SourceError, match="ended after 10 s"):
        opened.source("letters-rows")


def test_the_command_line_may_not_block_what_is_not_there(site: Any, host: Opened) -> None:
    site.good("letters")
    with pytest.raises(InputError, match="did you mean 'letters'"):
        host("leters")
