"""All answers that are as good as the best, where they are not too many to write out."""

from __future__ import annotations

import numpy as np

from cximpact.decision.program import Program
from cximpact.decision.solving.cores import every
from cximpact.decision.solving.enumeration import answers, is_small
from cximpact.decision.solving.form import form_of
from cximpact.decision.solving.front import suits
from cximpact.decision.solving.root import root_of
from cximpact.exceptions import InternalError

MOST_NODES = 2_000
"""So many nodes are visited at most: about a second."""


def equally_good(program: Program, least: int) -> list[tuple[int, ...]] | None:
    """Return every answer worth at least so much; None where they are too many to write out.

    Args:
        program: The program.
        least: What they are worth at least; at least one answer must be.
    """
    form = form_of(program)
    if is_small(form):
        written = answers(form)
        return [written.x(place) for place in np.flatnonzero(written.worth >= least).tolist()]
    if not suits(form):
        return None
    try:
        root = root_of(form)
        found = None if root is None else every(root, least, MOST_NODES)
    except InternalError:
        return None
    return [x for x, _ in found] if found else None
