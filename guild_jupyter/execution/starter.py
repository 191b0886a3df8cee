"""Runs a Python program with flags in place of its own variables; needs nothing but Python 3.8.

Started by path: ``PYTHON -u starter.py [FOLDER/]MODULE WORDS... -- FLAG WORDS...``. The module
runs as ``python -m MODULE`` runs it (``FILE.py`` as that module of its folder), with WORDS as its
arguments. The words after the last ``--`` are for people; the values themselves are in the
environment, as JSON, and are taken out of it. They replace what the module assigns at its top
level, in its syntax tree: no file is changed, and lines keep their numbers. What the module does
not assign is set before it begins.
"""

from __future__ import annotations

import os
import sys

# A project may have an ast.py of its own, and its folder may be searched before Python's.
_PATH, _BEFORE = sys.path[:], set(sys.modules)
_PYTHONS_OWN = os.path.dirname(os.path.abspath(os.__file__))
sys.path[:] = [path for path in sys.path if path.startswith(_PYTHONS_OWN)] + [_PYTHONS_OWN]
import importlib.machinery  # noqa: E402
import importlib.util  # noqa: E402
import operator  # noqa: E402
import runpy  # noqa: E402
import types  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from typing import Any, List, Optional, Set, Tuple

HERE = os.path.abspath(__file__)
#: What this file is called where a spawned process runs it.
SPAWNED = "_guild_jupyter_spawned"


def _beside(name: str) -> Any:
    """Return the module in the file beside this one, which no search path leads to."""
    file = os.path.join(os.path.dirname(HERE), name + ".py")
    spec: Any = importlib.util.spec_from_file_location("_guild_jupyter_" + name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


substitution = _beside("substitution")
Refused = substitution.Refused
sys.path[:] = _PATH
_IMPORTED = set(sys.modules) - _BEFORE


class Name(str):
    """The name of the main module, which brings the flags along where it is pickled.

    A spawned process is sent this name, and imports the module by it once more.
    """

    order: Any
    origin: str

    def __reduce__(self) -> Tuple[Any, ...]:
        """Have the process that reads this get ready for the import, and take it as a text."""
        return operator.getitem, (_Ready(self), "MAIN")

    def __deepcopy__(self, memo: object) -> str:
        """Return a plain text."""
        return str(self)


class _Ready:
    def __init__(self, name: Name) -> None:
        self.given = {"MAIN": str(name), "ORDER": name.order, "ORIGIN": name.origin}

    def __reduce__(self) -> Tuple[Any, ...]:
        return runpy.run_path, (HERE, self.given, SPAWNED)


class Finder:
    """Finds the main module in a spawned process, once, with the values in its code."""

    def __init__(self, name: str, origin: str, order: Any) -> None:
        self.name = name
        self.origin = origin
        self.order = order

    def find_spec(self, fullname: str, *_: object) -> Optional[ModuleSpec]:
        """Return the main module's spec, or None for another name."""
        if fullname != self.name:
            return None
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not self]
        is_file = os.path.isfile(self.origin)
        spec: Any = (
            importlib.util.spec_from_file_location(fullname, self.origin)
            if is_file
            else importlib.util.find_spec(fullname)
        )
        if spec is not None:
            spec.loader = _Loader(spec, self.order)
        return spec  # type: ignore[no-any-return]


class _Loader:
    def __init__(self, spec: ModuleSpec, order: Any) -> None:
        self._loader = spec.loader
        self._own: Any = types.SimpleNamespace(
            name=spec.name, origin=spec.origin, loader=spec.loader
        )
        self._order = order

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)

    def get_code(self, fullname: str) -> Any:  # noqa: ARG002 - the import system's signature
        return substitution.compiled(self._own, self._order)


def found(name: str) -> ModuleSpec:
    """Return where a module is; of a package, its ``__main__``.

    Raises
    ------
    Refused
        It is not there.
    """
    missing = f"No module named {name}"
    if not all(name.split(".")):
        raise Refused(missing)
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if error.name and f"{name}.".startswith(f"{error.name}."):
            raise Refused(missing) from None
        raise
    except ValueError:
        # It is in sys.modules without a spec: this program, where it is called so.
        spec = importlib.machinery.PathFinder.find_spec(name) if name == "__main__" else None
    if spec is None:
        raise Refused(missing)
    if spec.submodule_search_locations is None:
        return spec
    if name.endswith("__main__"):
        raise Refused(f"{name} is a package and cannot be run")
    return found(f"{name}.__main__")


