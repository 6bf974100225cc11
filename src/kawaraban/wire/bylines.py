"""The names in a byline, which an agency writes as one line."""

import regex

NAME_LIMIT = 120

_BY = regex.compile(r"\A(?:by|von|par|di|por|door|af|av)\s+", flags=regex.IGNORECASE)
_AND = regex.compile(r"\s*(?:;|、|/|\s(?:and|und|et|ve|y|e|و)\s|\s&\s)\s*", flags=regex.IGNORECASE)


def bylines(stated: str) -> tuple[str, ...]:
    """Each name once: "Von Ada Bo und Cem Dağ" -> ("Ada Bo", "Cem Dağ"). A comma may part a name from its desk."""
    names = (name.strip(" ,.:") for name in _AND.split(_BY.sub("", stated)))
    return tuple(dict.fromkeys(name[:NAME_LIMIT] for name in names if name))
