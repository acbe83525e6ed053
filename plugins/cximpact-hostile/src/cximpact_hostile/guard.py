"""Nothing here may hurt anybody who runs it by accident: only a run of its own is fair game."""

from __future__ import annotations

import os


def only_isolated() -> None:
    """Refuse to go on outside a process that cximpact started for one job."""
    if "CXIMPACT_RUN" not in os.environ:
        raise RuntimeError("hostile to the machine; run it in a process of its own")
