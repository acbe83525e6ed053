"""Parts of weights put together by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cximpact.model.weighting import WeightPart


@pytest.fixture
def part():
    """Makes a part from conditions given as {member: coefficient} and what they are at least."""

    def made(members, *conditions, name="customer", center=None):
        members = tuple(members)
        rows = [[row.get(each, 0.0) for each in members] for row, _ in conditions]
        return WeightPart(
            name,
            members,
            np.array(rows, dtype=np.float64).reshape(-1, len(members)),
            np.array([least for _, least in conditions], dtype=np.float64),
            np.zeros(len(conditions), dtype=np.int64),
            np.full(len(members), 1 / len(members)) if center is None else np.array(center),
        )

    return made


@pytest.fixture
def boxed(part):
    """Makes a part whose weights lie within a share of themselves around a point."""

    def made(point, within=0.25, name="customer"):
        bounds = []
        for member, weight in point.items():
            bounds += [
                ({member: 1.0}, weight * (1 - within)),
                ({member: -1.0}, -weight * (1 + within)),
            ]
        return part(point, *bounds, name=name, center=list(point.values()))

    return made
