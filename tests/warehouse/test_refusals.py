"""What cannot be said of a warehouse is refused, with what to do instead; nothing is ignored."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from warehouse_core import AS_OF, CARD

from cximpact.exceptions import InputError
from cximpact.warehouse import aggregate

pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

MAP = [{"touchpoint": "buy", "measure": "csat"}]
BLOCK = {"columns": {"date": "day", "value": "score"}, "map": MAP}


@pytest.fixture
def answers(duckdb: Any) -> Any:
    duckdb.raw_sql(
        "CREATE OR REPLACE VIEW refused AS "
        "SELECT DATE '2026-01-05' AS day, 4 AS score, 'by Ann' AS comment, 'x' AS place, "
        "0.5::DOUBLE AS share, '2026-01-05' AS written, [1] AS many"
    )
    return duckdb.table("refused")


def refused(table: Any, **said: Any) -> str:
    with pytest.raises(InputError) as caught:
        aggregate(table, {**BLOCK, **said}, scorecard=CARD, as_of=AS_OF, name="survey")
    return str(caught.value)


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("read", {"decimal": ","}),
        ("unpivot", {"share": "2026-01-31"}),
        ("key", ["day"]),
        ("duration", {"from": "day", "to": "day"}),
        ("by", ["day", "day"]),
        ("format", "percent-mixed"),
        ("kind", "measurements"),
    ],
)
def test_verbs_for_files_are_refused_by_name(answers: Any, key: str, said: Any) -> None:
    rest = {"columns": {"date": "day"}} if key in {"unpivot", "duration", "by"} else {}
    assert f"evidence.survey.{key}: this cannot be said of rows in a warehouse" in refused(
        answers, **{**rest, key: said}
    )


def test_a_path_is_refused(answers: Any) -> None:
    assert "evidence.survey.path: the rows come from another place" in refused(
        answers, path="a.csv"
    )


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"date": "written"}, 'cast("date")'),
        ({"date": "day", "value": "day"}, "expected numbers"),
        ({"date": "day", "touchpoint": "share"}, "expected texts, whole numbers"),
        ({"date": "day", "value": "many"}, "lists or objects"),
        ({"date": "dya"}, "did you mean 'day'"),
    ],
)
def test_columns_are_refused_in_forms_that_engines_write_in_different_ways(
    answers: Any, columns: dict[str, str], told: str
) -> None:
    rules = [{"touchpoint": "buy", "measure": "csat", "value": "score"}]
    said = {"columns": columns, "map": [{"measure": "csat"}] if "touchpoint" in columns else rules}
    said["map"] = MAP if "value" in columns else said["map"]
    assert told in refused(answers, **said)


def test_an_unknown_name_in_a_rule_is_told_before_anything_is_asked(answers: Any) -> None:
    assert "did you mean 'csat'" in refused(
        answers, map=[{"touchpoint": "buy", "measure": "cstat"}]
    )


def test_unknown_names_of_rows_are_shown_and_their_other_cells_are_not(answers: Any) -> None:
    said = refused(answers, map=[{"touchpoint": {"column": "place"}, "measure": "csat"}])
    assert "unknown touchpoint (in 1 row) (found 'x')" in said
    assert "Ann" not in said


def test_wrong_values_are_counted_and_not_shown(answers: Any) -> None:
    said = refused(answers, columns={"date": "day", "value": "comment"})
    assert "not a number (in 1 row)" in said
    assert "Ann" not in said


def test_what_is_no_table_is_refused() -> None:
    pytest.importorskip("ibis")
    assert "not a table of a warehouse (found 'list')" in refused([1])


def test_without_ibis_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ibis", None)
    assert "pip install 'cximpact[warehouse]'" in refused([1])


def test_ibis_is_not_imported_before_it_is_needed() -> None:
    program = "import sys, cximpact, cximpact.warehouse; print('ibis' in sys.modules)"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_answer_beyond_the_scale_of_a_share_is_refused_as_in_a_file(answers: Any) -> None:
    """The one answer of the view is a 4."""
    measure = {**CARD["measures"]["csat"], "success": {"at_least": 3}, "scale": [1, 3]}
    card = {**CARD, "measures": {**CARD["measures"], "csat": measure}}
    with pytest.raises(InputError, match="outside the measure's scale"):
        aggregate(answers, BLOCK, scorecard=card, as_of=AS_OF, name="survey")
    measure["scale"] = [1, 5]
    assert aggregate(answers, BLOCK, scorecard=card, as_of=AS_OF).frame["n"].tolist() == [1]
