"""Names with which nobody signs a comment: the offices of a paper in the languages of readers, and the paper itself."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Final, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.module_loading import import_string

from kawaraban.kit.imitations import Titles

# Held anywhere in a name. A word by which anybody is called is none of these.
PROTECTED_WORDS: Final[tuple[str, ...]] = (
    "moderator", "moderation", "editor", "editorial", "administrator", "administration", "admin", "publisher",
    "redaction", "newsroom", "webmaster", "sysadmin", "superuser",
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
# People are called Jamie Staff and Mika Support-Smith: these are an office where nothing else is in the name.
PROTECTED_TITLES: Final = Titles(
    alone=(
        "mod", "support", "helpdesk", "staff", "team", "official", "sysop", "sysadm", "management", "the desk",
        "mods", "modding", "customer service", "customer care", "owner", "modlar", "destek", "ekip", "ekibi",
        "ekibimiz", "resmi", "resmi hesap", "yetkili", "personel", "görevli", "sistem yöneticisi", "サポート",
        "公式", "チーム", "管理", "編集", "担当", "担当者", "窓口", "モデ", "中の人", "モデレーション", "الدعم",
        "دعم", "فريق", "الفريق", "الرسمي", "الحساب الرسمي", "الطاقم", "طاقم", "الموظفون", "خدمة العملاء",
        "mitarbeiter", "offiziell", "kundendienst", "betreiber", "leitung", "équipe", "modo", "officiel",
        "officielle", "assistance", "modération", "equipo", "soporte", "oficial", "moderación", "administración",
        "squadra", "supporto", "assistenza", "ufficiale", "amministrazione", "moderazione", "ondersteuning",
        "officieel", "medewerker", "beheer", "equipe", "equipa", "suporte", "moderação", "administração",
        "zespół", "wsparcie", "oficjalny", "oficjalne", "obsługa", "moderacja", "administracja", "поддержка",
        "команда", "модер", "модеры", "мод", "моды", "официальный", "официально", "сотрудник", "персонал",
        "ομάδα", "υποστήριξη", "επίσημο", "διαχειριστής", "συντονιστής",
    ),
    # With the paper's name they say: this is the paper.
    beside=(
        "news", "online", "desk", "comments", "verified", "account", "reporter", "journalist", "correspondent",
        "ekibi", "yorumlar", "haber", "hesabı", "muhabir", "アカウント", "記者", "رسمي", "حساب", "konto", "compte",
        "cuenta", "conta", "journaliste", "periodista", "giornalista", "аккаунт", "журналист",
    ),
    between=(
        "the", "a", "an", "of", "and", "for", "at", "from", "our", "your", "us", "this", "help", "member", "writer",
        "paper", "newspaper", "site", "website", "web", "page", "community", "customer", "service", "reader",
        "comment", "forum", "chat", "head", "chief", "lead", "senior", "system", "bu", "ve", "sitenin", "gazete",
        "gazetenin", "site", "yorum", "okur", "müşteri", "の", "です", "より", "さん", "サイト", "新聞", "コメント",
        "في", "من", "الموقع", "الصحيفة", "التعليقات", "القراء", "der", "die", "das", "von", "vom", "des", "und", "le",
        "la", "les", "l", "du", "de", "d", "et", "el", "los", "las", "del", "y", "il", "lo", "di", "della", "e", "het",
        "een", "van", "en", "o", "os", "as", "do", "da", "сайта", "газеты", "η", "ο", "το", "του", "της",
    ),
)  # fmt: skip
_ARTICLES: Final = ("the ", "der ", "die ", "das ", "le ", "la ", "les ", "el ", "il ", "al-", "ال")
_PLURALS: Final = ("", "s", "es", "ler", "lar")


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
        yield from (f"{one}{ending}" for ending in _PLURALS)
