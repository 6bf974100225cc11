"""What is told of a file: one object for programs, and lines of words made from it for people."""

from typing import Any

from kawaraban.triage.judging.approval import CONFIDENCE, MISSED
from kawaraban.triage.judging.evaluation import DROP_IN, Evaluation
from kawaraban.triage.judging.ranking import TOP


def file_object(found: Evaluation, *, head: str, language: str, version: str) -> dict[str, Any]:
    """Figures as JSON can hold them, rounded to what they can bear. `low` and `high` bound `auc`."""
    return {
        "auc": round(found.auc, 4),
        "low": round(found.interval.low, 4),
        "high": round(found.interval.high, 4),
        "n": found.n,
        "positives": found.positives,
        "per_second": round(found.per_second),
        "precision_at_top_5_percent": round(found.precision_at_top, 4),
        "draws": found.interval.draws,
        "seed": found.interval.seed,
        "head": str(head),
        "language": language,
        "model": version,
        "unscored": found.unscored,
        "skipped": found.skipped,
        "at_threshold": {
            "threshold": found.at_drop_in.threshold,
            "precision": rounded(found.at_drop_in.precision),
            "recall": rounded(found.at_drop_in.recall),
            "flagged": rounded(found.at_drop_in.flagged),
        },
        "brier": rounded(found.brier),
        "mean_error": rounded(found.mean_error),
        "rank_correlation": rounded(found.rank_correlation),
        "approval": approval_object(found),
    }


def approval_object(found: Evaluation) -> dict[str, Any]:
    """What approving by score alone would do, on all rows and, cut on one half, on the other."""
    return {
        "missed_at_most": MISSED,
        "confidence": CONFIDENCE,
        "share": rounded(found.approvable.share),
        "cut": found.approvable.cut,
        "missed": rounded(found.approvable.missed),
        "bound": rounded(found.approvable.bound),
        "violations_let_through": rounded(found.approvable.let_through),
        "halves": {
            "splits": found.halves.splits,
            "seed": found.halves.seed,
            "share": rounded(found.halves.share),
            "missed": rounded(found.halves.missed),
            "violations_let_through": rounded(found.halves.let_through),
            "breaches": found.halves.breaches,
        },
    }


def rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def file_lines(told: dict[str, Any]) -> list[str]:
    """The object in words, a line for each thing."""
    part = percent(told["positives"] / told["n"])
    within = f"{told['low']:.3f} to {told['high']:.3f} ({told['draws']} draws, seed {told['seed']})"
    lines = [
        f"{told['n']:,} texts, {told['positives']:,} of them against the policy ({part})",
        f"AUC {told['auc']:.3f}, 95 % interval {within}",
        f"Precision among the top {percent(TOP)}: {told['precision_at_top_5_percent']:.3f}",
        at_threshold_line(told["at_threshold"]),
        f"As a probability: Brier score {told['brier']:.3f}{graded(told)}",
        f"Speed: {told['per_second']:,} texts a second",
        *approval_lines(told["approval"]),
        f"Head {told['head']}, language {language_words(told['language'])}, model {told['model']}",
    ]
    if told["unscored"]:
        lines.append(f"Of {told['unscored']:,} texts the model says nothing: they are judged as 0.")
    if told["skipped"]:
        lines.append(f"{told['skipped']:,} rows without a text or a label are left out.")
    return lines


def at_threshold_line(told: dict[str, Any]) -> str:
    if told["precision"] is None:
        return f"At {DROP_IN}: no text has such a score"
    return (
        f"At {told['threshold']}: precision {told['precision']:.2f}, recall {told['recall']:.2f}, "
        f"{percent(told['flagged'])} of all texts"
    )


def graded(told: dict[str, Any]) -> str:
    if told["mean_error"] is None:
        return ""
    return (
        f", mean error {told['mean_error']:.3f}, rank correlation {told['rank_correlation']:.3f} "
        "with the graded labels"
    )


def language_words(language: str) -> str:
    return "of each text" if language == "each" else language


def approval_lines(told: dict[str, Any]) -> list[str]:
    """Never the share without what it would let through."""
    limit = f"at most {percent(told['missed_at_most'])} missed, {percent(told['confidence'])} sure"
    halves = told["halves"]
    if told["cut"] is None:
        first = f"Approval by score alone, {limit}: nothing could be approved"
    else:
        first = (
            f"Approval by score alone, {limit}: {percent(told['share'])} of all texts, "
            f"and {percent(told['violations_let_through'])} of all violations among them"
        )
    second = (
        f"  cut on one half and tried on the other, {halves['splits']} times (seed {halves['seed']}): "
        f"{percent(halves['share'])} of the texts, {percent(halves['violations_let_through'])} of the violations; "
        f"the promise was broken {halves['breaches']} times"
    )
    return [first, second, "  Kawaraban does not offer this: people approve."]


def percent(share: float) -> str:
    """.0053 is 0.5 %, .2 is 20 %."""
    return f"{100 * share:.1f}".removesuffix(".0") + " %"
