"""A scorecard document becomes a scorecard, or every mistake in it is named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.files.documents import parse_document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecard_data import scorecard_data, scorecard_from_data
from cximpact.intake.scorecards.scorecards import (
    build_scorecard,
    load_scorecard,
    shipped_scorecards,
)
from cximpact.model.measure import SilentCustomers
from cximpact.schemas import validator


def build(text):
    problems = ProblemList()
    made = build_scorecard(parse_document(text, suffix=".yaml", name="s.yaml"), problems)
    return made, [str(problem) for problem in problems.problems()]


def sound(text):
    made, problems = build(text)
    assert problems == []
    return made


def problem_in(text):
    made, problems = build(text)
    assert made is None
    return problems


def test_levels_are_a_third_of_their_number_by_default():
    criterion = sound("criteria: {ease: {weight: 1}}").criteria[0]
    assert [level.value for level in criterion.levels] == ["-3", "-2", "-1", "0", "1", "2", "3"]
    assert [level.score * 3 for level in criterion.levels] == pytest.approx(range(-3, 4))


def test_a_risk_can_only_harm():
    criterion = sound("criteria: {late: {weight: 1, risk: true}}").criteria[0]
    assert [level.value for level in criterion.levels] == ["-3", "-2", "-1", "0"]


def test_a_scale_spreads_its_answers_from_worst_over_no_change_to_best():
    criterion = sound("criteria: {ease: {weight: 1, scale: [1, 3, 5]}}").criteria[0]
    assert [(level.value, level.score) for level in criterion.levels] == [
        ("1", -1), ("2", -0.5), ("3", 0), ("4", 0.5), ("5", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("scale", "levels", "values"),
    [
        ("[1, 5.5, 10]", "", [str(each) for each in range(1, 11)]),  # nobody answers 5.5
        ("[1, 2.5, 4]", "", ["1", "2", "3", "4"]),
        ("[1, 2.5, 4]", ", levels: {2.5: as today}", ["1", "2", "2.5", "3", "4"]),
        ("[1, 1.5, 2]", "", ["1", "1.5", "2"]),  # two answers would say nothing between
        ("[0, 0.5, 1]", "", ["0", "0.5", "1"]),
        ("[0.5, 3, 5]", "", ["0.5", "3", "5"]),
        ("[1, 2, 3]", "", ["1", "2", "3"]),
        ("[0, 100, 200]", "", ["0", "100", "200"]),
    ],
)
def test_the_levels_of_a_scale_are_its_whole_answers_where_there_are_enough(scale, levels, values):
    criterion = sound(f"criteria: {{ease: {{weight: 1, scale: {scale}{levels}}}}}").criteria[0]
    assert [level.value for level in criterion.levels] == values


def test_the_answers_of_a_scale_from_one_to_ten_lie_two_ninths_apart():
    """5.5 is no change, so that 1 is -4.5 of 4.5."""
    criterion = sound("criteria: {ease: {weight: 1, scale: [1, 5.5, 10]}}").criteria[0]
    scores = [(each - 5.5) / 4.5 for each in range(1, 11)]
    assert [level.score for level in criterion.levels] == pytest.approx(scores)


def test_a_falling_scale_and_a_scale_of_a_risk():
    falling = sound("criteria: {ease: {weight: 1, scale: [5, 3, 1]}}").criteria[0]
    assert falling.levels[0].value == "5"
    risk = sound("criteria: {late: {weight: 1, risk: true, scale: [1, 3, 3]}}").criteria[0]
    assert [(level.value, level.score) for level in risk.levels] == [
        ("1", -1), ("2", -0.5), ("3", 0),
    ]  # fmt: skip


def test_groups_in_use_count_the_same_unless_stated():
    text = "criteria: {a: {weight: 1}, b: {weight: 1, group: business}}"
    assert len(set(sound(text).groups.values())) == 1
    assert sound("groups: {customer: 70, business: 30}\n" + text).groups == {
        "business": 30, "customer": 70,
    }  # fmt: skip


def test_value_points_of_a_mapping_are_sorted_by_amount():
    text = "criteria: {a: {weight: 1, kind: quantity, value_points: {200: 1, -1e2: -1, 0: 0}}}"
    points = sound(text).criteria[0].value_points
    assert [(point.amount, point.score) for point in points] == [(-100, -1), (0, 0), (200, 1)]


def test_units_are_collected_where_none_are_listed():
    text = """
criteria: {j: {weight: 1, kind: journey}}
journey:
  stages: {s: {touchpoints: {a: {unit: sales}}}}
  processes: {p: {unit: risk}}
  ripples: [{from: p, to: a, strength: 1}]
