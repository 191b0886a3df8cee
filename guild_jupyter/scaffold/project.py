"""A new project: a Guild file, a script that trains and its data; all are made, or none."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from guild_jupyter import documents, paths
from guild_jupyter.errors import ProjectError
from guild_jupyter.scaffold import flowers

GUILD_FILE, SCRIPT, DATA = "guild.yml", "train.py", "data.csv"
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class NewProject:
    """A project that is to be made.

    Parameters
    ----------
    folder
        Its absolute path.
    name
        What its model is called.
    contents
        The text of each file by its name.
    """

    folder: Path
    name: str
    contents: Mapping[str, str]


def plan(folder: Path, url: str = "", sha256: str = "") -> NewProject:
    """Return the project that would be made in a folder; nothing is written.

    Parameters
    ----------
    folder
        Its absolute path; its last part is the model's name.
    url
        Where its data is; empty for data that comes with it.
    sha256
        The digest that the data from there must have; empty for none.

    Raises
    ------
    ProjectError
        The name, the URL or the digest will not do, or a file is there already.
    """
    name = _model_name(folder)
    contents = {GUILD_FILE: "", SCRIPT: _template(SCRIPT)}
    if url or sha256:
        source = _url_source(url, sha256)
    else:
        contents[DATA] = data = flowers.table()
        source = {"file": DATA, "sha256": hashlib.sha256(data.encode()).hexdigest()}
    contents[GUILD_FILE] = _guild_file(name, source)
    _refuse_existing(folder, contents)
    return NewProject(folder, name, contents)


def make(project: NewProject) -> None:
    """Make the files of a new project: all of them or, if that fails, none.

    Raises
    ------
    ProjectError
        A file is there already, or something cannot be written.
    """
    folder = project.folder
    _refuse_existing(folder, project.contents)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if _is_free(folder):
            _appear(project)
        else:
            _add(project)
    except OSError as error:
        raise ProjectError(
            f"the project cannot be made in {folder}: {error.strerror}",
            "Choose another folder, or see to its rights and to room on its disk.",
        ) from error


def _model_name(folder: Path) -> str:
    name = folder.name
    if not name or any(unicodedata.category(character)[0] == "C" for character in name):
        raise ProjectError(f"{name!r} is no name for a project", "Give a name such as 'iris'.")
    return name


def _template(name: str) -> str:
    return (files(__package__) / "template" / f"{name}.in").read_text(encoding="utf-8")


def _guild_file(name: str, source: Mapping[str, str]) -> str:
    lines = [
        f"{key}: {documents.dump_flow(value, escaped=False)}" for key, value in source.items()
    ]
    filled = {"@NAME@": documents.dump_flow(name, escaped=False)}
    filled["@SOURCE@"] = "- " + "\n          ".join(lines)
    return re.sub("@(NAME|SOURCE)@", lambda match: filled[match[0]], _template(GUILD_FILE))


def _url_source(url: str, sha256: str) -> dict[str, str]:
    if not url:
        raise ProjectError("a digest without a URL", "Give '--data-url URL' with it.")
    if urlsplit(url).scheme not in ("http", "https") or re.search(r"[\s\x00-\x1f]", url):
        raise ProjectError(
            "the data is not at an http or https address", "Write '--data-url https://…'."
        )
    digest = sha256.lower()
    if digest and not _SHA256.fullmatch(digest):
        raise ProjectError(
            "the digest is not of 64 hexadecimal digits", "'sha256sum FILE' shows it."
        )
    return {"url": url, **({"sha256": digest} if digest else {})}


def _refuse_existing(folder: Path, names: Mapping[str, str]) -> None:
    if os.path.lexists(folder) and not paths.is_folder(folder):
        raise ProjectError(f"{folder} is not a folder", "Choose another name.")
    there = ", ".join(name for name in names if os.path.lexists(folder / name))
    if there:
        raise ProjectError(
            f"{folder} has {there} already",
            "Nothing is overwritten: choose another name, or move them away.",
        )


def _is_free(folder: Path) -> bool:
    """Tell whether a folder can appear there by one rename."""
    if not os.path.lexists(folder):
        return True
    return not folder.is_symlink() and not any(folder.iterdir()) and Path.cwd() != folder


def _appear(project: NewProject) -> None:
    """Build the folder beside its place and have it appear there whole."""
    built = project.folder.parent / f".{project.folder.name[:100]}-{os.urandom(6).hex()}"
    built.mkdir()
    try:
        for name, text in project.contents.items():
            (built / name).write_text(text, encoding="utf-8")
        built.rename(project.folder)
    except BaseException:
        shutil.rmtree(built, ignore_errors=True)
        raise


def _add(project: NewProject) -> None:
    """Add the files to a folder that has others; take them away again if one fails."""
    made: list[Path] = []
    try:
        for name, text in project.contents.items():
            path = project.folder / name
            with path.open("x", encoding="utf-8") as file:
                made.append(path)
                file.write(text)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise
