"""What every lead keeps, whatever the text: used by the unit, flow and real tests of P2."""

import regex

from kawaraban.kit.text import ELLIPSIS, graphemes_count, one_line

_ENTITY = regex.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_DIGIT = regex.compile(r"\p{Nd}")


def assert_is_a_lead(made: str, *, text: str, limit: int) -> None:
    whole = one_line(text)
    kept = made if made == whole else made.removesuffix(ELLIPSIS)
    rest = whole[len(kept) :]

    assert whole.startswith(kept), "not a prefix"
    assert graphemes_count(made) <= limit, "over the limit"
    if not rest or not kept:
        return
    assert len(kept) in {match.end() for match in regex.finditer(r"\X", whole)}, "a grapheme is split"
    assert not (_DIGIT.match(kept[-1]) and _DIGIT.match(rest[0])), "ends between digits"
    assert not regex.search(r"\p{Nd}[.,٫٬．，]\Z", kept) or not _DIGIT.match(rest.lstrip()), (
        "ends in a number"
    )
    assert not (made.endswith(ELLIPSIS) and regex.search(r"\p{Sc}\Z", kept)), "ends after a currency sign"
    assert not regex.search(r"\p{Sc}\Z", kept) or not _DIGIT.match(rest.lstrip()), "ends before its sum"
    assert not any(m.start() < len(kept) < m.end() for m in _ENTITY.finditer(whole)), "an entity is split"
    assert not (
        regex.match(r"[\p{Latin}\p{Cyrillic}\p{Arabic}\p{Greek}]", kept[-1]) and _is_letter(rest[0])
    ), "a word is split"


def _is_letter(sign: str) -> bool:
    return regex.match(r"[\p{Latin}\p{Cyrillic}\p{Arabic}\p{Greek}\p{Nd}]", sign) is not None