"""
    assert [unit.id for unit in sound(text).journey.units] == ["risk", "sales"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("true", SilentCustomers(1, 14, 26)),
        ("5", SilentCustomers(5, 5, 5)),
        ("{low: 1, likely: 2, high: 4}", SilentCustomers(1, 2, 4)),
        ("false", None),
    ],
)
def test_silent_customers_are_a_range_a_figure_or_nobody(said, expected):
    anchors = "{broken: 0.3, reliable: 0.1, differentiating: 0.02}"
    text = f"measures: {{c: {{kind: rate, anchors: {anchors}, silent: {said}}}}}"
    made = sound("criteria: {a: {weight: 1}}\n" + text)
    assert made.measures["c"].silent == expected


J = """
criteria: {j: {weight: 1, kind: journey}}
journey:
  stages: {s: {touchpoints: {credit: , letter: }}}
  processes: {p: , q: }
  ripples:
"""
M = "criteria: {a: {weight: 1}}\nmeasures:\n  m: "
ANCHORS = "anchors: {broken: 1, reliable: 4, differentiating: 6}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("criteria: {a: {weight: 0}}",
         "s.yaml, line 1, criteria: the weights of the customer criteria sum to nothing; "
         "give at least one of them a weight above zero"),
        ("criteria: {a: {weight: 1}}\ngroups: {customer: 0}",
         "s.yaml, line 2, groups: the shares of the groups sum to nothing; "
         "give at least one group a share above zero"),
        ("criteria: {a: {weight: 1}}\ngroups: {customer: 1, business: 1}",
         "s.yaml, line 2, groups.business: the group 'business' has a share but no criterion "
         "(found '1'); add a criterion to the group or take its share away"),
        ("criteria:\n  a: {weight: 1, levels: {-3: x, 5: y}}",
         "s.yaml, line 2, criteria.a.levels.5: a level without a score (found '5'); "
         "expected a whole number from -3 to 3, or {score: ..., anchor: ...}"),
        ("criteria:\n  a: {weight: 1, levels: {1: {score: 0.5}, 2: {score: 0.2}, 3: {score: 1}}}",
         "s.yaml, line 2, criteria.a.levels: the levels do not run from worst to best; "
         "each step must score more than the one before it"),
        ("criteria:\n  a: {weight: 1, levels: {b: {score: 2}, c: {score: 0}}}",
         "s.yaml, line 2, criteria.a.levels.b.score: not as expected (found '2'); "
         "expected a number of at most 1"),
        ("criteria:\n  a: {weight: 1, scale: [5, 1, 1]}",
         "s.yaml, line 2, criteria.a.scale: not a scale (found '[5, 1, 1]'); "
         "expected worst, no change, best; if nothing is better than 1, add 'risk: true'"),
        ("criteria:\n  a: {weight: 1, risk: true, scale: [3, 1, -1]}",
         "s.yaml, line 2, criteria.a.scale: not a scale (found '[3, 1, -1]'); expected worst, no "
         "change, no change again; a risk is never better than no change: [3, 1, 1]"),
        ("criteria:\n  a: {weight: 1, scale: [2, 2, 2]}",
         "s.yaml, line 2, criteria.a.scale: not a scale (found '[2, 2, 2]'); "
         "expected worst, no change, best"),
        ("criteria:\n  a: {weight: 1, value_points: {0: 0, 1: 1}}",
         "s.yaml, line 2, criteria.a.value_points: 'value_points' belongs to a quantity "
         "criterion, and this is a rating criterion; "
         "add 'kind: quantity' or take 'value_points' away"),
        ("criteria:\n  a: {weight: 1, kind: quantity, value_points: {0: 0.5, 1: 1}}",
         "s.yaml, line 2, criteria.a.value_points: no amount scores 0; "
         "expected an amount with score 0: what happens if we do nothing"),
        ("criteria:\n  a: {weight: 1, kind: quantity,\n"
         "    value_points: [{amount: 1, score: 0}, {amount: 1, score: 1}]}",
         "s.yaml, line 3, criteria.a.value_points: the amounts do not increase; "
         "expected each amount above the one before"),
        ("criteria:\n  a: {weight: 1, kind: journey}",
         "s.yaml, line 2, criteria.a: a journey criterion, but the scorecard has no journey; "
         "describe the stages and touchpoints under 'journey'"),
        (J.replace("kind: journey", "kind: journey, touchpoints: [crdit]") +
         "    - {from: p, to: credit, strength: 1}\n    - {from: q, to: credit, strength: 1}",
         "s.yaml, line 2, criteria.j.touchpoints[0]: no such touchpoint (found 'crdit'); "
         "did you mean 'credit'?"),
        (J + "    - {from: p, to: credit, strength: 1}\n    - {from: q, to: leter, strength: 1}",
         "s.yaml, line 8, journey.ripples[1].to: neither a touchpoint nor a process of the "
         "journey (found 'leter'); did you mean 'letter'?"),
        (J + "    - {from: p, to: credit, strength: 1}\n    - {from: q, to: credit, strength: 1}\n"
         "    - {from: p, to: credit, strength: 0.5}",
         "s.yaml, line 9, journey.ripples[2]: the ripple from 'p' to 'credit' is stated more "
         "than once; keep one of them"),
        (J + "    - {from: p, to: q, strength: 1}\n    - {from: q, to: p, strength: 1}\n"
         "    - {from: p, to: credit, strength: 1}",
         "s.yaml, line 7, journey.ripples[0]: the ripples run in a circle: p → q → p; "
         "take one of these ripples away"),
        (J + "    - {from: p, to: p, strength: 1}\n    - {from: q, to: credit, strength: 1}\n"
         "    - {from: p, to: credit, strength: 1}",
         "s.yaml, line 7, journey.ripples[0]: the ripples run in a circle: p → p; "
         "take one of these ripples away"),
        (J + "    - {from: p, to: credit, strength: 1}",
         "s.yaml, line 5, journey.processes.q: reaches no touchpoint (found 'q'); "
         "add a ripple from it, or take it away"),
        (J.replace("{p: , q: }", "{credit: }") + "    - {from: letter, to: credit, strength: 1}",
         "s.yaml, line 4, journey.stages.s.touchpoints.credit: the id is taken by a process "
         "(found 'credit'); give each its own id"),
        (J.replace("{s: {", "{s: {importance: 0, ").replace("{p: , q: }", "{}") + "    []",
         "s.yaml, line 4, journey.stages: the importances sum to nothing; "
         "give at least one stage and touchpoint an importance above zero"),
        (J.replace("credit: ,", "credit: {unit: sals},").replace("{p: , q: }", "{}") +
         "    []\n  units: {sales: }",
         "s.yaml, line 4, journey.stages.s.touchpoints.credit.unit: no such unit "
         "(found 'sals'); did you mean 'sales'?"),
        (M + "{kind: kpi, anchors: {broken: 1, reliable: 5, differentiating: 2}}",
         "s.yaml, line 3, measures.m.anchors: the anchors are not in order (found '1, 5, 2'); "
         "expected broken, reliable and differentiating all rising, or all falling"),
        (M + "{kind: share, anchors: {broken: 50, reliable: 80, differentiating: 95}}",
         "s.yaml, line 3, measures.m.anchors: not shares (found '50, 80, 95'); "
         "expected numbers from 0 to 1; write 0.8 for 80 %"),
        (M + f"{{kind: mean, {ANCHORS}}}",
         "s.yaml, line 3, measures.m.scale: a mean needs its scale; "
         "expected the lowest and highest possible answer, such as [1, 7]"),
        (M + f"{{kind: share, {ANCHORS}, scale: [1, 5]}}",
         "s.yaml, line 3, measures.m.scale: the scale of a share goes with a success that is a "
         "number; expected success: {at_least: 4}, or at_most"),
        (M + f"{{kind: share, {ANCHORS}, scale: [1, 5], success: {{one_of: [4, 5]}}}}",
         "s.yaml, line 3, measures.m.scale: the scale of a share goes with a success that is a "
         "number; expected success: {at_least: 4}, or at_most"),
        (M + f"{{kind: share, {ANCHORS}, scale: [1, 5], success: {{at_most: 6}}}}",
         "s.yaml, line 3, measures.m.success: beyond the scale (found '6'); expected a number from "
         "1 to 5"),
        (M + f"{{kind: share, {ANCHORS}, scale: [5, 1], success: {{at_least: 4}}}}",
         "s.yaml, line 3, measures.m.scale: not a scale (found '[5, 1]'); expected the lowest "
         "answer, then the highest"),
        (M + f"{{kind: kpi, {ANCHORS}, success: {{at_least: 3}}}}",
         "s.yaml, line 3, measures.m.success: 'success' belongs to a measure of kind share "
         "(found 'kind kpi')"),
        (M + f"{{kind: rate, {ANCHORS}, silent: {{low: 3, likely: 2, high: 4}}}}",
         "s.yaml, line 3, measures.m.silent: not a range (found '3, 2, 4'); "
         "expected low ≤ likely ≤ high"),
        (M + f"{{kind: rate, {ANCHORS}, exposure: {{nowhere: 2}}}}",
         "s.yaml, line 3, measures.m.exposure.nowhere: no such touchpoint (found 'nowhere')"),
        (M + f"{{kind: nps, {ANCHORS}, promoters_from: 5}}",
         "s.yaml, line 3, measures.m: detractors and promoters overlap; "
         "expected detractors_to below promoters_from"),
    ],
)  # fmt: skip
def test_each_mistake_is_named_with_its_line(text, expected):
    found = problem_in(text.lstrip("\n") if text.startswith("criteria") else text)
    assert expected in found


def test_a_scale_on_which_nothing_is_worse_has_levels_from_no_change_up():
    """Also falling; and it is written back as it was read."""
    made = sound(
        "criteria:\n  a: {weight: 1, scale: [1, 1, 5]}\n  b: {weight: 1, scale: [3, 3, 1]}"
    )
    rising, falling = made.criteria
    assert {level.value: level.score for level in rising.levels} == {
        "1": 0, "2": 0.25, "3": 0.5, "4": 0.75, "5": 1
    }  # fmt: skip
    assert {level.value: level.score for level in falling.levels} == {"3": 0, "2": 0.5, "1": 1}
    assert scorecard_from_data(scorecard_data(made)).criteria == made.criteria


def test_a_share_may_state_its_scale_and_keeps_it():
    """As it is written back, too: a saved evaluation reads it again."""
    anchors = "anchors: {broken: 0.5, reliable: 0.8, differentiating: 0.9}"
    made = sound(M + f"{{kind: share, {anchors}, scale: [1, 5], success: {{at_least: 4}}}}")
    assert made.measures["m"].scale == (1, 5)
    assert scorecard_from_data(scorecard_data(made)).measures["m"].scale == (1, 5)


def test_mistakes_of_all_sections_are_named_at_once():
    found = problem_in(
        "criteria: {a: {weight: x}}\njourney: {stages: {s: {}}}\n"
        "measures: {m: {kind: kpi, anchors: {broken: 1, reliable: 1, differentiating: 1}}}\n"
    )
    assert [text.split(",")[1] for text in found] == [" line 1", " line 2", " line 3"]


def test_a_shipped_name_that_is_misspelt_gets_a_hint():
    problems = ProblemList()
    assert load_scorecard("custmer", None, problems) is None
    assert "did you mean 'customer'?" in str(problems.problems()[0])


def test_a_missing_file_is_a_problem_and_not_a_traceback(tmp_path):
    problems = ProblemList()
    assert load_scorecard("none.yaml", tmp_path, problems) is None
    assert problems.problems()[0].file == "none.yaml"


@pytest.mark.parametrize("name", shipped_scorecards())
def test_a_scorecard_is_its_own_data_read_back(name):
    made = load_scorecard(name, None, ProblemList())
    data = scorecard_data(made)
    assert not list(validator("scorecard").iter_errors(data))
    assert scorecard_from_data(json.loads(json.dumps(data))) == made


FULL = """
id: full
groups: {customer: 60, business: 40}
criteria:
  z: {weight: 2, scale: [5, 3, 1], levels: {5: dire}}
  late: {weight: 1, risk: true, scale: [1, 4, 4], group: business}
  words: {weight: 1, levels: {worse: {score: -1, anchor: A}, same: {score: 0}}}
  hours: {weight: 1, kind: quantity, unit: h, value_points: {0: 0, 8: 1}}
  j: {weight: 3, kind: journey, touchpoints: [b], full_scale: 0.2}
