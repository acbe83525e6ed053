"""The whole way from a workspace to a decision.

    sources -> documents and tables -> inputs -> evidence -> conditions -> scores -> decision

Reading (`reading`, `one_case`) may fail on bad input, and then names every problem at once.
Deciding (`deciding`) is arithmetic on the `Case` and on nothing else; so is what can be foreseen
of it (`foreseeing`) before it is done.
"""

from cximpact.pipeline.deciding import Judge, Result, decide
from cximpact.pipeline.foreseeing import Foreseen, foresee
from cximpact.pipeline.one_case import missing_evidence
from cximpact.pipeline.progress import Progress
from cximpact.pipeline.reading import check, gather, read

__all__ = [
    "Foreseen",
    "Judge",
    "Progress",
    "Result",
    "check",
    "decide",
    "foresee",
    "gather",
    "missing_evidence",
    "read",
]
