"""The model's card and the notice of its share-alike part, as they are written beside the weights."""

from collections.abc import Sequence

from kawaraban.triage.training.corpora import CorpusSource
from kawaraban.triage.training.figures import Figure, table

_HEAD = """# The base model of triage
Made by `kawaraban triage train`; version {version}. It orders comments for people who decide. It never decides.

## What it is
Linear weights over words, pairs of words and pieces of words, one column for each source or ground; a lexicon of
what readers marked word by word; and for each head a weighing of those that was fitted on texts the columns did not
see. Words for groups of people weigh in the head for attacks on identity alone.

## What it was taught by
{sources}

Four texts in five of each corpus taught it. One in five, by a hash of its text, was kept back, and nothing was chosen
by it. What share-alike text has fed is a file of its own (`share-alike.npz`); without it the model works, weaker.

## What it reaches on the texts kept back
With both files:

{both}

Without the share-alike file:

{alone}

All of Civil Comments that is here was held to be toxic by somebody before: heads have to tell kinds of rudeness apart
there, which is harder than finding rudeness.

## What it cannot do
- Irony, quotation, reclaimed words and counter-speech are read by their words.
- A score is the share of readers who would probably say so. Below .35 nothing should be said of a comment.
- The head `sexual` has no labels of its own: it is rudeness together with a list of words.
- The head `spam` was taught by few real examples and by sentences of our own, and nine in ten of those kept back are
  ours as well: its row above says that it learnt them, and little of life.
- It speaks English and Turkish, and with the share-alike file Korean. Of other languages it says nothing.
- Defamation, what is illegal and personality rights have no head.
"""
_NOTICE = """share-alike.npz holds numbers that were learnt from the texts named here. It is offered under the Creative
Commons Attribution-ShareAlike 4.0 International licence (https://creativecommons.org/licenses/by-sa/4.0/).
The rest of the product does not fall under it, and works without this file.

"""
_TALK = "Comments of the English Wikipedia's talk pages, by its contributors; labels by Jigsaw (CC0)."
_CREDITS = {
    "wikipedia": _TALK,
    "jigsaw": _TALK,
    "korean": "Korean Hate Speech Dataset, by Jihyung Moon, Won Ik Cho and Junbum Lee.",
}


def card(
    sources: Sequence[CorpusSource], version: str, both: Sequence[Figure], alone: Sequence[Figure]
) -> str:
    """The card, in Markdown."""
    named = [f"- {source.name} ({source.language}): {source.licence}" for source in sources]
    return _HEAD.format(version=version, sources="\n".join(named), both=table(both), alone=table(alone))


def notice(sources: Sequence[CorpusSource]) -> str:
    """Whose texts fed the share-alike file."""
    lines = [f"{source.name} ({source.licence}): {_CREDITS.get(source.name, '')}" for source in sources]
    return _NOTICE + "\n".join(lines) + "\n"
