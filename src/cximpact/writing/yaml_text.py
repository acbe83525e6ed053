"""YAML that people read on a terminal: what moves one is escaped, and read back as it was."""

from __future__ import annotations

from typing import Any

__all__ = ["shown_yaml"]

_TEXT = "tag:yaml.org,2002:str"


def shown_yaml(data: Any) -> str:
    r"""Return data as YAML in which every character can be seen.

    Example:
        >>> shown_yaml({"who": "a\u202eb", "said": ["ease >= calm"]})
        'who: "a\\u202eb"\nsaid: [ease >= calm]\n'
    """
    import yaml

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, _: Any) -> bool:
            return True

    def text(dumper: Any, value: str) -> Any:
        # Only between double quotes does YAML know escapes.
        return dumper.represent_scalar(_TEXT, value, style=None if value.isprintable() else '"')

    Dumper.add_representer(str, text)
    made: str = yaml.dump(
        data,
        Dumper=Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=200,
    )
    return "".join(char if char.isprintable() or char == "\n" else _escaped(char) for char in made)


def _escaped(char: str) -> str:
    number = ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
