"""HiGHS without its banner: what this project prints is read by programs, too."""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["silent_solver"]


def silent_solver() -> Any:
    """Return a new HiGHS solver that never writes to standard output.

    Example:
        >>> silent_solver().getOptionValue("output_flag")[1]
        False
    """
    highs = _silent_class()()
    highs.setOptionValue("output_flag", False)  # for versions that enable callbacks later
    return highs


@cache
def _silent_class() -> Any:
    # Made when it is first needed, since importing HiGHS takes longer than most commands.
    import highspy

    highs: Any = highspy.Highs

    class SilentHighs(highs):  # type: ignore[misc]
        """Turns output off before callbacks are enabled.

        That is done while the solver is made, and from HiGHS 1.16 on it writes the banner, in the
        middle of JSON if need be: no option can be set earlier.
        """

        def enableCallbacks(self) -> None:  # noqa: N802
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return SilentHighs
