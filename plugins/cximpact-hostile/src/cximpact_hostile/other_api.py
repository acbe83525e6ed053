"""Is written for a version of the API that there is not yet."""

from cximpact.plugins import PluginInfo, hookimpl


@hookimpl
def cximpact_plugin_info():
    return PluginInfo("hostile-other-api", "Of another time", api=(98, 99))
