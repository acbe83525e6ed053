"""The draft of a scorecard that `cximpact init` makes of a list's rating columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.files.documents import parse_document
from cximpact.intake.files.problems import ProblemList
from cximpact.intake.scorecards.scorecards import build_scorecard
from cximpact.intake.starting.draft_scorecard import draft_scorecard, draft_told
from cximpact.intake.starting.guess_scales import is_about, unscaled
from cximpact.model.scorecard import Criterion


def _card(headers, known=(), risks=()):
    text = draft_scorecard(headers, known, risks=risks)
    document = parse_document(text, suffix=".yaml", name="card.yaml")
    problems = ProblemList()
    card = build_scorecard(document, problems)
    assert not problems.problems()
    return card


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).filter(unscaled),
        min_size=1,
        max_size=4,
        unique_by=unscaled,
    )
)
def test_whatever_the_headers_hold_the_draft_loads_and_each_is_about_its_criterion(headers):
    criteria = _card(headers).criteria
    assert len(criteria) == len(headers)
    for header in headers:
        assert any(is_about(header, each) for each in criteria)


def test_all_columns_count_the_same_whatever_their_group():
    card = _card(["Ease (1-5)", "Trust", "Strategic fit"])
    points = {each.id: each.weight for each in card.criteria}
    assert points == {"ease": 10, "trust": 10, "strategic-fit": 10}
    assert card.groups == {"customer": 2, "business": 1}


def test_columns_headed_by_id_and_by_title_of_one_criterion_make_one():
    wait = Criterion("wait", "customer", "rating", 1.0, title="Waiting time", question="How long?")
    (only,) = _card(["Waiting time 1-5", "Wait 1-5"], [wait]).criteria
    assert (only.id, only.title, only.question) == ("wait", "Waiting time", "How long?")


def test_a_draft_of_one_criterion_is_told_to_lack_the_others():
    assert draft_told(_card(["Ease"])) == (
        "a draft: your column of ratings counts alone; add what else matters"
    )
    assert "your 2 columns of ratings count the same" in draft_told(_card(["Ease", "Trust"]))


def test_what_the_list_does_not_answer_is_no_column_of_it():
    assert draft_told(_card(["Ease", "Trust", "Calm"]), 1) == (
        "a draft: your 2 columns of ratings count the same; 1 more is asked in ratings.csv; put "
        "the weights in"
    )


def test_a_risk_counts_like_every_other_criterion_though_it_is_alone_in_its_group():
    card = _card(["Ease", "Trust", "Delivery risk"], risks=["Delivery risk"])
    assert card.groups == {"customer": 2, "business": 1}
    (risk,) = [each for each in card.criteria if each.id == "delivery-risk"]
    assert [level.score for level in risk.levels][-1] == 0
