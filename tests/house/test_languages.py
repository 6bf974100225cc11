"""1.20: the interface is complete in its languages: every string that a person meets has words in each."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "kawaraban"
LANGUAGES = ("tr", "ja", "ar")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


def catalogue(language: str, package: Path = PACKAGE) -> polib.POFile:
    return polib.pofile(str(package / "locale" / language / "LC_MESSAGES" / "django.po"))


def name_of(entry: polib.POEntry) -> tuple[str, str]:
    return (entry.msgctxt or "", entry.msgid)


@pytest.mark.parametrize("language", LANGUAGES)
def test_1_20_every_word_of_the_interface_is_translated(language: str) -> None:
    missing = [entry.msgid for entry in catalogue(language) if not entry.translated() or entry.fuzzy]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_1_20_a_translation_holds_the_same_placeholders(language: str) -> None:
    wrong = []
    for entry in catalogue(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        for form in forms:
            found = set(PLACEHOLDER.findall(form))
            # The forms for one and two of a thing may say the number in words.
            if not found <= wanted or (not entry.msgid_plural and found != wanted):
                wrong.append((entry.msgid, form))

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_1_20_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    written = catalogue(language)
    compiled = polib.mofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"))

    assert {name_of(entry): entry.msgstr or entry.msgstr_plural for entry in compiled} == {
        name_of(entry): entry.msgstr or entry.msgstr_plural for entry in written.translated_entries()
    }


@pytest.mark.skipif(
    not shutil.which("xgettext"),
    reason="needs gettext (Debian: apt-get install gettext; macOS: brew install gettext)",
)
def test_1_20_no_word_of_the_code_is_missing_in_the_catalogues(tmp_path: Path) -> None:
    copy = tmp_path / "kawaraban"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("*.webp", "*.svg", "__pycache__", "static"))
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-wrap", "--no-obsolete"]

    subprocess.run(
        [*command, *(part for language in LANGUAGES for part in ("--locale", language))],
        cwd=copy,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "kawaraban.config.settings.test"},
        check=True,
        capture_output=True,
    )

    for language in LANGUAGES:
        gathered = {name_of(entry) for entry in catalogue(language, copy)}
        known = {name_of(entry) for entry in catalogue(language)}
        assert gathered - known == set(), "run make messages"
        assert known - gathered == set(), "run make messages"
