"""What a scalar stands for: the rules of YAML 1.1, and Guild's own for floats."""

from __future__ import annotations

import re
from typing import NoReturn

import yaml
from yaml.constructor import ConstructorError, SafeConstructor
from yaml.resolver import Resolver

from guild_jupyter.documents.limits import MAX_DIGITS
from guild_jupyter.documents.refusals import (
    LARGE,
    MAX_LARGE_KEYS,
    not_mergeable,
    too_many_digits,
    too_many_large_keys,
    unknown_tag,
)

FLOAT_TAG = "tag:yaml.org,2002:float"
INT_TAG = "tag:yaml.org,2002:int"

# Guild's rule beside YAML's: an exponent needs neither a sign nor a decimal point (1e3, 1E-5).
FLOAT = re.compile(
    r"""^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?
        |[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+
        |\._*[0-9][0-9_]*(?:[eE][-+][0-9]+)?
        |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
        |[-+]?\.(?:inf|Inf|INF)
        |\.(?:nan|NaN|NAN))$""",
    re.VERBOSE,
)
FLOAT_STARTS = list("-+0123456789.")
_SHORT = len(hex(LARGE)) - 1  # characters of a number that cannot be a large one

#: What PyYAML raises for a value that is not of the type its tag or its look says.
MISTAGGED = (ValueError, LookupError, AttributeError, TypeError, ArithmeticError)


def is_typed_text(tag: str, text: str) -> bool:
    """Tell whether a number was meant as text: nobody means one by ``1_000`` or ``1:30``."""
    return tag in (INT_TAG, FLOAT_TAG) and ("_" in text or ":" in text)


class GuildResolver(Resolver):
    """Tells the tag of a plain scalar by its look."""


GuildResolver.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if tag != FLOAT_TAG]
    for first, rules in Resolver.yaml_implicit_resolvers.items()
}
GuildResolver.add_implicit_resolver(FLOAT_TAG, FLOAT, FLOAT_STARTS)


class GuildConstructor(SafeConstructor):
    """Makes plain data of nodes by their tags; no objects, and no numbers without end."""

    def construct_number(self, node: yaml.ScalarNode) -> int | float:
        """Return a number; one of thousands of digits costs more than it can be worth."""
        if len(str(node.value)) > MAX_DIGITS:
            raise too_many_digits(node.start_mark)
        convert = self.construct_yaml_float if node.tag == FLOAT_TAG else self.construct_yaml_int
        number: int | float = convert(node)
        return number

    def construct_undefined(self, node: yaml.Node) -> NoReturn:
        """Refuse a value with a tag of no plain data."""
        raise unknown_tag(node.tag, node.start_mark)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Take in the mappings that << names."""
        try:
            super().flatten_mapping(node)
        except ConstructorError as error:
            raise not_mergeable(error.problem_mark) from error
        check_keys(node)


def check_keys(node: yaml.MappingNode) -> None:
    """Refuse a mapping whose keys may all hash alike."""
    large = [key for key, _ in node.value if key.tag == INT_TAG and len(key.value) > _SHORT]
    if len(large) > MAX_LARGE_KEYS:
        raise too_many_large_keys(large[MAX_LARGE_KEYS].start_mark)


GuildConstructor.yaml_constructors = {
    **SafeConstructor.yaml_constructors,
    FLOAT_TAG: GuildConstructor.construct_number,
    INT_TAG: GuildConstructor.construct_number,
    None: GuildConstructor.construct_undefined,
}
