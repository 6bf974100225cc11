"""The language of a text: by its script, then by the pieces of its words."""

import subprocess
import sys
from importlib.metadata import files
from pathlib import Path

import pytest

from kawaraban.triage.model import language_table
from kawaraban.triage.model.languages import detected, primary


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said nothing about the new tax.", "en"),
        ("Bakan yeni vergi hakkında hiçbir şey söylemedi.", "tr"),
        ("Der Minister hat zu der neuen Steuer nichts gesagt.", "de"),
        ("Le ministre n'a rien dit de la nouvelle taxe.", "fr"),
        ("El ministro no dijo nada sobre el nuevo impuesto.", "es"),
        ("Il ministro non ha detto nulla della nuova tassa.", "it"),
        ("De minister zei niets over de nieuwe belasting.", "nl"),
        ("大臣は新しい税について何も言わなかった。", "ja"),
        ("OK, 大臣 no comment だって", "ja"),
        ("장관은 새 세금에 대해 아무 말도 하지 않았다", "ko"),
        ("部长对新税只字未提", "zh"),
        ("Министр ничего не сказал о новом налоге.", "ru"),
        ("لم يقل الوزير شيئا عن الضريبة الجديدة", "ar"),
        ("وزیر درباره مالیات جدید چیزی نگفت", "fa"),
        ("Ο υπουργός δεν είπε τίποτα", "el"),
        ("12 + 34 = 46", "und"),
        ("", "und"),
    ],
)
def test_6_01_the_language_of_a_sentence_is_told(text: str, language: str) -> None:
    [guess] = detected([text])
    assert guess.language == language
    assert 0.0 <= guess.confidence <= 1.0


def test_6_01_the_page_decides_of_a_word_and_not_of_a_sentence() -> None:
    sentence = "Bakan yeni vergi hakkında hiçbir şey söylemedi."
    assert [guess.language for guess in detected(["lol", sentence], ["tr", "en-GB"])] == ["tr", "tr"]
    assert detected(["lol"], ["tr"])[0].confidence < detected([sentence], ["en"])[0].confidence


def test_6_01_addresses_and_names_of_people_are_no_words_of_a_language() -> None:
    text = "@hikayeler bu haber yalan https://example.org/the-minister-said-nothing"
    assert detected([text])[0].language == "tr"


def test_6_01_tags_are_read_for_their_language() -> None:
    assert [primary(tag) for tag in ("en-GB", "pt_BR", "tr", "")] == ["en", "pt", "tr", ""]


def test_6_03_the_table_of_languages_carries_the_licence_of_what_it_was_made_from() -> None:
    notice = Path(language_table.__file__).with_name("weights") / "languages.NOTICE.txt"
    said = " ".join(notice.read_text(encoding="utf-8").split())
    [licence] = [file for file in files("py3langid") or [] if file.name == "LICENSE"]
    assert " ".join(licence.read_text(encoding="utf-8").split()) in said


def test_6_01_telling_languages_needs_no_package_but_numpy() -> None:
    root = Path(__file__).parents[4]
    assert "py3langid" not in (root / "requirements/runtime.lock").read_text(encoding="utf-8")
    program = (
        "import sys, kawaraban.triage.model.languages as told;"
        "assert told.detected(['Bu haber yalan'])[0].language == 'tr';"
        "assert 'py3langid' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
