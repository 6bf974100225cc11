"""The table: a language of which the model knows nothing gets no number, whether it is named or found."""

from collections.abc import Mapping
from typing import Final

from kawaraban.triage.judging.suite.kept_back import KeptBack
from kawaraban.triage.judging.suite.row import FigureRow
from kawaraban.triage.model.scores import Context

PART: Final = "Languages without a head"
# Friendly and rude sentences of our own, long enough to tell the language by.
SAID: Final[Mapping[str, tuple[str, ...]]] = {
    "ja": ("この記事はとても分かりやすかったです。ありがとう。", "お前は本当に馬鹿だな。二度とここに来るな。"),
    "es": ("Muchas gracias por este artículo, me ha gustado mucho.", "Eres un idiota y un mentiroso, cállate ya."),
    "it": ("Grazie mille per questo articolo, molto interessante.", "Sei un idiota e un bugiardo, stai zitto."),
    "pt": ("Muito obrigado por este artigo, gostei muito de ler.", "Você é um idiota e um mentiroso, cale a boca."),
    "fr": ("Merci beaucoup pour cet article, lu avec plaisir.", "Tu es un idiot et un menteur, ferme ta gueule."),
    "de": ("Vielen Dank für diesen Artikel, gern gelesen.", "Du bist ein Idiot und ein Lügner, halt den Mund."),
    "ar": ("شكرا جزيلا على هذا المقال، لقد استمتعت بقراءته كثيرا.", "أنت غبي وكذاب، اخرس ولا ترجع إلى هنا."),
    "hi": ("इस लेख के लिए बहुत धन्यवाद, पढ़कर अच्छा लगा।", "तुम बेवकूफ और झूठे हो, चुप रहो।"),
    "zh": ("非常感谢这篇文章，读起来很有意思。", "你真是个白痴，闭上你的嘴。"),
    "ru": ("Большое спасибо за эту статью, было очень интересно.", "Ты идиот и лжец, закрой свой рот."),
}  # fmt: skip


def language_rows(kept: KeptBack) -> list[FigureRow]:
    """The part of the sentences that get no number: once with their language named, once without."""
    silent = {code: said for code, said in SAID.items() if code not in kept.model.languages}
    named = [(text, code) for code, said in silent.items() for text in said]
    unnamed = [(text, "") for text, _code in named]
    note = f"two sentences each of {', '.join(silent)}"
    return [
        FigureRow(PART, "language named: no number", silence(kept, named), len(named), floor=1.0, note=note),
        FigureRow(
            PART, "language found: no number", silence(kept, unnamed), len(named), floor=1.0, note=note
        ),
    ]


def silence(kept: KeptBack, asked: list[tuple[str, str]]) -> float:
    """The part of the texts of which the model says nothing."""
    found = kept.model.score_many(
        [text for text, _code in asked], [Context(language=code) for _text, code in asked]
    )
    return sum(not scores.heads for scores in found) / len(found)
