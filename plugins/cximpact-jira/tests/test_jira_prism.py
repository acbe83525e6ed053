"""All requests against Atlassian's own OpenAPI document, by a validating proxy."""

from __future__ import annotations

from typing import Any

import pytest
from jira_server import INITIATIVES, REPORTED, JiraSite

from cximpact.plugins import AuthenticationError, QueryError, TemporaryError
from cximpact_jira.search import pages
from cximpact_jira.site import open_site

ALL = {
    "jira-issues": (
        {"project": "SUP", "reopened": True, "fields": ["Touchpoint", "Request Type"]},
        REPORTED,
    ),
    "jira-satisfaction": ({"project": "SUP"}, 152),
    "jira-proposals": (
        {"project": "INI", "requires": "is blocked by", "fields": ["Cost (EUR)"]},
        INITIATIVES,
    ),
}


@pytest.mark.parametrize("name", ALL)
def test_what_each_source_asks_is_what_jira_knows(name: str, proxied: Any) -> None:
    settings, count = ALL[name]
    rows = proxied.read(name, JiraSite(limited_every=11), **settings).rows()
    assert len(rows) == count == len({row["ref"] for row in rows})


@pytest.mark.parametrize("name", ALL)
def test_the_check_of_each_source_is_what_jira_knows(name: str, proxied: Any) -> None:
    reading = proxied.read(name, JiraSite(), **ALL[name][0])
    assert reading.source.check is not None
    assert "issues" in reading.source.check(reading.context)


def test_a_token_that_expires_ends_the_reading(proxied: Any) -> None:
    with pytest.raises(AuthenticationError):
        proxied.read("jira-issues", JiraSite(expires_after=5), project="SUP").rows()


def test_a_query_of_the_wrong_form_comes_back_422(proxied: Any) -> None:
    """The proxy refuses it before the site sees it: what the tests above rest on."""
    reading = proxied.read("jira-issues", JiraSite(), project="SUP")
    client = open_site(reading.context)
    with pytest.raises(QueryError, match=r"422.*body.*maxResults"):
        next(pages(client, "project = SUP", ["created"], "many"))  # type: ignore[arg-type]
    with pytest.raises(QueryError, match=r"422.*[Bb]ody must NOT have"):
        client.post("/rest/api/3/search/jql", {"jql": "project = SUP", "startAt": 0})
    with pytest.raises(QueryError, match="422"):
        client.get("/rest/api/3/search/jql", {"jql": "project = SUP", "maxResults": "many"})
    assert not proxied.site.asked


class Broken(JiraSite):
    """A site whose answers are not of Jira's form."""

    def answer(self, *asked: Any) -> Any:
        return 200, {}, {"issues": 3}


def test_an_answer_of_the_wrong_form_would_be_seen(proxied: Any) -> None:
    """The site of the tests answers as Jira does, or the proxy would refuse its answers."""
    with pytest.raises(TemporaryError, match="500"):
        proxied.read("jira-issues", Broken(), project="SUP").rows()
