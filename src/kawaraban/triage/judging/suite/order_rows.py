"""The table: how well each head puts its corpus in order."""

from typing import Final

from kawaraban.triage.judging.calibration import macro_f1
from kawaraban.triage.judging.suite.kept_back import KeptBack
from kawaraban.triage.judging.suite.row import FigureRow, missing, order_row
from kawaraban.triage.model.heads import Head

PART: Final = "Order (AUC)"
HALF: Final = 0.5
OF_ITS_SOURCE: Final = "texts of a source that is in the training"

# what, corpus, head, floor, goal, note
ASKED: Final[tuple[tuple[str, str, Head, float | None, float | None, str], ...]] = (
    (
        "Wikipedia talk, toxic",
        "wikipedia",
        Head.TOXIC,
        None,
        None,
        "labels of people, not of another program",
    ),
    ("Civil Comments (news), insult", "civil insult", Head.INSULT, 0.80, 0.82, ""),
    ("Civil Comments (news), obscene", "civil obscene", Head.OBSCENE, 0.76, 0.79, ""),
    ("Civil Comments (news), identity attack", "civil identity_attack", Head.IDENTITY_ATTACK, 0.73, 0.76, ""),
    ("Civil Comments (news), threat", "civil threat", Head.THREAT, 0.69, 0.73, ""),
    (
        "Civil Comments (news), toxic",
        "civil",
        Head.TOXIC,
        None,
        None,
        "all of these comments were held toxic by somebody before",
    ),
    ("Tweets, offensive (davidson)", "davidson", Head.TOXIC, None, None, OF_ITS_SOURCE),
    ("Hate on YouTube, Reddit, Twitter (ken20)", "ken", Head.TOXIC, None, None, OF_ITS_SOURCE),
    (
        "Hate on YouTube, Reddit, Twitter (ken20), identity attack",
        "ken",
        Head.IDENTITY_ATTACK,
        None,
        None,
        OF_ITS_SOURCE,
    ),
    ("Tweets, hate (fou18)", "fou", Head.TOXIC, None, None, OF_ITS_SOURCE),
    (
        "Hate written to mislead models (dynahate), identity attack",
        "dyn",
        Head.IDENTITY_ATTACK,
        None,
        None,
        OF_ITS_SOURCE,
    ),
    ("Spam under videos", "spam", Head.SPAM, None, None, "31 texts: a hint, no figure"),
    ("Turkish tweets, offensive", "turkish", Head.TOXIC, 0.88, 0.89, ""),
    ("Korean news, hate or offensive", "korean", Head.TOXIC, None, None, "needs the share-alike part"),
)


def order_rows(kept: KeptBack) -> list[FigureRow]:
    """One row for each corpus and head."""
    rows = [
        order_row(PART, what, kept.judged(corpus, head), asked=(floor, goal), note=note)
        if kept.can(corpus, head)
        else missing(PART, what, kept.why_not(corpus, head))
        for what, corpus, head, floor, goal, note in ASKED
    ]
    return [*rows, turkish_f1(kept)]


def turkish_f1(kept: KeptBack) -> FigureRow:
    """Macro-F1 as the score stands, at a half."""
    what = "Turkish tweets, macro-F1 at .5"
    if not kept.can("turkish", Head.TOXIC):
        return missing(PART, what, kept.why_not("turkish", Head.TOXIC))
    judged = kept.judged("turkish", Head.TOXIC)
    figure = macro_f1(judged.labels, judged.scores, HALF)
    return FigureRow(part=PART, what=what, figure=figure, n=len(judged.labels), floor=0.78, goal=0.80)
