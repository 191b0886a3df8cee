from guild_jupyter.guildfile.definitions import SOURCE_KINDS
from guild_jupyter.resources.source_types import SOURCE_TYPES


def test_every_kind_that_a_guild_file_may_have_is_in_the_table():
    assert tuple(SOURCE_TYPES.builtin) == SOURCE_KINDS


def test_every_kind_loads_and_has_both_halves():
    for kind in SOURCE_KINDS:
        loaded = SOURCE_TYPES.get(kind)()
        assert callable(loaded.plan)
        assert callable(loaded.resolve)