def locate(what: str) -> ModuleSpec:
    """Find what to run, and have its folder searched for what it imports.

    Raises
    ------
    Refused
        It is not there.
    """
    # The starter's own folder is not the program's, unless Python has left it out already.
    if sys.path and os.path.realpath(sys.path[0]) == os.path.dirname(os.path.realpath(HERE)):
        sys.path[0] = os.getcwd()
    folder, _, name = what.rpartition("/")
    if name.endswith(".py") and os.path.isfile(what):
        path = os.path.abspath(what)
        sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
        spec: Any = importlib.util.spec_from_file_location(name[:-3], path)
        return spec  # type: ignore[no-any-return]
    if not folder:
        return found(name)
    places = [os.path.join(path, folder) for path in sys.path]
    nested = next((os.path.normpath(place) for place in places if os.path.isdir(place)), None)
    if nested is None:
        raise Refused(f"No module named {what}")
    lasting = sys.path[:]
    sys.path.insert(0, nested)
    try:
        return found(name)
    finally:
        # What it imports is looked for in the run's own folder first, as Guild has it.
        sys.path[:] = [*lasting[:1], nested, *lasting[1:]]


def split(arguments: List[str]) -> Tuple[str, List[str]]:
    """Return what to run, and the words it gets.

    Raises
    ------
    Refused
        There is nothing to run.
    """
    if not arguments:
        raise Refused("starter.py needs [FOLDER/]MODULE WORDS... -- FLAG WORDS...")
    what, *words = arguments
    if "--" in words:
        words = words[: len(words) - 1 - words[::-1].index("--")]
    return what, words


def make_way() -> None:
    """Forget what only this file has imported, where the project has a module of that name."""
    shadowed: Set[str] = set()
    for folder in sys.path:
        if folder == _PYTHONS_OWN:
            break
        if os.path.isdir(folder):
            shadowed.update(entry.partition(".")[0] for entry in os.listdir(folder))
    for name in _IMPORTED:
        if name.partition(".")[0] in shadowed:
            del sys.modules[name]


def run(spec: ModuleSpec, code: types.CodeType, order: Any) -> None:
    """Run a module's code as the main module."""
    if order["values"]:
        name = Name(spec.name)
        name.order, name.origin = order, str(spec.origin)
        spec.name = name
    module: Any = types.ModuleType("__main__")
    for kept in ("__annotations__", "__builtins__"):
        if kept in vars(sys.modules["__main__"]):
            setattr(module, kept, vars(sys.modules["__main__"])[kept])
    module.__file__ = spec.origin
    module.__cached__ = spec.cached
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    module.__spec__ = spec
    sys.argv[0] = str(spec.origin)
    sys.modules["__main__"] = module
    make_way()
    exec(code, vars(module))


def without_own_frames(hook: Any) -> Any:
    """Return a hook that shows a traceback from the program's first line on."""

    def show(kind: Any, value: BaseException, traceback: Any) -> None:
        while traceback and _is_own(traceback.tb_frame.f_code.co_filename):
            traceback = traceback.tb_next
        hook(kind, value.with_traceback(traceback), traceback)

    return show


_OWN_FILES = (
    __file__,
    HERE,
    substitution.__file__,
    substitution.ast.__file__,
    importlib.util.__file__,
)


def _is_own(file: str) -> bool:
    return file in _OWN_FILES or file.startswith("<frozen importlib")


def main() -> None:
    """Run what the command line says."""
    try:
        order = substitution.take_order(os.environ)
        what, words = split(sys.argv[1:])
        sys.argv[:] = ["-m", *words]
        spec = locate(what)
        code = substitution.compiled(spec, order)
        substitution.install_support(order)
        run(spec, code, order)
    except Refused as error:
        sys.exit(f"guild: {error}")
    except BaseException:
        # What a user's own hook shows need not begin here either.
        sys.excepthook = without_own_frames(sys.excepthook)
        raise


if __name__ == "__main__":
    main()
elif __name__ == SPAWNED:
    given = globals()
    substitution.install_support(given["ORDER"])
    sys.meta_path.insert(0, Finder(given["MAIN"], given["ORIGIN"], given["ORDER"]))
