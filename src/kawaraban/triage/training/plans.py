"""What is learnt from what: the columns of weights, and which labels teach each head how to weigh them."""

from dataclasses import dataclass

from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.style import STYLE


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One linear column: rude are the texts whose label is over `over`."""

    name: str
    source: str
    label: str
    over: float = 0.5
    strictness: float = 1.0
    sees_identity: bool = False
    # Sources whose texts are all counted as not rude beside it.
    beside: tuple[str, ...] = ()


COLUMNS: tuple[ColumnPlan, ...] = (
    ColumnPlan("kennedy", "kennedy", "toxic"),
    ColumnPlan("founta", "founta", "toxic"),
    ColumnPlan("davidson", "davidson", "toxic"),
    ColumnPlan("civil_toxic", "civil", "toxic"),
    ColumnPlan("civil_insult", "civil", "insult", 0.25),
    ColumnPlan("civil_obscene", "civil", "obscene", 0.25),
    ColumnPlan("civil_threat", "civil", "threat", 0.25),
    ColumnPlan("civil_identity", "civil", "identity", 0.25, 0.3, sees_identity=True),
    ColumnPlan("davidson_hate", "davidson", "hate", 0.3, sees_identity=True),
    ColumnPlan("kennedy_hate", "kennedy", "toxic", sees_identity=True),
    ColumnPlan("founta_hate", "founta", "toxic", sees_identity=True),
    ColumnPlan("dynahate", "dynahate", "hate", sees_identity=True),
    ColumnPlan("spam", "spam", "spam", beside=("civil",)),
    ColumnPlan("wikipedia", "wikipedia", "toxic", strictness=4.0),
    ColumnPlan("jigsaw_toxic", "jigsaw", "toxic"),
    ColumnPlan("jigsaw_insult", "jigsaw", "insult"),
    ColumnPlan("jigsaw_obscene", "jigsaw", "obscene"),
    ColumnPlan("jigsaw_threat", "jigsaw", "threat"),
    ColumnPlan("jigsaw_identity", "jigsaw", "identity", sees_identity=True),
    ColumnPlan("civil_all_toxic", "civil_all", "toxic"),
    ColumnPlan("civil_all_insult", "civil_all", "insult"),
    ColumnPlan("civil_all_obscene", "civil_all", "obscene", 0.25),
    ColumnPlan("civil_all_threat", "civil_all", "threat", 0.25),
    ColumnPlan("civil_all_identity", "civil_all", "identity", 0.25, sees_identity=True),
    ColumnPlan("civil_all_sexual", "civil_all", "sexual", 0.25),
    ColumnPlan("turkish", "turkish", "toxic"),
    ColumnPlan("korean", "korean", "toxic"),
    ColumnPlan("archive", "archive", "toxic"),
)


@dataclass(frozen=True, slots=True)
class Target:
    """Labels that a head is fitted to. Soft ones count as the share they are; over `over` makes them hard."""

    source: str
    label: str
    weight: float = 1.0
    over: float | None = None
    # The level that its texts share with those of another target; its source's own if nothing is named.
    level: str = ""


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """One head: what teaches it, and which of the inputs it may not lean on."""

    head: Head
    targets: tuple[Target, ...]
    # The source whose level the head's probability is of: what an ordinary stream of comments looks like.
    level_of: tuple[str, ...]
    sees_identity: bool = False
    # The only columns that it may lean on, if not all.
    columns: tuple[str, ...] = ()
    # What is added to the level, where the labels of the sources are much rarer or commoner than in life.
    shift: float = 0.0
    # Whether the lexicon weighs in it.
    words: bool = True
    style: tuple[str, ...] = ("words", "capitals_share", "exclamation_marks")

    def may_lean_on(self, name: str) -> bool:
        """Whether an input may weigh in this head. Names of groups weigh in the head of attacks on them alone."""
        if name in STYLE:
            return name in self.style
        if name.endswith((":max", ":sum")):
            return self.words and (self.sees_identity or not name.startswith("identity:"))
        if self.columns:
            return name in self.columns
        plan = next(plan for plan in COLUMNS if plan.name == name)
        return plan.label != "spam" and (self.sees_identity or not plan.sees_identity)


HEADS: tuple[HeadPlan, ...] = (
    HeadPlan(
        Head.TOXIC,
        (
            Target("kennedy", "toxic"),
            Target("founta", "toxic"),
            Target("davidson", "toxic", 0.5),
            Target("civil", "toxic"),
            Target("civil", "insult", 1.0, 0.25),
            Target("wikipedia", "toxic", 40.0),
            Target("jigsaw", "toxic", 40.0),
            Target("civil_all", "toxic", 40.0),
            Target("archive", "toxic", 40.0),
        ),
        ("archive", "jigsaw", "wikipedia", "founta"),
    ),
    HeadPlan(
        Head.INSULT,
        (
            Target("civil", "insult", 1.0, 0.25),
            Target("wikipedia", "toxic", 0.4),
            Target("founta", "toxic", 0.2),
            Target("jigsaw", "insult", 2.0),
            Target("civil_all", "insult", 2.0),
        ),
        ("jigsaw", "wikipedia", "founta"),
    ),
    HeadPlan(
        Head.OBSCENE,
        (
            Target("civil", "obscene", 1.0, 0.25),
            Target("wikipedia", "toxic", 0.2),
            Target("founta", "toxic", 0.05),
            Target("jigsaw", "obscene", 2.0),
            Target("civil_all", "obscene", 2.0),
        ),
        ("jigsaw", "wikipedia", "founta"),
    ),
    HeadPlan(
        Head.THREAT,
        (
            Target("civil", "threat", 1.0, 0.25),
            Target("wikipedia", "toxic", 0.06),
            Target("jigsaw", "threat", 2.0),
            Target("civil_all", "threat", 2.0),
        ),
        ("jigsaw", "civil"),
    ),
    HeadPlan(
        Head.IDENTITY_ATTACK,
        (
            Target("civil", "identity", 1.0, 0.25),
            Target("kennedy", "toxic", 0.1),
            Target("dynahate", "hate", 0.1),
            Target("founta", "toxic", 0.05),
            Target("wikipedia", "toxic", 0.03),
            Target("jigsaw", "identity", 2.0),
            Target("civil_all", "identity", 2.0),
        ),
        ("jigsaw", "civil"),
        sees_identity=True,
    ),
    HeadPlan(
        Head.SEXUAL,
        (
            Target("kennedy", "derived_sexual"),
            Target("civil", "derived_sexual"),
            Target("founta", "derived_sexual", 0.5),
            Target("davidson", "derived_sexual", 0.5),
            Target("civil_all", "sexual", 2.0),
        ),
        ("civil_all", "founta"),
        # A label for rude words of sex that is a share of a share is too small by about this much.
        shift=1.5,
    ),
    HeadPlan(
        Head.SPAM,
        (Target("spam", "spam", level="all"), Target("civil", "derived_ham", level="all")),
        ("all",),
        # Half of the texts that it is taught by are spam, and about one comment in twenty is.
        shift=-3.0,
        columns=("spam",),
        words=False,
        style=("links", "mentions", "figures", "words", "capitals_share", "exclamation_marks"),
    ),
)

_SINGLE = ("turkish", "korean", "archive")
# A language of which only verdicts are known: one head, by one column and the lexicon of its texts.
_PLAIN_HEADS = (
    HeadPlan(Head.TOXIC, tuple(Target(name, "toxic") for name in _SINGLE), _SINGLE, columns=_SINGLE),
)


def heads_of(language: str) -> tuple[HeadPlan, ...]:
    """The heads that a language may have."""
    return HEADS if language == "en" else _PLAIN_HEADS
