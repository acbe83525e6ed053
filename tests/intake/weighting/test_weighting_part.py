"""`weighting:` of a workspace becomes statements; every problem names its line and what helps."""

from __future__ import annotations

import pytest

from cximpact.model.weighting import Judgement, Weighting

SCORECARD = """
groups: {customer: 60, business: 40}
criteria:
  ease: {weight: 3}
  calm: {weight: 2}
  trust: {weight: 1}
  payback: {weight: 1, group: business}
  risk: {weight: 1, group: business}
"""


@pytest.fixture
def weigh(read):
    """Reads a workspace whose `weighting:` is the text given; line 4 is its first line."""

    def weighed(text, card=SCORECARD):
        head = "scorecard: scorecard.yaml\nproposals: {rows: [{id: a, title: A}]}\nweighting:\n"
        return read(head + text, scorecard_yaml=card)

    return weighed


def only(found):
    (voice,) = found.sound.weighting.stakeholders
    (statement,) = voice.statements
    return statement


def test_without_it_the_defaults_hold(read):
    found = read("scorecard: scorecard.yaml\nproposals: {rows: [{id: a, title: A}]}\n")
    assert found.sound.weighting == Weighting()


def test_several_voices_are_kept_apart_and_sorted(weigh):
    found = weigh(
        "  within: 0.1\n"
        "  groups_within: 0.05\n"
        "  stakeholders:\n"
        "    service: {statements: [ease >= calm]}\n"
        "    finance: {share: 2, statements: [payback >= risk, customer <= 70%]}\n"
    ).sound.weighting
    assert (found.within, found.groups_within) == (0.1, 0.05)
    assert [(each.name, each.share) for each in found.stakeholders] == [
        ("finance", 2.0),
        ("service", 1.0),
    ]
    parts = [each.part for each in found.stakeholders[0].statements]
    assert parts == ["business", "groups"]
    fields = [each.field for each in found.stakeholders[0].statements]
    assert fields == [f"weighting.stakeholders.finance.statements[{at}]" for at in (0, 1)]


def test_one_voice_needs_no_name(weigh):
    found = weigh("  statements: [ease >= calm]\n").sound.weighting
    assert [each.name for each in found.stakeholders] == [""]


def test_points_keep_their_proportions_and_their_tolerance(weigh):
    statement = only(weigh("  statements: [{points: {ease: 30, calm: 20}, within: 10%}]\n"))
    assert (statement.kind, statement.within) == ("points", 0.1)
    assert statement.point == {"ease": 30.0, "calm": 20.0}


@pytest.mark.parametrize(
    "said", ["{ease: 60, calm: 40, trust: 0}", "{ease: 60%, calm: 0.4, trust: 0}"]
)
def test_shares_may_be_percentages_or_fractions(weigh, said):
    statement = only(weigh(f"  statements: [{{shares: {said}}}]\n"))
    assert statement.point == pytest.approx({"ease": 0.6, "calm": 0.4, "trust": 0.0})


def test_an_order_may_have_ties(weigh):
    statement = only(weigh("  statements: [{order: [ease, [calm, trust]]}]\n"))
    assert statement.kind == "order"
    assert len(statement.halfspaces) == 3


def test_comparisons_in_pairs_take_fractions(weigh):
    said = "  statements: [{ahp: [[ease, calm, 3], [trust, calm, 1/2]]}]\n"
    statement = only(weigh(said))
    assert statement.judgements == (Judgement("ease", "calm", 3), Judgement("trust", "calm", 0.5))


