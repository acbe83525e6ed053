"""A source that does all it should passes the whole contract."""

from __future__ import annotations

from letter_office import BLOCK, GIVEN, MEASURES, PAGING, RECORDINGS, source

from cximpact.testing import NetworkSourceContract


class TestLetterOffice(NetworkSourceContract):
    source = source()
    settings = GIVEN
    recordings = RECORDINGS
    paging = PAGING
    block = BLOCK
    measures = MEASURES
