"""Raises SystemExit in a hook."""

import sys

from cximpact.plugins import PluginInfo, hookimpl


@hookimpl
def cximpact_plugin_info():
    return PluginInfo("hostile-hook-exits", "Ends the process in a hook")


@hookimpl
def cximpact_evidence_sources():
    sys.exit(0)
