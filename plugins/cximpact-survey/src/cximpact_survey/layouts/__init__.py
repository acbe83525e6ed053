"""How each system lays out its files: headings, what they mean, and which rows do not count."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cximpact_survey.layouts.a11 import read_a11
from cximpact_survey.layouts.limesurvey import read_limesurvey
from cximpact_survey.layouts.plain import read_plain
from cximpact_survey.layouts.qualtrics import read_qualtrics
from cximpact_survey.layouts.surveymonkey import read_surveymonkey
from cximpact_survey.tables import Sheet, Table

__all__ = ["LAYOUTS", "Layout"]

Layout = Callable[[Sheet, Mapping[str, str], bool], Table]
"""Takes the rows, the columns named in the settings by role, and whether unfinished ones stay."""

LAYOUTS: dict[str, Layout] = {
    "plain": read_plain,
    "qualtrics": read_qualtrics,
    "surveymonkey": read_surveymonkey,
    "limesurvey": read_limesurvey,
    "a11": read_a11,
}
