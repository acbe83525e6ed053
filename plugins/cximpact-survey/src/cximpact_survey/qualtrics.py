"""The source `survey-qualtrics`: the responses of one survey, by the export API.

Each time all responses are fetched. A cursor (the API's `continuationToken`) would miss responses
that were deleted or edited since, also those that had to be erased for a person's sake; and it
would need an id per respondent, which is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from cximpact.plugins import AnswerError, Context, QueryError, Request
from cximpact.plugins.http import HttpClient
from cximpact_survey.archives import opened_archive
from cximpact_survey.exports import Export, checked_survey, wanted
from cximpact_survey.faults import Unreadable
from cximpact_survey.observations import Plan, Rows, observations
from cximpact_survey.planning import laid_out, opened, plan_of
from cximpact_survey.tally import Tally
from cximpact_survey.text_files import read_text

__all__ = ["check", "collect"]

_HERE = {"localhost", "127.0.0.1", "::1"}


def collect(_request: Request, context: Context) -> Iterator[Rows]:
    """Yield a row for every answer to the questions that the settings name.

    Raises:
        AuthenticationError: The token is refused.
        QueryError: The survey or a question is unknown, or an answer lies outside its scale.
        TemporaryError: The system is busy, or the export failed.
        AnswerError: An answer is not what the API's contract says.
    """
    settings = context.settings
    survey = checked_survey(opened(settings["survey"]))
    plan = plan_of(settings, settings.get("name", survey))
    body = wanted(settings)
    context.query(f"survey {survey}: {plan.asked}")
    archive = Export(_client(context), survey, context).fetch(body)
    yield from _rows(archive, plan, context)


def _rows(archive: bytes, plan: Plan, context: Context) -> Iterator[Rows]:
    tally = Tally()
    try:
        with opened_archive(archive) as stream:
            table = laid_out(read_text(stream), "qualtrics", context.settings)
            yield from observations(table, plan, tally)
    except Unreadable as error:
        raise AnswerError(f"the export: {error}") from None
    tally.tell(context)


def check(context: Context) -> str:
    """Return which survey was reached.

    Raises:
        AuthenticationError: The token is refused, or may not see the survey.
        QueryError: There is no such survey.
    """
    survey = checked_survey(opened(context.settings["survey"]))
    told = _client(context).get(f"/API/v3/surveys/{survey}").json()
    found = told.get("result") if isinstance(told, dict) else None
    if not isinstance(found, dict):
        raise AnswerError("the answer has no 'result', which the API promises")
    active = "open" if found.get("isActive") else "closed"
    return f"survey {survey} at {_address(context.settings)} is reached; it is {active}"


def _client(context: Context) -> HttpClient:
    token = context.settings["token"]
    return context.http(_address(context.settings), headers={"X-API-TOKEN": token})


def _address(settings: Mapping[str, Any]) -> str:
    url, place = opened(settings.get("url")), opened(settings.get("datacenter"))
    if url:
        return _safe(str(url).rstrip("/"))
    if not place:
        raise QueryError("say where the survey is: 'datacenter', such as fra1, or 'url'")
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?", str(place)):
        raise QueryError("'datacenter' is no data centre: expected one like fra1")
    return f"https://{place}.qualtrics.com"


def _safe(url: str) -> str:
    """Return an address that a token may be sent to."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE):
        return url
    raise QueryError("'url' must begin with https://: a token is not sent unprotected")
