"""What it takes to carry the house on: the pages are complete, their links lead somewhere, their commands exist."""

import re
import subprocess
import tomllib
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")
TARGETS = set(
    re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
)


def tracked(*patterns: str) -> list[Path]:
    """The files of the project that match; all of them without a pattern."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def title_of(page: Path) -> str:
    return read(page).splitlines()[0].removeprefix("# ")


def anchors_of(page: Path) -> set[str]:
    """The addresses of its headings, as the places that show Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", read(page), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def section(page: Path, heading: str) -> str:
    return re.split(r"\n## ", read(page).split(f"\n## {heading}\n", 1)[1])[0]


def test_5_10_the_index_names_every_document_by_its_title() -> None:
    pages = [*DOCS.glob("*.md"), *(ROOT / f"{name}.md" for name in ("CHANGELOG", "CONTRIBUTING", "SECURITY"))]
    index = read(DOCS / "README.md").split("\n## Decisions")[0]

    listed = [((DOCS / place).resolve(), words) for words, place in LINK.findall(index)]

    assert sorted(listed) == sorted((page, title_of(page)) for page in pages if page.name != "README.md")


def test_5_10_the_index_names_every_decision_by_number_and_title() -> None:
    notes = sorted((DOCS / "decisions").glob("[0-9]*.md"))

    lines = re.findall(r"^\| (\d+) \| (.+) \|$", section(DOCS / "README.md", "Decisions"), flags=re.MULTILINE)

    assert lines == [
        (number, f"[{title}](decisions/{note.name})")
        for note in notes
        for number, title in [title_of(note).split(". ", 1)]
    ]
    assert [int(number) for number, _title in lines] == [int(note.name[:4]) for note in notes]


def is_dead(page: Path, address: str) -> bool:
    """Whether a link to a place of ours leads to no file, or to a heading that there is not."""
    if re.match(r"[a-z]+:", address):
        return False
    place, _, anchor = address.partition("#")
    target = (page.parent / place).resolve() if place else page
    return not target.exists() or bool(anchor and anchor not in anchors_of(target))


def test_5_10_every_link_of_a_document_leads_somewhere() -> None:
    links = [
        (page, address)
        for page in tracked("*.md")
        for _words, address in LINK.findall(re.sub(r"```.*?```", "", read(page), flags=re.DOTALL))
    ]

    assert [f"{page.relative_to(ROOT)}: {address}" for page, address in links if is_dead(page, address)] == []
    assert len(links) > 100


def test_5_10_the_head_of_the_changelog_is_the_version_of_the_program() -> None:
    version = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"]
    heads = re.findall(r"^## (.+)$", read(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)
    parts = [re.fullmatch(r"(\d+\.\d+\.\d+) \((not released|\d{4}-\d{2}-\d{2})\)", head) for head in heads]

    assert all(parts), heads
    numbers = [tuple(map(int, part[1].split("."))) for part in parts if part]
    days = [part[2] for part in parts if part]
    assert ".".join(map(str, numbers[0])) == version
    # Only what is being made has no day yet; before it stands what is older, by number and by day.
    assert "not released" not in days[1:]
    assert numbers == sorted(set(numbers), reverse=True)
    dated = [date.fromisoformat(day) for day in days if day != "not released"]
    assert dated == sorted(dated, reverse=True)


def test_5_10_each_version_says_what_an_upgrade_asks() -> None:
    versions = re.split(r"^## ", read(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)[1:]

    for version in versions:
        first = re.search(r"^### (.+)\n+(.+)", version, flags=re.MULTILINE)
        assert first
        assert first[1] == "To upgrade", version[:20]
        assert not first[2].startswith("#"), version[:20]


def test_5_10_contributing_names_commands_and_places_that_there_are() -> None:
    page = read(ROOT / "CONTRIBUTING.md")
    folders = set(
        re.findall(r"^\| `([\w/]+)` \|", section(DOCS / "glossary.md", "Rooms and folders"), re.MULTILINE)
    )
    places = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)+)`", page))

    commands = set(re.findall(r"(?:^|`)make ([a-z]+)", page, flags=re.MULTILINE))

    assert {"run", "test", "check", "fix", "docs", "messages", "template", "bench"} <= commands <= TARGETS
    assert {place for place in places if place not in folders and not (ROOT / place).exists()} == set()
    assert "docs/promises.md" in re.findall(LINK, page)[0]


def test_5_10_git_runs_the_same_commands() -> None:
    hooks = read(ROOT / ".pre-commit-config.yaml")

    assert re.findall(r"repo: (\S+)", hooks) == ["local"]
    assert re.findall(r"entry: make (\S+)", hooks) == ["fix", "check"]
    assert {"fix", "check"} <= TARGETS
    assert re.findall(r"stages: \[(\S+)\]", hooks) == ["pre-commit", "pre-push"]


def test_5_10_the_files_are_as_the_editor_is_told() -> None:
    """A line ends with nothing before it, a file ends with a line: what `.editorconfig` says is so."""
    as_they_are = re.search(r"^\[\{(.+)\}\]$", read(ROOT / ".editorconfig"), flags=re.MULTILINE)
    assert as_they_are
    exempt = [pattern.replace("**/", "*/") for pattern in as_they_are[1].split(",")]
    wrong = []
    for path in tracked():
        name, raw = path.relative_to(ROOT).as_posix(), path.read_bytes()
        if b"\0" in raw or any(fnmatch(name, pattern) for pattern in exempt):
            continue
        if raw and (not raw.endswith(b"\n") or re.search(rb"[ \t]+\r?\n|\r", raw)):
            wrong.append(name)

    assert wrong == []
