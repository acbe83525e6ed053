"""Returns descriptors without end."""

import itertools

from cximpact.plugins import MeasureTemplate, PluginInfo, hookimpl


@hookimpl
def cximpact_plugin_info():
    return PluginInfo("hostile-hook-endless", "Returns measures without end")


@hookimpl
def cximpact_measures():
    return (MeasureTemplate(f"measure-{number}", "One more") for number in itertools.count())
