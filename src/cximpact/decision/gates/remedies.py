"""What can be done about a gate that stops proposals, and what switched it on."""

from __future__ import annotations

__all__ = ["TO_DO", "TO_REVISE", "remedy"]

TO_DO = {
    "customer_evidence": (
        "cite sources in the ratings and effects (columns source and date), bring measurements, "
        "or let the gate only warn (gates: {customer_evidence: warn})"
    ),
    "customer_voice": (
        "bring a survey, complaints or calls about what they change, or let the gate only warn "
        "(gates: {customer_voice: warn})"
    ),
    "customer_statement": "state what they change for customers, be it nothing",
}
"""What to do for the proposals that a gate stops, by gate."""

TO_REVISE = {
    "customer_harm": "answer what is open about their harm, or show that a stated mitigation works"
}
"""What to do for proposals that a gate sends back to be revised, where it can also decline."""

# These run once the workspace holds their kind of input, so the first row of it can stop
# proposals that passed the day before.
_SWITCHED_ON = {
    "customer_evidence": "measurements or cited sources",
    "customer_voice": "measurements of touchpoints",
}


def remedy(gate: str) -> str:
    """Return what to do where a rule needs a proposal that a gate stops.

    Example:
        >>> remedy("customer_harm")
        'mend what the gate names'
    """
    if gate not in _SWITCHED_ON:
        return "mend what the gate names"
    return f"the gate runs as soon as the input holds {_SWITCHED_ON[gate]}: {TO_DO[gate]}"
