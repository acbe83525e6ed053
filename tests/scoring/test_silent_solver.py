"""The solver writes nothing, whichever of its versions is installed."""

from __future__ import annotations

import numpy as np
import pytest

from cximpact.scoring.silent_solver import silent_solver


def test_nothing_is_written_when_a_solver_is_made_and_run(
    capfd: pytest.CaptureFixture[str],
) -> None:
    highs = silent_solver()
    highs.addVar(0.0, 3.0)
    highs.addRow(-np.inf, 2.0, 1, np.array([0], dtype=np.int32), np.array([1.0]))
    highs.changeColCost(0, -1.0)
    highs.run()
    assert highs.getSolution().col_value == [2.0]
    assert capfd.readouterr() == ("", "")
