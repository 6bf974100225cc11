"""5.8: templates say what they need, and what is written once is written once."""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "src" / "kawaraban"
TEMPLATES = {
    file.relative_to(folder).as_posix(): file
    for folder in PACKAGE.rglob("templates")
    for file in folder.rglob("*.html")
}
USES = re.compile(r"{%\s*(?:extends|include|include_kept)\s+[\"']([^\"']+)[\"']")
HEAD = re.compile(r"{%\s*comment\s*%}(.*?){%\s*endcomment\s*%}", re.DOTALL)
CLASS = re.compile(r"\b([a-z_]+(?:\.[a-z_]+)*)\.([A-Z]\w+)")
# What may stand before the words that say what a template needs.
BEFORE = r"(?:{%\s*(?:extends|load)\b[^%]*%}\s*)*"


def used_by_others() -> set[str]:
    """Templates of the house that another one includes or extends, a block of a story among them."""
    named = {name for file in TEMPLATES.values() for name in USES.findall(file.read_text(encoding="utf-8"))}
    return (named & set(TEMPLATES)) | {name for name in TEMPLATES if name.startswith("stories/blocks/")}


def test_5_08_a_template_that_others_use_opens_with_what_it_needs() -> None:
    silent = sorted(
        name
        for name in used_by_others()
        if not re.match(rf"\s*{BEFORE}{{%\s*comment\s*%}}\s*\S", TEMPLATES[name].read_text(encoding="utf-8"))
    )

    assert silent == []


def test_5_08_a_class_that_a_template_names_stands_in_that_module() -> None:
    """`card.suspensions.DrawerView`: the class, in a file whose address ends so."""
    modules = {file.relative_to(PACKAGE): file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py")}

    lost = sorted(
        f"{name}: {module}.{kind}"
        for name, file in TEMPLATES.items()
        for head in HEAD.findall(file.read_text(encoding="utf-8"))
        for module, kind in CLASS.findall(head)
        if not any(
            file.match(f"{module.replace('.', '/')}.py")
            and re.search(rf"^class {kind}\b", text, re.MULTILINE)
            for file, text in modules.items()
        )
    )

    assert lost == []


def test_5_08_every_template_that_is_named_stands_in_the_house() -> None:
    """Django finds out only when the page is asked for."""
    lost = sorted(
        f"{name}: {target}"
        for name, file in TEMPLATES.items()
        for target in USES.findall(file.read_text(encoding="utf-8"))
        if target.split("/")[0] in {Path(known).parts[0] for known in TEMPLATES}
        and not target.startswith("wagtailadmin/")
        and target not in TEMPLATES
        and not any((folder / target).exists() for folder in PACKAGE.rglob("templates"))
    )

    assert lost == []


def test_5_08_what_is_written_once_is_written_once() -> None:
    homes = {
        "Its name and section": {"law/law_fields.html"},
        r"errors[.\w]*\.0\b": {"look/field_error.html"},
        r"\bkept\.act == act\b": {"desk/acts/asking.html", "desk/acts/note_field.html"},
    }

    found = {
        words: {
            name for name, file in TEMPLATES.items() if re.search(words, file.read_text(encoding="utf-8"))
        }
        for words in homes
    }

    assert found == homes


def test_5_08_no_line_of_a_template_is_too_long_to_be_read_in_a_change() -> None:
    long = {
        f"{name}:{number}": len(line)
        for name, file in TEMPLATES.items()
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 160
    }

    assert long == {}


def test_5_08_no_template_sheet_or_script_is_longer_than_400_lines() -> None:
    named = {"base.css": "every page asks for it: one sheet is one request"}
    written = [*TEMPLATES.values(), *PACKAGE.rglob("static/**/*.css"), *PACKAGE.rglob("static/**/*.js")]

    long = {
        file.name
        for file in written
        if "vendor" not in file.parts and len(file.read_text(encoding="utf-8").splitlines()) > 400
    }

    assert long == set(named)


def test_5_08_what_is_checked_can_be_mended() -> None:
    root = PACKAGE.parents[1]
    check = (root / "tools" / "check.sh").read_text(encoding="utf-8")
    fix = (root / "Makefile").read_text(encoding="utf-8").split("\nfix:")[1].split("\n\n")[0]

    for tool in ("tools/check_templates.sh", "tools/check_static.sh"):
        assert tool in check
        assert f"{tool} --write" in fix
