"""A source that does all it should passes the whole contract."""

from __future__ import annotations

import sys
from pathlib import Path

from cximpact.testing import NetworkSourceContract

sys.path.insert(0, str(Path(__file__).parent))

from letter_office import BLOCK, GIVEN, MEASURES, PAGING, RECORDINGS, source


class TestLetterOffice(NetworkSourceContract):
    source = source()
    settings = GIVEN
    recordings = RECORDINGS
    paging = PAGING
    block = BLOCK
    measures = MEASURES
