"""The lead of a wire story: what the agency wrote as one, else its first paragraph where that is short (P2)."""

from kawaraban.kit.text import graphemes_count, lead, one_line, plain_text
from kawaraban.wire.cleaning import Block

LEAD_LIMIT = 280


def lead_and_blocks(summary: str, blocks: tuple[Block, ...], language: str) -> tuple[str, tuple[Block, ...]]:
    """The lead, and the body without the paragraph that says the same, where more follows.

    "" when the agency wrote none and the first paragraph is longer than a lead: the story then makes its own.
    """
    first = one_line(plain_text(blocks[0].text)) if blocks and blocks[0].kind == "paragraph" else ""
    given = one_line(summary)
    if not given and first and len(blocks) > 1 and graphemes_count(first) <= LEAD_LIMIT:
        given = first
    chosen = lead(given, LEAD_LIMIT, language or "en")
    if first and first == chosen and len(blocks) > 1:
        return chosen, blocks[1:]
    return chosen, blocks
