"""Value of information: what is worth finding out before the selection is made."""

from cximpact.decision.information.asking import WorthKnowing, information, worth_knowing

__all__ = ["WorthKnowing", "information", "worth_knowing"]
