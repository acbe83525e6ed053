"""Returns descriptors of types of its own that say one thing and are another."""

from cximpact.plugins import EvidenceSource, PluginInfo, hookimpl


class Liar(EvidenceSource):
    """A source that has another name each time it is asked."""

    asked = 0

    def __getattribute__(self, name):
        if name == "name":
            Liar.asked += 1
            return f"liar-{Liar.asked}"
        if name == "timeout":
            return float("inf")
        return super().__getattribute__(name)


@hookimpl
def cximpact_plugin_info():
    return PluginInfo("hostile-lies", "Returns descriptors that lie")


@hookimpl
def cximpact_evidence_sources():
    return [
        Liar(
            "liar",
            "Never the same",
            provides=("observations",),
            settings={"type": "object"},
            collect=lambda request, context: [[{"id": "1"}]],
        )
    ]
