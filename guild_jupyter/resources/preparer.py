"""The program that gets a run its resources: fetch, verify, unpack, select, place, write down.

Decides the order, what is said and what a failure means. Runs detached, in the run directory,
and knows of the run only what ``plan.json`` says.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NoReturn

from guild_jupyter import documents
from guild_jupyter.errors import DocumentError, GuildError, ResourceError
from guild_jupyter.redaction import redact
from guild_jupyter.resources.gathering import Item, gather
from guild_jupyter.resources.placing import Placer
from guild_jupyter.resources.plan import Plan, PlannedResource, PlannedSource
from guild_jupyter.resources.source_types import SOURCE_TYPES, Site
from guild_jupyter.supervise import durable, faults, withheld
from guild_jupyter.supervise.progress import Reporter
from guild_jupyter.supervise.rundir import TEMPORARY, RunDir

_DOWNLOAD_LIMIT = 1 << 40
#: What the plan withholds, and only the plan can tell: no message says it.
_secrets: set[str] = set()
_PREFIX = "run failed because a dependency was not met: "


def main(run_dir: str) -> None:
    """Prepare the run of a directory; ends the process with 1 if a dependency is not met."""
    run = RunDir(run_dir)
    orders = durable.read_json(run.plan) or {}
    values = withheld.take(os.environ)
    _secrets.update(v for v in values if isinstance(v, str) and redact(v) == v)
    plan = Plan.from_json(withheld.restore(orders.get("resources") or {}, values))
    mode = int((orders.get("supervise") or {}).get("mode", 0o600))
    reporter = Reporter(run, mode, lambda text: redact(text, _secrets))
    site = Site(
        run_dir=run.path,
        home=str(orders.get("home") or Path(run.path).parents[1]),
        project_dir=str(orders.get("project") or ""),
        sys_path=list(orders.get("sys_path") or sys.path),
        say=_say,
        download_limit=int(orders.get("download_limit") or _DOWNLOAD_LIMIT),
        progress=reporter.begin,
    )
    durable.restrict(mode)
    for old in Path(run.guild).glob(f"{TEMPORARY}prepare-*"):
        shutil.rmtree(old, ignore_errors=True)  # of a preparer that was killed
    faults.reach("prepare.begun")
    scratch = tempfile.mkdtemp(prefix=f"{TEMPORARY}prepare-", dir=run.guild)
    try:
        faults.reach("prepare.resolving")
        preparation = _Preparation(run, site, scratch, plan)
        for resource in plan.resources:
            preparation.resolve(resource)
            reporter.end()
        text = documents.dump(preparation.deps)
        durable.write(run.attr("deps"), text.encode(), mode, sync=True)
    finally:
        reporter.end()
        shutil.rmtree(scratch, ignore_errors=True)


class _Preparation:
    """The state of one preparation: what was resolved before and now."""

    def __init__(self, run: RunDir, site: Site, scratch: str, plan: Plan) -> None:
        self.run = run
        self.site = site
        self.scratch = scratch
        self.plan = plan
        self.placer = Placer(run.path, scratch)
        self.deps: dict[str, Any] = _recorded(run)

    def resolve(self, resource: PlannedResource) -> None:
        """Resolve the sources of a resource, one after the other."""
        self.site.say(f"Resolving {resource.name}")
        known = self.deps.get(resource.name)
        self.deps[resource.name] = known if isinstance(known, dict) else {}
        for source in resource.sources:
            self._resolve(source, resource.name)

    def _resolve(self, source: PlannedSource, resource: str) -> None:
        known = self.deps[resource]
        if source.postponed:
            self.site.say(f"Skipping resolution of {source.name} because it's being staged")
            return
        if source.name in known and not source.always_resolve:
            self.site.say(f"Skipping resolution of {source.name} because it's already resolved")
            return
        try:
            paths = self._get(source)
        except (GuildError, OSError) as error:
            self._failed(source, resource, error)
            return
        # A cut link or archive may give one place several times.
        entry = {"uri": source.uri, "paths": list(dict.fromkeys(paths))}
        known[source.name] = entry | ({"config": source.config} if source.config else {})

    def _failed(self, source: PlannedSource, resource: str, error: Exception) -> None:
        if source.optional:
            self.site.say(
                f"Could not resolve {source.name} - skipping because dependency is optional"
            )
            return
        if isinstance(error, GuildError):
            hint = source.help or error.hint
            problem = "could not resolve"
            reason = error.message + (f"\n{hint}" if hint else "")
        else:
            problem, reason = "unexpected error resolving", str(error)
        of = f" in {resource} resource"
        if source.kind == "url":  # which is long, and named by the reason too
            of = "" if resource == source.name else of
            reason = reason.removeprefix(f"{source.target}: ")
        where = f"{problem} {source.name!r}{of}: {reason}"
        if not self.plan.force:
            _fail(_PREFIX + where)
        _warn(f"a dependency was not met: {where}")

    def _get(self, source: PlannedSource) -> list[str]:
        """Resolve a source; return the paths for ``deps``."""
        if source.missing:
            raise ResourceError(source.missing)
        if source.post_process and not self.plan.trusted:
            raise ResourceError(f"nobody allowed its post-process: {source.post_process!r}")
        if source.config and not source.run:
            self.site.say(f"Using {source.config} for {source.name}")
        origin = SOURCE_TYPES.get(source.kind)().resolve(source, self.site)
        if origin is None:
            return []
        items = gather(source, origin, self.site, self.scratch)
        if not items:
            nothing = f"nothing resolved for {source.name}"
            if source.fail_if_empty:
                raise ResourceError(nothing)
            if source.warn_if_empty:
                _warn(nothing)
        if source.preserve_path and source.target_path:
            _warn(f"target-path {source.target_path!r} specified with preserve-path - ignoring")
        self._place(items, source)
        return [os.path.relpath(item.shown, self.run.path) for item in items]

    def _place(self, items: list[Item], source: PlannedSource) -> None:
        linked: set[str] = set()
        for item in items:
            if self._is_through(linked, item.target):
                # It came with the folder that this source has just linked.
                self._skipped(item.target, source)
                continue
            placed = self.placer.place(
                item.path,
                item.target,
                link=source.link,
                replace=source.replace_existing,
                movable=item.movable,
                # As in Guild. Those of a run would lead nowhere from another place.
                keep_links=source.kind == "file",
            )
            if source.link and _is_same(f"{self.run.path}/{placed.path}", item.path):
                linked.add(placed.path)
            if placed.skipped:
                self._skipped(placed.path, source)
            else:
                words = ["d", placed.path, placed.sha1, item.uri]
                self._note([*words, item.member] if item.member else words)

    def _is_through(self, linked: set[str], target: str) -> bool:
        """Tell whether something is already seen at a target through a link of this source."""
        above = {str(path) for path in PurePosixPath(target).parents}
        return bool(above & linked) and os.path.lexists(f"{self.run.path}/{target}")

    def _skipped(self, target: str, source: PlannedSource) -> None:
        what = "link" if source.link else "copy"
        _warn(f"{self.run.path}/{target} already exists, skipping {what}")

    def _note(self, words: list[str]) -> None:
        line = " ".join(map(shlex.quote, words)) + "\n"
        with open(self.run.manifest, "ab", buffering=0) as file:  # noqa: PTH123 - a RunDir path
            file.write(line.encode(errors="surrogateescape"))


def _is_same(link: str, path: str) -> bool:
    return os.path.realpath(link) == os.path.realpath(path)


def _recorded(run: RunDir) -> dict[str, Any]:
    """Return the dependencies of an earlier start of this run."""
    try:
        known = documents.parse(durable.read_text(run.attr("deps")) or "")
    except DocumentError:
        return {}
    return {str(k): v for k, v in known.items()} if isinstance(known, Mapping) else {}


def _say(text: str) -> None:
    sys.stdout.write(redact(text, _secrets) + "\n")
    sys.stdout.flush()


def _warn(text: str) -> None:
    sys.stderr.write(f"WARNING: {redact(text, _secrets)}\n")
    sys.stderr.flush()


def _fail(text: str) -> NoReturn:
    sys.stderr.write(f"guild: {redact(text, _secrets)}\n")
    raise SystemExit(1)
