"""Where in a plugin's own code an error arose, in words short enough for a sentence."""

from __future__ import annotations

from pathlib import Path
from traceback import walk_tb

import cximpact

__all__ = ["place_of"]

_OURS = str(Path(cximpact.__file__).parent)


def place_of(error: BaseException) -> str:
    """Return the file and line of the last call in the plugin's own code; "" if there is none.

    The first call that is not one of cximpact's tells where the plugin's code lies. Calls into
    libraries are left out: what an author can mend is the line that made the call.

    Examples:
        >>> place_of(KeyError("id"))
        ''
    """
    frames = [
        (Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)
    ]
    theirs = [each for each in frames if not each[0].is_relative_to(_OURS)]
    if not theirs:
        return ""
    home = theirs[0][0].parent
    own = [each for each in theirs if each[0].parent == home or home in each[0].parents]
    path, line = own[-1]
    return f"{path.name}, line {line}"
