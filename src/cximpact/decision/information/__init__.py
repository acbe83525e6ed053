"""Value of information: what is worth finding out before the selection is made."""

from cximpact.decision.information.worth_knowing import information, information_notes

__all__ = ["information", "information_notes"]
