"""Shim."""

from dataclasses import replace

from guild_jupyter.launch import destination
from guild_jupyter.launch.interpreter import source_of


def with_imported_flags(operation, project, search_path=()):
    if (
        operation.flags_dest is None
        and operation.main
        and operation.exec is None
        and operation.flags
    ):
        from guild_jupyter.launch.command import main_module

        folder, module, _ = main_module(operation)
        root = project.directory
        script = source_of(module, [str(root / folder), str(root), *search_path])
        return replace(operation, flags_dest=destination.detect(script, operation.flags))
    return operation
