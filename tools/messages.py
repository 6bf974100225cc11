"""Gathers the words of the interface into the catalogues (xgettext) and compiles them. Prints what is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "kawaraban"
LANGUAGES = ("tr", "ja", "ar")


def gather() -> None:
    """Run Django's makemessages over the package; line numbers stay out, so that catalogues change with words only."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "kawaraban.config.settings.test"}
    command = [sys.executable, "-m", "django", "makemessages", "--no-location", "--no-wrap", "--no-obsolete"]
    for language in LANGUAGES:
        command += ["--locale", language]
    subprocess.run(command, cwd=PACKAGE, env=environment, check=True)


def tidy() -> None:
    """Drop guesses (fuzzy entries are worse than none) and the dates of the header, which only make noise."""
    for catalogue in PACKAGE.glob("locale/*/LC_MESSAGES/django.po"):
        entries = polib.pofile(str(catalogue), wrapwidth=0)
        for entry in [entry for entry in entries if entry.fuzzy]:
            entry.flags.remove("fuzzy")
            entry.previous_msgid = entry.previous_msgid_plural = None
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
        entries.header = "Kawaraban"
        entries.metadata_is_fuzzy = 0
        entries.metadata = {
            "Language": catalogue.parts[-3],
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": entries.metadata["Plural-Forms"],
        }
        entries.save()


def compile_all() -> None:
    """Write every .mo beside its .po."""
    for catalogue in PACKAGE.glob("locale/*/LC_MESSAGES/django.po"):
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))


def report() -> None:
    for catalogue in sorted(PACKAGE.glob("locale/*/LC_MESSAGES/django.po")):
        entries = polib.pofile(str(catalogue))
        missing = [entry for entry in entries if not entry.translated() or entry.fuzzy]
        print(f"{catalogue.parts[-3]}: {len(entries) - len(missing)} of {len(entries)} translated")


def main() -> None:
    if "--compile-only" not in sys.argv:
        if not shutil.which("xgettext"):
            sys.exit(
                "Gathering needs gettext (Debian: apt-get install gettext; macOS: brew install gettext)."
            )
        gather()
        tidy()
    compile_all()
    report()


main()
