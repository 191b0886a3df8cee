"""Which runs a command is about: the words that name and filter them, alike for every command."""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from guild_jupyter.errors import CommandError
from guild_jupyter.notebook.session import Session
from guild_jupyter.redaction.patterns import late
from guild_jupyter.registry import load
from guild_jupyter.runstore.runlist import RunList
from guild_jupyter.supervise import state

if TYPE_CHECKING:
    from guild_jupyter.runstore.filters.criteria import Filters

#: What a command is about where no run is named and nothing is filtered.
ALL, LATEST, NOTHING = "all", "latest", "nothing"

_ONE = "Give one of them."
#: What -F gets where '-Fo train' is written as one word.
_GLUED = late(r"[oltcsd][\w:*-]+\Z")
#: Statuses of Guild, each with the letter of its option.
_STATUSES = {
    "r": state.RUNNING,
    "c": state.COMPLETED,
    "e": state.ERROR,
    "t": state.TERMINATED,
    "p": state.PENDING,
    "s": state.STAGED,
}
_MEANING = {
    "running": "running, stopping or orphaned",
    "completed": "completed",
    "error": "ended in error, lost or unknown",
    "terminated": "ended by a signal",
    "pending": "waiting for their start",
    "staged": "staged",
}


def declare(parser: ArgumentParser, otherwise: str) -> None:
    """Add the arguments that choose runs.

    Parameters
    ----------
    parser
        The parser of the command.
    otherwise
        What is meant where none is named: :data:`ALL`, :data:`LATEST` or :data:`NOTHING`.
    """
    parser.add_argument(
        "runs",
        nargs="*",
        metavar="RUN",
        help="index in the list that the filters leave, range A:B, id, path or operation",
    )
    parser.set_defaults(otherwise=otherwise)
    declare_filters(parser)


def declare_filters(parser: ArgumentParser) -> None:
    """Add Guild's options that filter runs; what an option's short form means already stays."""
    group = parser.add_argument_group(
        "filters", "Several of one kind choose the runs that fit one, different kinds all."
    )
    taken = parser._option_string_actions

    def add(*names: str, **how: Any) -> None:  # noqa: ANN401 - argparse's
        free = [name for name in names if name not in taken]
        if free:
            group.add_argument(*free, **how)
        else:
            parser.set_defaults(**{how["dest"]: how.get("default", False)})

    texts: dict[str, Any] = {"action": "append", "default": []}
    add(
        "-F",
        "--filter",
        action=_Once,
        dest="filter_expression",
        default="",
        metavar="EXPR",
        help="an expression, such as 'loss < 0.1 and lr in [0.1, 0.01]'",
    )
    add(
        "-Fo",
        "--operation",
        **texts,
        dest="filter_operation",
        metavar="OP",
        help="of an operation: OP, MODEL:OP, 'tr*', '^re', 're$'",
    )
    add(
        "-Fl",
        "--label",
        **texts,
        dest="filter_label",
        metavar="TEXT",
        help="with a text in the label; '-' without one",
    )
    add(
        "-Fu",
        "--unlabeled",
        action="store_true",
        dest="filter_unlabeled",
        help="without a label",
    )
    add("-Ft", "--tag", **texts, dest="filter_tag", metavar="TAG", help="with a tag")
    add(
        "-Fc",
        "--comment",
        **texts,
        dest="filter_comment",
        metavar="TEXT",
        help="with a text in a comment",
    )
    add("-Fm", "--marked", action="store_true", dest="filter_marked", help="marked")
    add("-Fn", "--unmarked", action="store_true", dest="filter_unmarked", help="not marked")
    add(
        "-Fs",
        "--started",
        action=_Once,
        dest="filter_started",
        default="",
        metavar="RANGE",
        help="'last 2 hours', 'today', 'this week', 'after 7-1 9:00', 'between A and B' …",
    )
    add(
        "-Fd",
        "--digest",
        **texts,
        dest="filter_digest",
        metavar="PREFIX",
        help="with a digest of source code",
    )
    add(
        "-S",
        action=_Letters,
        dest="filter_status",
        default={},
        metavar="STATUS",
        help="letters of statuses, as in -Sce: "
        + ", ".join(f"{letter} {word}" for letter, word in _STATUSES.items()),
    )
    for word, meaning in _MEANING.items():
        add(
            f"--{word}",
            f"--not-{word}",
            action=_Status,
            nargs=0,
            dest="filter_status",
            default={},
            help=f"{meaning}; or not",
        )


