"""Names for people of what a record calls by its id: from the scorecard that stands in it."""

from __future__ import annotations

from collections.abc import Mapping

from cximpact.model.evaluation import Summary


def criterion_title(summary: Summary, criterion: str) -> str:
    """Return a criterion's title as the scorecard has it, its id where it has none."""
    return _title(_entries(summary.scorecard, "criteria"), criterion)


def is_criterion(summary: Summary, name: str) -> bool:
    """Return whether the scorecard has a criterion of that name."""
    return name in _entries(summary.scorecard, "criteria")


def customer_criteria(summary: Summary) -> frozenset[str]:
    """Return the criteria that say what changes for customers."""
    return criteria_of(summary, "customer")


def criteria_of(summary: Summary, group: str) -> frozenset[str]:
    """Return the criteria of a group, `customer` or `business`."""
    criteria = _entries(summary.scorecard, "criteria")
    return frozenset(key for key in criteria if _entries(criteria, key).get("group") == group)


def kinds_of_criteria(summary: Summary) -> frozenset[str]:
    """Return which kinds of criteria the scorecard has: `rating`, `quantity`, `journey`."""
    criteria = _entries(summary.scorecard, "criteria")
    return frozenset(str(_entries(criteria, key).get("kind")) for key in criteria)


def touchpoint_title(summary: Summary, touchpoint: str) -> str:
    """Return a touchpoint's title as the scorecard has it, its id where it has none."""
    stages = _entries(_entries(summary.scorecard, "journey"), "stages")
    for stage in stages:
        touchpoints = _entries(_entries(stages, stage), "touchpoints")
        if touchpoint in touchpoints:
            return _title(touchpoints, touchpoint)
    return touchpoint


def _title(entries: Mapping[str, object], key: str) -> str:
    return str(_entries(entries, key).get("title") or key)


def _entries(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Return the mapping under a key; empty where there is none."""
    found = data.get(key)
    return found if isinstance(found, Mapping) else {}
