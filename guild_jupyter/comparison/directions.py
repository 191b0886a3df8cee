"""Whether less or more of a metric is better: told by the user, a Guild file, or its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from guild_jupyter.comparison.specs import MAX, MIN, Place, Spec
from guild_jupyter.errors import ColumnError

_LESS = frozenset(
    {"loss", "losses", "err", "errs", "error", "errors", "mse", "mae", "rmse", "rmsle", "msle"}
    | {"mape", "smape", "nll", "perplexity", "ppl", "bpc", "bpd", "wer", "cer", "eer", "fid", "kl"}
    | {"kld", "divergence", "cost", "regret", "brier", "xent", "crossentropy", "entropy", "lpips"}
    | {"logloss", "ece", "latency", "misses"}
)
_MORE = frozenset(
    {"acc", "accuracy", "auc", "auroc", "roc", "auprc", "prc", "f1", "fscore", "precision"}
    | {"recall", "score", "map", "ap", "iou", "miou", "jaccard", "dice", "bleu", "rouge", "meteor"}
    | {"psnr", "ssim", "r2", "reward", "rewards", "sensitivity", "specificity", "mcc"}
    | {"kappa", "top1", "top5", "hits", "ndcg", "mrr", "throughput"}
)
_PARTS = re.compile(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")


def by_name(key: str) -> str:
    """Return :data:`MIN` or :data:`MAX` by what a metric is called; empty where that is open."""
    # of train/loss the last part names what it is
    parts = {part.lower() for part in _PARTS.findall(key[-200:].rpartition("/")[2])}
    less, more = bool(parts & _LESS), bool(parts & _MORE)
    return "" if less is more else MIN if less else MAX


def of_objective(objective: Any) -> dict[str, str]:  # noqa: ANN401 - as a Guild file has it
    """Return the directions that the objective of an operation tells, by metric."""
    if isinstance(objective, str) and objective:
        is_negated = objective.startswith("-")
        return {_metric(objective.removeprefix("-")): MAX if is_negated else MIN}
    if isinstance(objective, Mapping):
        words = (("minimize", MIN), ("maximize", MAX))
        return {_metric(str(objective[word])): way for word, way in words if objective.get(word)}
    return {}


def _metric(spec: str) -> str:
    """Return the tag of an objective, which may say more than that."""
    return spec.strip().rpartition(" ")[2].rpartition("#")[2]


class Directions:
    """What is known of the directions of metrics.

    Parameters
    ----------
    minimize, maximize
        Metrics as the user names them: by key or by heading.
    known
        What Guild files say, by tag; an empty text where they differ.

    Raises
    ------
    ColumnError
        A metric is to be minimized and maximized.
    """

    def __init__(
        self,
        minimize: Collection[str] = (),
        maximize: Collection[str] = (),
        known: Mapping[str, str] | None = None,
    ) -> None:
        if both := set(minimize) & set(maximize):
            raise ColumnError(f"{min(both)!r} cannot be minimized and maximized")
        self._said = {**dict.fromkeys(minimize, MIN), **dict.fromkeys(maximize, MAX)}
        self._known = dict(known or {})

    def of_metric(self, tag: str, prefix: str = "", heading: str = "") -> str:
        """Return :data:`MIN`, :data:`MAX`, or an empty text where neither is known."""
        for name in (heading, f"{prefix}#{tag}", tag):
            if name in self._said:
                return self._said[name]
        return self._known[tag] if tag in self._known else by_name(tag)

    def resolved(self, place: Place, spec: Spec) -> str:
        """Return where a place is: at the least, or at the greatest value.

        Raises
        ------
        ColumnError
            The best is asked for, and nothing tells which that is.
        """
        if place.which in (MIN, MAX):
            return place.which
        way = self.of_metric(place.tag, place.prefix)
        if not way:
            raise ColumnError(
                f"{spec}: whether less or more of {place.tag} is better is not known",
                f"Write 'at min {place.tag}' or 'at max {place.tag}'.",
            )
        return way
