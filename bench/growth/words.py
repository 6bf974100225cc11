"""What is written in the papers of growth: sentences in four languages, from the chance that is given."""

from collections.abc import Mapping, Sequence
from random import Random

from bench.story import WORDS

_PARTS = ("who", "does", "what", "when")
# Of the languages whose words the story of the benchmark does not hold: whole sentences.
_SENTENCES: Mapping[str, Sequence[str]] = {
    "tr": (
        "Liman yeniden açıldı.",
        "Belediye bunu bahardan beri söz veriyor.",
        "Gece gürültüsü dayanılmaz oldu.",
        "Vapur yine geç kaldı, kimse bir şey söylemedi.",
        "Rakamları kim saydı?",
        "Komşum da aynısını söylüyor.",
        "İskele için ikinci bir görüş gerekir.",
        "Bütçe açıklanmadı.",
    ),
    "ja": (
        "港が再び開きました。",
        "電車がまた遅れています。",
        "市は春から約束しています。",
        "夜の騒音が心配です。",
        "数字は誰が数えたのですか。",
        "隣の人も同じことを言っていました。",
        "橋の費用は高すぎると思います。",
        "もう一度調べてほしいです。",
    ),
    "ar": (
        "أعيد فتح الميناء.",
        "وعد المجلس بذلك منذ الربيع.",
        "تأخر القطار مرة أخرى.",
        "الضجيج في الليل لا يطاق.",
        "من حسب هذه الأرقام؟",
        "جارتي تقول الشيء نفسه.",
        "نحتاج إلى رأي ثان.",
        "لم تعلن الميزانية بعد.",
    ),
}


def sentence(chance: Random, language: str) -> str:
    """One sentence."""
    if language in _SENTENCES:
        return chance.choice(_SENTENCES[language])
    words = " ".join(chance.choice(WORDS[part]) for part in _PARTS)
    return f"{words[0].upper()}{words[1:]}."


def paragraph(chance: Random, language: str, *, sentences: int) -> str:
    """So many sentences."""
    return " ".join(sentence(chance, language) for _ in range(sentences))


def person_name(number: int) -> str:
    """The name of the person of this number; two numbers never share one."""
    first, last = WORDS["first_names"], WORDS["last_names"]
    return f"{first[number % len(first)]} {last[number // len(first) % len(last)]} {number}"
