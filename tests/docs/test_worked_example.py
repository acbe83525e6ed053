"""The worked example of the method page: its plain arithmetic, and the library beside it.

The figures were computed by hand from the formulas, before there was any code.
"""

from __future__ import annotations

import re

import pytest
from doc_blocks import ROOT, blocks

PAGE = ROOT / "docs" / "explanation" / "method.md"


def _outputs() -> list[str]:
    lines = PAGE.read_text("utf-8").splitlines(keepends=True)
    return [block.text for block in blocks(lines) if block.verb == "output"]


@pytest.mark.parametrize(
    "line",
    [
        "shares 0.125000 and 0.375000, full scale 0.225000",
        "survey:     m 0.620000  s 0.024269  c 0.200000  s_c 0.040449",
        "complaints: m 0.225000  s 0.072801  c 0.187500  s_c 0.182003",
        "credit decision: condition 0.245881 ± 0.100679",
        "letters: net 0.136000  ΔU 0.163200  raw 0.061200  score +0.272000",
        "rules: ΔU -0.192000 and -0.120000  raw -0.117000  score -0.520000",
    ],
)
def test_the_page_shows_the_figures_of_the_hand_calculation(line: str) -> None:
    assert line in _outputs()[0].splitlines()


def test_the_library_agrees_with_the_hand_calculation() -> None:
    """It counts whole days, so the condition may differ in the fifth decimal."""
    found = _outputs()[1]
    condition = re.search(r"credit-decision: ([\d.]+) ± ([\d.]+)", found)
    assert condition is not None
    assert [float(figure) for figure in condition.groups()] == pytest.approx(
        [0.245881, 0.100679], abs=1e-4
    )
    scores = dict(re.findall(r"(letters|rules): score ([+-][\d.]+)", found))
    assert scores == {"letters": "+0.272", "rules": "-0.520"}