def test_intervals_are_one_statement_each(weigh):
    found = weigh("  statements: [{interval: {ease: [0.2, 0.4], calm: [10%, 50%]}}]\n")
    (voice,) = found.sound.weighting.stakeholders
    assert [each.words for each in voice.statements] == [
        "ease counts 20% to 40% of the customer part",
        "calm counts 10% to 50% of the customer part",
    ]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("ease >= clam", "no such criterion or group (found 'clam'); did you mean 'calm'?"),
        ("ease >= payback", "mixes criteria of two groups: 'payback' (business) and 'ease'"),
        ("ease >= customer", "mixes groups ('customer') and criteria ('ease')"),
        ("ease + calm >= 0.5", "sums of weights are not understood"),
        ("2 calm >= ease", "write 2 * calm"),
        ("zzz >= 10%", "there are calm, ease, payback, risk, trust, business, customer"),
        ("ease >= ease", "the same is named twice (found 'ease')"),
        ("20 <= ease <= 40", "a share of more than 1 (found '20'); write 20%"),
        ("hello", "not a statement about weights (found 'hello')"),
        ("{points: {ease: 3}, order: [ease, calm]}", "several statements in one"),
        ("{within: 0.1}", "a statement without content"),
        ("{order: [ease, calm], within: 0.1}", "'within' does not go with 'order'"),
        ("{points: {ease: three, calm: 1}}", "not a number from 0 up (found 'three')"),
        ("{shares: {ease: 3, calm: 3, trust: 3}}", "do not sum to 100% (found '9%')"),
        ("{interval: {ease: [40%, 20%]}}", "the lower limit is above the upper one"),
        ("{order: [ease]}", "not an order of importance"),
        ("{point: {ease: 3}}", "unknown key (found 'point'); did you mean 'points'?"),
        ("{ahp: [[ease, calm, 3]]}", "the comparisons do not connect all that is compared"),
    ],
)
def test_a_problem_names_its_line_and_what_helps(weigh, entry, told):
    (text,) = weigh(f"  statements:\n    - ease <= 90%\n    - {entry}\n").texts
    assert text.startswith("cximpact.yaml, line 6, weighting.statements[1]")
    assert told in text


def test_all_problems_are_told_at_once(weigh):
    found = weigh(
        "  stakeholders:\n    a: {statements: [x >= ease]}\n    b: {statements: [ease]}\n"
    )
    assert len(found.texts) == 2


def test_contradictions_name_the_smallest_set_where_it_stands(weigh):
    said = "  statements:\n    - trust >= 10%\n    - ease >= 60%\n    - calm >= ease\n"
    (text,) = weigh(said).texts
    assert "line 6, weighting.statements[1], weighting.statements[2]" in text
    assert "(1) ease counts at least 60% of the customer part; (2) calm counts at least" in text


def test_a_voice_without_a_name_does_not_stand_beside_named_ones(weigh):
    said = "  statements: [ease >= calm]\n  stakeholders: {a: {statements: [ease >= calm]}}\n"
    assert "both a voice without a name, and others" in weigh(said).texts[0]


def test_groups_cannot_be_compared_where_there_is_one(weigh):
    (text,) = weigh("  statements: [customer >= 50%]\n", "criteria: {ease: {weight: 1}}\n").texts
    assert "there is no other group than customer, so its share is 1" in text


def test_shares_of_nobody_are_refused(weigh):
    (text,) = weigh("  stakeholders: {a: {share: 0, statements: [ease >= calm]}}\n").texts
    assert "the shares of the stakeholders sum to nothing" in text


def test_a_broken_scorecard_hides_no_other_problem(weigh):
    found = weigh("  statements: [ease >= calm]\n", "criteria: {ease: {weight: -1}}\n")
    assert found.texts
    assert not any("weighting" in text for text in found.texts)


@pytest.mark.parametrize(
    ("said", "draws"),
    [("", (10_000, 1_000)), ("draws: 0", (0, 0)), ("draws: 200", (200, 200)),
     ("draws: 5000\nselection_draws: 0", (5_000, 0))],
)  # fmt: skip
def test_draws_are_taken_as_stated(read, said, draws):
    head = "scorecard: scorecard.yaml\nproposals: {rows: [{id: a, title: A}]}\n"
    found = read(head + said).sound
    assert (found.draws, found.selection_draws) == draws


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("draws: 50", "draws: too few draws to tell anything (found '50'); expected 0 for none"),
        ("draws: 100\nselection_draws: 101", "selection_draws: more than there are"),
    ],
)
def test_unusable_numbers_of_draws_are_refused(read, said, told):
    head = "scorecard: scorecard.yaml\nproposals: {rows: [{id: a, title: A}]}\n"
    assert told in read(head + said).texts[0]
