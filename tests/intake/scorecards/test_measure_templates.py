"""Measures that start from a template of a plugin, and stand whole in what is read."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import frozen

from cximpact.exceptions import InputError, Problem
from cximpact.intake.files.documents import parse_document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecard_data import scorecard_data, scorecard_from_data
from cximpact.intake.scorecards.scorecards import build_scorecard
from cximpact.model.measure import Anchors
from cximpact.model.plugin import MeasureTemplate
from cximpact.model.scorecard import Scorecard

CSAT = MeasureTemplate(
    "csat",
    "Satisfied customers",
    {
        "kind": "share",
        "success": {"at_least": 4},
        "anchors": {"broken": 0.5, "reliable": 0.8, "differentiating": 0.95},
    },
)


@frozen
class Templates:
    """Offers one template, and fails the test if it is opened for nothing."""

    def measure(self, name: str) -> MeasureTemplate:
        if name == "csat":
            return CSAT
        problem = Problem("no active plugin gives this measure", hint="did you mean 'csat'?")
        raise InputError([problem])

    def gate_validator(self, name: str, said: Any) -> Any:
        raise AssertionError(name)


def read(text: str, offers: Any = Templates) -> tuple[Scorecard | None, tuple[Problem, ...]]:
    document = parse_document(text, suffix=".yaml", name="card.yaml")
    problems = ProblemList()
    return build_scorecard(document, problems, offers), problems.problems()


def card(measure: str) -> str:
    return f"criteria: {{ease: {{weight: 1}}}}\nmeasures:\n  ours:\n    {measure}\n"


def test_a_template_is_filled_in() -> None:
    found, problems = read(card("template: csat"))
    assert problems == ()
    assert found is not None
    assert found.measures["ours"].kind == "share"
    assert found.measures["ours"].anchors == Anchors(0.5, 0.8, 0.95)


def test_what_the_scorecard_says_wins() -> None:
    anchors = "{broken: 0.4, reliable: 0.7, differentiating: 0.9}"
    found, _ = read(card(f"{{template: csat, anchors: {anchors}, window: 6}}"))
    assert found is not None
    ours = found.measures["ours"]
    assert (ours.anchors, ours.window_months) == (Anchors(0.4, 0.7, 0.9), 6.0)
    assert ours.success is not None
    assert ours.success.at_least == 4.0


def test_the_result_holds_the_whole_measure_and_needs_no_plugin() -> None:
    found, _ = read(card("template: csat"))
    assert found is not None
    data = scorecard_data(found)
    assert "template" not in data["measures"]["ours"]
    assert scorecard_from_data(data).measures == found.measures


def test_an_unknown_template_is_named_with_its_line_and_the_nearest() -> None:
    found, problems = read(card("template: cast"))
    assert found is None
    assert [str(each) for each in problems] == [
        "card.yaml, line 4, measures.ours.template: no active plugin gives this measure "
        "(found 'cast'); did you mean 'csat'?"
    ]


def test_what_does_not_fit_the_filled_in_measure_is_a_problem_of_the_scorecard() -> None:
    found, problems = read(card("{template: csat, anchors: {broken: 0.9}}"))
    assert found is None
    assert {each.field for each in problems} == {
        "measures.ours.anchors.reliable",
        "measures.ours.anchors.differentiating",
    }


def test_without_a_template_no_plugin_is_asked() -> None:
    def opened() -> Any:
        raise AssertionError("the plugins were opened for nothing")

    found, _ = read(
        card("{kind: kpi, anchors: {broken: 0, reliable: 1, differentiating: 2}}"), opened
    )
    assert found is not None
    assert read("criteria: {ease: {weight: 1}}\nplugin_gates: {any: off}", opened)[0] is not None


@pytest.mark.parametrize("name", ["[csat]", "7", "{a: b}", "null"])
def test_a_template_that_is_no_name_is_refused(name: str) -> None:
    found, problems = read(card(f"template: {name}"))
    assert found is None
    assert problems[0].field == "measures.ours.template"


def test_where_plugins_are_out_of_reach_a_template_cannot_be_had() -> None:
    _, problems = read(card("template: csat"), None)
    assert "no plugins here" in str(problems[0])


def test_a_measure_without_kind_and_anchors_still_lacks_them() -> None:
    _, problems = read(card("title: Ours"))
    assert {each.field for each in problems} == {"measures.ours.kind", "measures.ours.anchors"}


def test_the_templates_that_come_with_cximpact_are_there_without_any_plugin() -> None:
    from cximpact.plugins.hosting.means import Means
    from cximpact.plugins.hosting.offering import HostOffers

    offers = HostOffers(Means(environ={"CXIMPACT_PLUGINS": "none"}))
    for name in ("csat", "nps", "ces", "complaint-rate", "availability"):
        found, problems = read(card(f"template: {name}"), lambda: offers)
        assert problems == ()
        assert found is not None
