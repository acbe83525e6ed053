"""Prints when it is imported, and is all right otherwise."""

import sys

from cximpact.plugins import PluginInfo, hookimpl

print("noise on import " * 1_000)
print("noise on import", file=sys.stderr)


@hookimpl
def cximpact_plugin_info():
    print("noise in a hook")
    return PluginInfo("hostile-import-prints", "Prints when it is imported")
