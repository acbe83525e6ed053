"""The export API of Qualtrics: start an export, wait until it is complete, fetch its file.

Starting one is a POST, which changes nothing but the system's list of exports. The state is told
by `status` alone; `percentComplete` is for people, and `fileId` is there once it is complete.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cximpact.plugins import AnswerError, Context, QueryError, TemporaryError
from cximpact_survey.planning import opened

if TYPE_CHECKING:
    from cximpact.plugins.http import HttpClient

__all__ = ["METADATA", "Export", "checked_survey", "wanted"]

METADATA = (
    "startDate endDate status ipAddress progress duration finished recordedDate _recordId"
    " recipientLastName recipientFirstName recipientEmail externalDataReference locationLatitude"
    " locationLongitude distributionChannel userLanguage"
).split()
_NEEDED = ("endDate", "status", "finished", "_recordId")
_QUESTION = re.compile(r"(?:\d+_)?(QID\d+)(?:[_#-].*)?")
_HANDLE = re.compile(r"[A-Za-z0-9_-]{1,200}")
_LONGEST_WAIT = 15.0
_MOST_LOOKS = 1_000
_FIRST_WAIT = 0.5


def wanted(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the body that starts an export of what the settings name and nothing else.

    So personal fields are not even sent. Where a column is neither a question nor metadata by its
    name (an export tag), questions and embedded data are not restricted.

    Example:
        >>> wanted({"questions": [{"question": "QID3"}]})["questionIds"]
        ['QID3']
    """
    names = _named(settings)
    questions = sorted({found[1] for name in names if (found := _QUESTION.fullmatch(name))})
    metadata = [name for name in METADATA if name in (*names, *_NEEDED)]
    others = [n for n in names if not _QUESTION.fullmatch(n) and n not in METADATA]
    asked = {
        each["question"] for key in ("questions", "comments") for each in settings.get(key, ())
    }
    body: dict[str, Any] = {
        "format": "csv",
        "useLabels": False,
        "surveyMetadataIds": metadata,
    }
    if questions and asked.isdisjoint(others):
        body |= {"questionIds": questions, "embeddedDataIds": sorted(others)}
    if settings.get("time_zone"):
        body["timeZone"] = settings["time_zone"]
    if settings.get("since"):
        body["startDate"] = f"{settings['since']}T00:00:00Z"
    return body


def _named(settings: Mapping[str, Any]) -> list[str]:
    """Return every column that the settings name, once."""
    entries = [*settings.get("questions", ()), *settings.get("comments", ())]
    places = [each.get("touchpoint") for each in (*entries, settings)]
    return list(
        dict.fromkeys(
            [
                *(each["question"] for each in entries),
                *(each["column"] for each in places if isinstance(each, Mapping)),
                *settings.get("keep", ()),
                *settings.get("columns", {}).values(),
            ]
        )
    )


class Export:
    """One export of one survey.

    Args:
        client: Asks the system.
        survey: The survey's id.
        context: Is told how far it is.
    """

    def __init__(self, client: HttpClient, survey: str, context: Context) -> None:
        self._client = client
        self._place = f"/API/v3/surveys/{survey}/export-responses"
        self._context = context

    def fetch(self, body: Mapping[str, Any]) -> bytes:
        """Return the archive with the responses.

        Raises:
            TemporaryError: The export failed, was cancelled or takes longer than it may.
            AnswerError: An answer is not what the API's contract says.
        """
        self._context.progress("starting the export")
        begun = _result(self._client.post(self._place, body).json())
        if begun.get("status") == "failed":
            raise _failed(begun)
        file = self._complete(_handle(begun, "progressId"))
        self._context.progress("fetching the file")
        accept = {"Accept": "application/zip, application/octet-stream, */*"}
        return self._client.get(f"{self._place}/{file}/file", headers=accept).body

    def _complete(self, progress: str) -> str:
        """Return the id of the file once there is one."""
        waited, most = 0.0, float(opened(self._context.settings.get("wait", 900)))
        for look in range(_MOST_LOOKS):
            told = _result(self._client.get(f"{self._place}/{progress}").json())
            status = told.get("status")
            if status == "complete":
                return _handle(told, "fileId")
            if status != "inProgress":
                raise _failed(told)
            self._context.progress(f"the export is {_percent(told)} complete")
            wait = min(_FIRST_WAIT * 2.0 ** min(look, 10), _LONGEST_WAIT)
            if waited + wait > most:
                break
            self._context.wait(wait)
            waited += wait
        raise TemporaryError(
            f"the export was not complete after {waited:.0f} seconds; allow it more under 'wait'",
            tried=True,
        )


def _result(answer: Any) -> Mapping[str, Any]:
    result = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(result, dict):
        raise AnswerError("the answer has no 'result', which the export API promises")
    return result


def _handle(result: Mapping[str, Any], key: str) -> str:
    value = result.get(key)
    if not isinstance(value, str) or not _HANDLE.fullmatch(value):
        raise AnswerError(f"the answer has no usable {key!r}, which the export API promises")
    return value


def _failed(result: Mapping[str, Any]) -> Exception:
    """Return what an export that did not work is: try again, or not what the contract says."""
    status = result.get("status")
    if status in ("failed", "cancelled", "canceled"):
        return TemporaryError(
            f"the export {'failed' if status == 'failed' else 'was cancelled'}{_reason(result)}",
            tried=True,
        )
    return AnswerError("the export is in a state that its API does not name")


def _reason(result: Mapping[str, Any]) -> str:
    error = result.get("error")
    said = (
        [str(error[key]) for key in ("code", "message") if key in error]
        if isinstance(error, dict)
        else []
    )
    return f": {' '.join(' '.join(said).split())[:200]}" if said else ""


def _percent(result: Mapping[str, Any]) -> str:
    done = result.get("percentComplete")
    return f"{done:.0f}%" if isinstance(done, int | float) else "not"


def checked_survey(name: Any) -> str:
    """Return a survey's id that is safe in an address.

    Raises:
        QueryError: It is none.
    """
    if not isinstance(name, str) or not re.fullmatch(r"SV_[A-Za-z0-9]+", name):
        raise QueryError("'survey' is no id of a survey: expected one like SV_1a2B3c4D5e6F7g8")
    return name
