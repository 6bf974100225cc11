"""Names with which nobody signs a comment: the offices of a paper in the languages of readers, and the paper itself."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

PROTECTED_WORDS: Final[tuple[str, ...]] = (
    "moderator", "moderation", "editor", "editorial", "administrator", "administration", "admin", "publisher",
    "redaction", "newsroom", "staff", "webmaster", "sysadmin", "superuser",
    "moderatör", "moderasyon", "editör", "yönetici", "yönetim", "yayıncı", "redaksiyon", "yazıişleri",
    "yayın yönetmeni", "yayın kurulu", "haber merkezi", "sorumlu müdür", "imtiyaz sahibi", "adminler",
    "モデレーター", "モデレータ", "編集者", "編集長", "編集部", "管理人", "管理者", "運営", "発行人", "編集局",
    "事務局", "スタッフ", "アドミン", "管理員",
    "مشرف", "المشرف", "مشرفون", "المشرفون", "محرر", "المحرر", "محررون", "المحررون", "مدير", "المدير", "ناشر", "الناشر",
    "التحرير", "الإدارة", "إدارة", "الإشراف",
    "newsdesk", "redaktionsteam", "chefredaktion", "chefredakteur", "hoofdredactie", "hoofdredacteur", "админ",
    "redaktion", "redakteur", "redakteurin", "moderatorin", "verwaltung", "herausgeber", "rédaction", "rédacteur",
    "rédactrice", "modérateur", "modératrice", "administrateur", "redacción", "redactor", "moderador", "moderadora",
    "administrador", "redazione", "redattore", "moderatore", "amministratore", "redactie", "beheerder", "redação",
    "redakcja", "redaktor", "редакция", "редактор", "модератор", "администратор", "администрация", "συντάκτης",
)  # fmt: skip
_ARTICLES: Final = ("the ", "der ", "die ", "das ", "le ", "la ", "les ", "el ", "il ", "al-", "ال")
# With the paper's name they say: this is the paper.
_ITSELF: Final = (
    "team", "the team", "news", "official", "desk", "the desk", "online", "comments", "support", "ekibi", "resmi",
    "yorumlar", "haber", "公式", "スタッフ", "チーム", "فريق", "الرسمي",
)  # fmt: skip


def names_of_paper() -> tuple[str, ...]:
    """The names of the paper and of its site, with all that makes of one another name for the same.

    The rooms above know what the paper is called: PAPER_NAMES in the settings names a function without arguments that
    tells it; "" where nobody does.
    """
    host = (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www.")
    if not settings.PAPER_NAMES:
        return _all_forms((host,))
    told = cast(Callable[[], Iterable[str]], import_string(settings.PAPER_NAMES))
    return _all_forms((host, *told()))


@lru_cache(maxsize=4)
def _all_forms(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({form for name in names for form in _forms(name)}))


def _forms(name: str) -> Iterator[str]:
    bare = name.strip()
    for article in _ARTICLES:
        bare = bare[len(article) :] if bare.lower().startswith(article) else bare
    if not bare:
        return
    for one in (name, bare, f"the {bare}"):
        yield one
        for word in _ITSELF:
            yield from (f"{one} {word}", f"{word} {one}")
