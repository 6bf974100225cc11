"""The rows of this room that the record holds hashes of: who wrote what and where, and suspensions.

Where a comment stands, and its words, are told by its entries in clear. What is here is what they leave out.
"""

from datetime import datetime

from kawaraban.comments.models import Restriction
from kawaraban.law.record.seals import Row, Table

RESTRICTIONS = Table(
    "restriction",
    Restriction,
    ("public_id", "comment_id", "decision_id", "starts_at", "ends_at", "lifted_at", "lifting_id"),
    identity="public_id",
)


def comment_row(
    public_id: str, *, locator: str, parent: str, name: str, language: str, sent_at: datetime
) -> Row:
    """What never changes of a comment. `locator` is of its thread, `parent` the public id of what it answers, or ""."""
    return Row(f"comment:{public_id}", (locator, parent, name, language, sent_at))


def revision_row(public_id: str, number: int, *, text_hash: str, sent_at: datetime) -> Row:
    """One revision of its words."""
    return Row(f"revision:{public_id}:{number}", (text_hash, sent_at))
