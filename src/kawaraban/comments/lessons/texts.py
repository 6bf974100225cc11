"""The words from which triage learns: asked for by subject and revision, and never kept there.

    texts_of([("comment:k3x9", 1)])     # {("comment:k3x9", 1): "What they wrote"}

Of what was erased, or forgotten by the retention, there is none.
"""

from collections.abc import Mapping, Sequence

from kawaraban.comments.models import Revision, public_id_of, subject_of

_AT_ONCE = 500


def texts_of(words: Sequence[tuple[str, int]]) -> Mapping[tuple[str, int], str]:
    """The texts of these revisions that are still there. One query for some hundreds."""
    found: dict[tuple[str, int], str] = {}
    for at in range(0, len(words), _AT_ONCE):
        wanted = set(words[at : at + _AT_ONCE])
        rows = Revision.objects.filter(
            comment__public_id__in={public_id_of(subject) for subject, _number in wanted},
            number__in={number for _subject, number in wanted},
        )
        for public_id, number, text in rows.order_by().values_list("comment__public_id", "number", "text"):
            if (subject_of(public_id), number) in wanted:
                found[subject_of(public_id), number] = text
    return found
