"""Writing plain data as the YAML that Guild writes, and as flags are shown."""

from __future__ import annotations

import re
import sys

import yaml

from guild_jupyter.documents.scalars import FLOAT, FLOAT_STARTS, FLOAT_TAG

# Guild fails on a plain ._ as on a float without digits, so it must not be written plain.
_QUOTED_FLOAT = re.compile(rf"{FLOAT.pattern}|^\._+(?:[eE][-+][0-9]+)?$", re.VERBOSE)


class _Dumper(yaml.SafeDumper):
    """The safe dumper with Guild's float rule: text that reads as a float is quoted."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        """Write repeated values out: attributes are read by people."""
        return True


class _StrictDumper(_Dumper):
    """The same, with y and n quoted for other readers of YAML 1.1."""


class _FastDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # known at run time
    """The same by libyaml."""

    ignore_aliases = _Dumper.ignore_aliases


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "'" if value in ("y", "Y", "n", "N") else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


for _dumper in (_Dumper, _FastDumper):
    _dumper.yaml_implicit_resolvers = {
        first: [(tag, rule) for tag, rule in rules if tag != FLOAT_TAG]
        for first, rules in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }
    _dumper.add_implicit_resolver(FLOAT_TAG, _QUOTED_FLOAT, FLOAT_STARTS)
for _dumper in (_StrictDumper, _FastDumper):
    _dumper.add_representer(str, _text)


def dump(value: object) -> str:
    """Return the YAML text that Guild writes for an attribute, one final newline included."""
    try:
        text = _dump_block(value, _FastDumper)
    except UnicodeEncodeError:
        text = '"'
    # libyaml writes escapes and empty keys otherwise than PyYAML, which is what Guild uses.
    if '"' in text or "'':" in text:
        text = _dump_block(value, _StrictDumper)
    return text.removesuffix("...\n")


def _dump_block(value: object, dumper: type[yaml.SafeDumper]) -> str:
    text: str = yaml.dump(value, Dumper=dumper, default_flow_style=False, indent=2)
    return text


def dump_on_one_line(value: object, *, escaped: bool) -> str:
    """Return a value as YAML without line breaks of our own, whatever it is."""
    text: str = yaml.dump(
        value,
        Dumper=_Dumper,
        default_flow_style=True,
        allow_unicode=not escaped,
        width=sys.maxsize,
    )
    return text.removesuffix("\n").removesuffix("\n...")
