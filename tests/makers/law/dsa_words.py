"""Words by which a page or a mail names the Digital Services Act, or what it alone asks for, in each language."""

import re

_NAMES = {
    "en": (
        r"\bDSA\b",
        r"Digital Services",
        r"Member States?\b",
        r"Transparency Database",
        r"\bArt(?:icle|icles|s)?\.? ?\d",
        r"online platform",
    ),
    "tr": (
        r"Dijital Hizmetler",
        r"[Üü]ye [Dd]evlet",
        r"Şeffaflık Veri ?[Tt]abanı",
        r"\b[Mm]adde \d",
        r"\d\. madde",
    ),
    "ja": (r"デジタルサービス", r"加盟国", r"透明性データベース", r"第[0-9０-９]+条"),
    "ar": (r"الخدمات الرقمية", r"الدول الأعضاء", r"قاعدة بيانات الشفافية", r"المادة \d"),
}
# The numbers of the regulations on digital services, on reports under it, and on personal data.
_NUMBERS = (r"2022/2065", r"2024/2835", r"2016/679", r"\bGDPR\b")
_ANY = re.compile("|".join([*_NUMBERS, *(name for names in _NAMES.values() for name in names)]))


def dsa_names(text: str) -> list[str]:
    """Every place where the text names it, with some words around. None in a text that does not."""
    return [text[max(0, found.start() - 60) : found.end() + 30] for found in _ANY.finditer(text)]
