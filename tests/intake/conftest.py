"""A workspace in a folder, read and checked."""

from __future__ import annotations

from textwrap import dedent

import pytest

from cximpact.intake.reading import check_inputs
from cximpact.intake.spec import read_spec

SCORECARD = """
criteria:
  ease: {weight: 60, levels: {worse: {score: -0.5}, same: {score: 0}, better: {score: 1}}}
  speed: {weight: 40}
  risk: {weight: 1, group: business, risk: true}
  return: {weight: 1, group: business, kind: quantity, unit: EUR,
           value_points: {-100: -1, 0: 0, 200: 1}}
  hours: {weight: 1, group: business, kind: quantity, unit: hours, value_points: {0: 0, 8: 1}}
  journey: {weight: 50, kind: journey}
journey:
  stages: {apply: {touchpoints: {credit: {unit: sales}, letter: }}}
  processes: {policy: {unit: risk}}
  ripples: [{from: policy, to: credit, strength: 0.5}]
"""


class Read:
    """What came of reading a workspace."""

    def __init__(self, inputs, problems):
        self.inputs = inputs
        self.problems = problems
        self.texts = [str(problem) for problem in problems]

    @property
    def sound(self):
        assert self.texts == []
        return self.inputs


@pytest.fixture
def read(tmp_path):
    """Writes files into a folder (text is dedented) and reads the workspace there."""

    def write_and_read(workspace, **files):
        contents = {"scorecard.yaml": SCORECARD, "cximpact.yaml": workspace}
        contents |= {name.replace("_", ".", 1): text for name, text in files.items()}
        for name, text in contents.items():
            data = text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode()
            (tmp_path / name).write_bytes(data)
        return Read(*check_inputs(read_spec(tmp_path)))

    return write_and_read
