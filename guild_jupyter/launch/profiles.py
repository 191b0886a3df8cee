"""Profiles: named sets of flag values that go over the defaults of an operation."""

from __future__ import annotations

from dataclasses import replace

from guild_jupyter.errors import NoSuchFlag, nearest
from guild_jupyter.flags.definitions import FlagDef
from guild_jupyter.guildfile.definitions import Operation


def applied(operation: Operation, profile: str) -> Operation:
    """Return the operation with the values of a profile as its defaults.

    Parameters
    ----------
    operation
        The operation.
    profile
        The profile's name; empty for none.

    Raises
    ------
    NoSuchFlag
        There is no such profile.
    GuildFileError
        It sets a flag that the operation does not have.
    """
    if not profile:
        return operation
    if profile not in operation.profiles:
        names = ", ".join(operation.profiles) or "none"
        hint = nearest(profile, operation.profiles, "Did you mean {}? ")
        raise NoSuchFlag(
            f"{operation.spec} has no profile {profile!r}", f"{hint}Profiles: {names}."
        )
    flags = dict(operation.flags)
    for name, value in operation.profiles[profile].items():
        if name in flags:
            flags[name] = replace(flags[name], default=value, required=False)
        elif operation.in_project:
            flags[name] = FlagDef(name, default=value)  # the oldest dialect declares no flags
        else:
            hint = nearest(name, flags, "Did you mean {}? ")
            raise operation.error(
                ("profiles", profile, name),
                f"profile {profile!r} sets {name!r}, which is no flag of {operation.spec}",
                f"{hint}Flags: {', '.join(sorted(flags)) or 'none'}.",
                "reference",
            )
    return replace(operation, flags=flags)