def filters_of(args: Namespace) -> Filters | None:
    """Return the filters that the arguments say; None where they say none.

    Raises
    ------
    FilterError, CommandError
        One makes no sense, or two exclude each other.
    """
    for one, other, both in (
        ("marked", "unmarked", args.filter_marked and args.filter_unmarked),
        ("label", "unlabeled", args.filter_label and args.filter_unlabeled),
    ):
        if both:
            hint = "'--label -' means runs without a label too." if one == "label" else _ONE
            raise CommandError(f"--{one} and --{other} cannot both be given", hint)
    marked = True if args.filter_marked else False if args.filter_unmarked else None
    asked = {
        "operation": args.filter_operation,
        "label": ["-"] if args.filter_unlabeled else args.filter_label,
        "tag": args.filter_tag,
        "comment": args.filter_comment,
        "status": [word for word, wanted in args.filter_status.items() if wanted],
        "without": [word for word, wanted in args.filter_status.items() if not wanted],
        "marked": marked,
        "started": args.filter_started,
        "digest": args.filter_digest,
        "filter": args.filter_expression,
    }
    given = {name: value for name, value in asked.items() if value not in ([], "", None)}
    if not given:
        return None
    filters: Filters = load("guild_jupyter.runstore.filters.criteria:Filters")(**given)
    return filters


def chosen(args: Namespace, session: Session, among: RunList | None = None) -> RunList:
    """Return the runs that the arguments choose, in the order of the list they are chosen from.

    Filters choose first; an index then counts in what they leave, as it is listed by ``runs``
    with the same filters. What a filter names in vain is said.

    Parameters
    ----------
    args
        The parsed words.
    session
        Where the command is given.
    among
        The runs that can be meant; None for those of the home.

    Raises
    ------
    NoSuchRun
        A word means no run, or several.
    FilterError, CommandError
        A filter makes no sense.
    """
    filters = filters_of(args)
    everything = session.guild.runs() if among is None else among
    left = filters.apply(everything).renumbered() if filters else everything
    for note in left.notes:
        session.note(note)
    if filters and left.notes and _GLUED.match(filters.filter):
        word = filters.filter
        session.note(f"{word!r} is read as an expression; if -F{word[0]} is meant, put a space")
    left.notes = []
    if args.runs:
        return session.guild.select(args.runs, left, everything if filters else None)
    if args.otherwise == LATEST:
        return left[:1]
    return left if args.otherwise == ALL or filters else left[:0]


class _Once(Action):
    """An option that is given once: a second one would silently take the place of the first."""

    def __call__(
        self,
        parser: ArgumentParser,  # noqa: ARG002 - argparse's signature
        namespace: Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the value."""
        if getattr(namespace, self.dest) != self.default:
            hint = "Join them: -F 'A and B'." if self.dest == "filter_expression" else ""
            raise CommandError(f"{option_string} is given twice", hint)
        setattr(namespace, self.dest, values)


class _Status(Action):
    """``--completed`` and ``--not-completed``; of two about one status the last counts."""

    def __call__(
        self,
        parser: ArgumentParser,  # noqa: ARG002 - argparse's signature
        namespace: Namespace,
        values: str | Sequence[Any] | None,  # noqa: ARG002 - argparse's signature
        option_string: str | None = None,
    ) -> None:
        """Keep whether the status is wanted."""
        word = str(option_string)[2:]
        is_wanted = not word.startswith("not-")
        said = {**getattr(namespace, self.dest), word.removeprefix("not-"): is_wanted}
        setattr(namespace, self.dest, said)


class _Letters(Action):
    """``-Sce``: statuses by their letters."""

    def __call__(
        self,
        parser: ArgumentParser,  # noqa: ARG002 - argparse's signature
        namespace: Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Keep the statuses that are wanted."""
        said = dict(getattr(namespace, self.dest))
        for letter in values or "":
            if letter not in _STATUSES:
                known = ", ".join(f"{one} ({word})" for one, word in _STATUSES.items())
                raise CommandError(f"{option_string} has no status {letter!r}", f"Known: {known}.")
            said[_STATUSES[letter]] = True
        setattr(namespace, self.dest, said)
