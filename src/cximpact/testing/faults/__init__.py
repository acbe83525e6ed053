"""What goes wrong between a source and its system, by name."""

from __future__ import annotations

from cximpact.testing.faults.answers import ANSWER_FAULTS
from cximpact.testing.faults.bodies import BODY_FAULTS
from cximpact.testing.faults.cursors import CURSOR_FAULTS
from cximpact.testing.faults.fault import Fault
from cximpact.testing.faults.fields import FIELD_FAULTS
from cximpact.testing.faults.pages import PAGE_FAULTS

__all__ = ["FAULTS", "Fault"]

FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (*ANSWER_FAULTS, *BODY_FAULTS, *PAGE_FAULTS, *CURSOR_FAULTS, *FIELD_FAULTS)
}
"""Every fault by its name; `NetworkSourceContract` plants each in every place it can strike."""