journey:
  stages: {second: {touchpoints: {b: {volume: 5, moment_of_truth: true}}}, first: {importance: 2}}
  processes: {p: {title: P, unit: u}}
  ripples: [{from: p, to: b, strength: 0.5}]
  units: {u: Us}
measures:
  s: {kind: share, success: {equals: true}, anchors: {broken: 0.1, reliable: 0.5,
      differentiating: 1}}
  n: {kind: nps, anchors: {broken: 0, reliable: 1, differentiating: 2}, detractors_to: 5}
  r: {kind: rate, anchors: {broken: 3, reliable: 2, differentiating: 1}, silent: 4, exposure: 9}
gates: {customer_harm: {action: revise, change: -0.2}, customer_voice: {channels: [call]}}
inward_phrases: {we win: Who wins?}
settings: {prior: {mean: 0.4}, own_unit_counts: true}
"""


def test_a_scorecard_with_everything_is_its_own_data_read_back():
    made = sound(FULL)
    again = scorecard_from_data(json.loads(json.dumps(scorecard_data(made))))
    assert again == made
    assert [stage.id for stage in again.journey.stages] == ["second", "first"]
    assert again.display_order[0] == "z"
    assert again.policy.gates.customer_voice.channels == ("call",)


@given(
    st.dictionaries(
        st.text("abcdefgh", min_size=1, max_size=5),
        st.tuples(st.floats(0.01, 1e6), st.sampled_from(["customer", "business"])),
        min_size=1,
        max_size=6,
    )
)
def test_any_set_of_weights_reads_back_the_same(weights):
    criteria = {key: {"weight": points, "group": group} for key, (points, group) in weights.items()}
    text = json.dumps({"id": "any", "criteria": criteria})
    problems = ProblemList()
    made = build_scorecard(parse_document(text, suffix=".json", name="any.json"), problems)
    assert made is not None
    assert scorecard_from_data(scorecard_data(made)) == made
