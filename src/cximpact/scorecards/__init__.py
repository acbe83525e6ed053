"""The shipped scorecards: `customer`, `balanced` and `journey`, as files to use or to copy.

A workspace names one (``scorecard: customer``) or copies the file and edits it. Questions and
anchors are worded here; each criterion's `source` names the published work it draws on.
"""
