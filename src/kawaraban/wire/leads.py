"""The lead of a wire story: what the agency wrote as one, else its first paragraph where that is short (P2)."""

from kawaraban.kit.fit import fit
from kawaraban.kit.text import graphemes_count, lead, one_line, plain_text
from kawaraban.wire.cleaning import Block

LEAD_LIMIT = 280


def lead_and_blocks(summary: str, blocks: tuple[Block, ...], language: str) -> tuple[str, tuple[Block, ...]]:
    """The lead, and the body without the paragraph that says the same, where more follows.

    "" when the agency wrote none and the first paragraph is longer than a lead, or holds a link that a lead would
    lose: the story then makes its own. Of a flash the lead is all there is.
    """
    first = one_line(plain_text(blocks[0].text)) if blocks and blocks[0].kind == "paragraph" else ""
    has_link = bool(first) and "<a " in blocks[0].text
    given = one_line(fit(summary))
    may_move = first and not has_link and len(blocks) > 1
    if not given and may_move and graphemes_count(first) <= LEAD_LIMIT:
        given = first
    chosen = lead(given, LEAD_LIMIT, language or "en")
    if may_move and first == chosen:
        return chosen, blocks[1:]
    return chosen, blocks
