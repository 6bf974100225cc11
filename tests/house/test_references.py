"""5.11: what prose names is there: files, modules and names, in docs, docstrings and comments."""

import ast
import builtins
import itertools
import keyword
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "src"
PACKAGE = SOURCES / "kawaraban"
# Where a relative path may start, besides the folders above the file that names it.
STARTS = (ROOT, SOURCES, PACKAGE, ROOT / "docs")
READ = {".md", ".py", ".html", ".txt", ".xml", ".css", ".js", ".sh", ".toml", ".lua", ""}
PATH = re.compile(
    r"(?<![\w/.:{<*-])((?:[\w*-]+/)+[\w*-]+(?:\.[\w-]+)*\.(?:py|html|css|js|sh|md|toml))\b(?![\w/{])"
)
BARE_FILE = re.compile(r"`([a-z]\w*\.py)`")
MODULE = re.compile(r"(?<![\w./-])(kawaraban(?:\.[a-z_]\w*)+)(?![\w/])")
# In backticks: `TaskThread`, `keep_off()`, `erasure.erase_subject`.
NAME = re.compile(r"(?<!`)`((?:[A-Za-z]\w*\.)*[A-Za-z_]\w*)(?:\(\))?`(?!`)")
# As template comments name a value: card.suspensions.DrawerView.
TYPE = re.compile(r"(?<![\w/.`-])((?:[a-z_]+\.)+[A-Z]\w*)(?![\w/])")
# Without backticks: a word with an underscore is a name.
WORD = re.compile(r"(?<![\w/.&?=-])([a-z]\w*_\w+)(?![\w/*-])")
OF_CODE = {".py", ".html", ".css", ".js"}
NOT_OURS = {
    "a paper's own files": {"economy/port-reopens/index.html", "economy/index.html", "kawaraban.toml"},
    "a file of the package of htmx": {"dist/htmx.min.js"},
    "a file of a plugin of WordPress, of which one line is changed": {"common/common.js"},
    "other programs, and what one sets there": {
        "buffer_requests",
        "memfd",
        "proxy_request_buffering",
        "regexp",
        "roll_keep_for",
        "sha256sum",
        "trigram",
    },
    "packages": {"html.parser", "soupsieve", "webencodings"},
    "elements of NITF": {"body.content", "body.head"},
    "names that a rule of CONTRIBUTING or a test makes up": {
        "_on",
        "find_page",
        "has_",
        "is_",
        "may_",
        "test_a_rejected_comment_is_gone_after_reprint",
    },
    "what a worked example makes": {"make_menu", "make_teaser"},
    "the beginning of the name of a test file": {"test_2_04"},
}
ELSEWHERE = frozenset(name for names in NOT_OURS.values() for name in names)
# The words of the glossary have a test of their own; an environment variable is a knob, which has one too; and so have
# the figures of docs/seeing.md, whose counters end in a word that the library adds.
OWN_TEST = re.compile(r"^(?:KAWARABAN_[A-Z_]+|kawaraban_[a-z_]+_total)$")


@cache
def tracked() -> tuple[Path, ...]:
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    files = (ROOT / name for name in names.split("\0") if name)
    return tuple(file for file in files if file.is_file())


def written() -> Iterator[Path]:
    """Every text of ours: no vendored script, no catalogue, no result of a measurement."""
    for file in tracked():
        if file.suffix in READ and not {"vendor", "locale", "results"} & set(file.parts):
            yield file


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def prose_of_python(file: Path) -> Iterator[tuple[int, str]]:
    """The docstrings and comments of a module, with their lines."""
    for node in ast.walk(tree(file)):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield from enumerate(node.value.value.splitlines(), node.lineno)
    # As the formatter leaves them: on a line of their own, or after two spaces.
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if "#" in line and (comment := re.search(r"(?:^\s*|  )(#.*)", line)):
            yield number, comment[1]


def prose(file: Path) -> Iterator[tuple[int, str]]:
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".py":
        yield from prose_of_python(file)
    elif file.suffix == ".html":
        for match in re.finditer(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", text, re.DOTALL):
            yield from enumerate(match[0].splitlines(), text[: match.start()].count("\n") + 1)
    elif file.suffix in {".css", ".js"}:
        for match in re.finditer(r"/\*.*?\*/|(?<!:)//[^\n]*", text, re.DOTALL):
            yield from enumerate(match[0].splitlines(), text[: match.start()].count("\n") + 1)
    else:
        yield from enumerate(text.splitlines(), 1)


@cache
def lines() -> tuple[tuple[Path, int, str], ...]:
    return tuple((file, number, line) for file in written() for number, line in prose(file))


@cache
def by_django() -> frozenset[str]:
    """Templates and static files by the names that Django knows them by."""
    return frozenset(
        file.relative_to(folder).as_posix()
        for kind in ("templates", "static")
        for folder in PACKAGE.rglob(kind)
        for file in folder.rglob("*")
    )


def is_there(path: str, file: Path) -> bool:
    above = [folder for folder in file.parents if folder.is_relative_to(ROOT)]
    if path in by_django():
        return True
    starts = (*STARTS, *above)
    if "*" in path:
        return any(any(start.glob(path)) for start in starts)
    return any((start / path).exists() for start in starts)


def test_5_11_every_path_in_prose_is_there() -> None:
    lost = [
        f"{file.relative_to(ROOT)}:{number}: {path}"
        for file, number, line in lines()
        for path in PATH.findall(line)
        if path not in ELSEWHERE and not is_there(path, file)
    ]

    assert lost == []


def test_5_11_every_module_file_in_prose_is_there() -> None:
    names = {file.name for file in tracked()}

    lost = [
        f"{file.relative_to(ROOT)}:{number}: {name}"
        for file, number, line in lines()
        for name in BARE_FILE.findall(line)
        if name not in names and name not in ELSEWHERE
    ]

    assert lost == []


@cache
def names_in(module: Path) -> frozenset[str]:
    return frozenset(
        name
        for node in ast.walk(tree(module))
        for name in (
            getattr(node, "name", None),
            getattr(node, "id", None),
            getattr(node, "arg", None),
            getattr(node, "attr", None),
        )
        if isinstance(name, str)
    )


def resolves(dotted: str) -> bool:
    """`kawaraban.law.outbox`, and a name in that module."""
    place = SOURCES
    for part in dotted.split("."):
        if (module := place / f"{part}.py").is_file():
            rest = dotted.split(f".{part}.", 1)[1:]
            return not rest or rest[0].split(".")[0] in names_in(module)
        place /= part
        if not place.is_dir():
            return False
    return True


def test_5_11_every_module_in_prose_is_there() -> None:
    lost = [
        f"{file.relative_to(ROOT)}:{number}: {dotted}"
        for file, number, line in lines()
        for dotted in MODULE.findall(line)
        if dotted not in ELSEWHERE and not resolves(dotted)
    ]

    assert lost == []


def words_of_python(module: ast.Module) -> Iterator[str]:
    """Every name of a module, and every word of its strings but of its docstrings."""
    said = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield from re.findall(r"\w+", node.value)
        for field in ("name", "id", "arg", "attr", "module", "asname"):
            if isinstance(value := getattr(node, field, None), str):
                yield from value.split(".")


@cache
def words_of_the_code() -> frozenset[str]:
    """Every word that code says: no docstring, no comment, no page of the docs."""
    found = {part for file in tracked() for part in (file.stem, *file.relative_to(ROOT).parts)}
    for file in written():
        text = file.read_text(encoding="utf-8")
        if file.suffix == ".py":
            found.update(words_of_python(tree(file)))
        elif file.suffix != ".md":
            found.update(
                re.findall(
                    r"\w+", re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", "", text, flags=re.DOTALL)
                )
            )
    return frozenset(found)


@cache
def names_of_modules() -> dict[str, frozenset[str]]:
    """By the name of a module or folder: every name in it, and in what lies in it."""
    names: dict[str, set[str]] = {}
    for file in tracked():
        if file.suffix == ".py":
            inside = {*names_in(file), file.stem, *file.relative_to(ROOT).parts}
            for module in {file.stem, *file.relative_to(ROOT).parts[:-1]}:
                names.setdefault(module, set()).update(inside)
    return {module: frozenset(inside) for module, inside in names.items()}


def is_known(name: str) -> bool:
    """Each part is a word of the code."""
    return all(
        part in words_of_the_code() or hasattr(builtins, part) or keyword.iskeyword(part)
        for part in name.split(".")
    )


def is_in_its_module(dotted: str) -> bool:
    """Where a part is the name of a module, the next one stands in it."""
    parts = dotted.split(".")
    modules = names_of_modules()
    return all(after in modules[part] for part, after in itertools.pairwise(parts) if part in modules)


def test_5_11_every_name_in_backticks_is_a_word_of_the_code() -> None:
    lost = [
        f"{file.relative_to(ROOT)}:{number}: {name}"
        for file, number, line in lines()
        for name in NAME.findall(line)
        if file.name != "glossary.md" and name not in ELSEWHERE
        if not OWN_TEST.match(name) and not is_known(name)
    ]

    assert lost == []


def test_5_11_every_name_of_a_module_is_in_it() -> None:
    """Of the code and of the notes on it. Elsewhere a name with a dot may be an event or a column."""
    lost = [
        f"{file.relative_to(ROOT)}:{number}: {name}"
        for file, number, line in lines()
        if file.suffix in OF_CODE or file.parent.name == "decisions" or file.name == "architecture.md"
        for name in NAME.findall(line)
        if "." in name and name not in ELSEWHERE and not is_in_its_module(name)
        if not re.search(r"\.(?:py|html|toml|jsonc?|log)$", name)
    ]

    assert lost == []


def test_5_11_every_type_that_a_template_names_is_in_its_module() -> None:
    lost = [
        f"{file.relative_to(ROOT)}:{number}: {name}"
        for file, number, line in lines()
        if file.suffix == ".html"
        for name in TYPE.findall(line)
        if name.split(".")[-2] not in names_of_modules() or not is_in_its_module(name)
    ]

    assert lost == []


def test_5_11_every_word_with_an_underscore_is_a_word_of_the_code() -> None:
    lost = [
        f"{file.relative_to(ROOT)}:{number}: {word}"
        for file, number, line in lines()
        if file.suffix in OF_CODE
        for word in WORD.findall(line)
        if word not in words_of_the_code() and word not in ELSEWHERE
    ]

    assert lost == []


def test_5_11_what_is_not_ours_is_named_in_some_prose() -> None:
    """An exception that nobody needs leaves the list."""
    named = {
        name
        for _file, _number, line in lines()
        for name in (*PATH.findall(line), *NAME.findall(line), *WORD.findall(line))
    }
    named |= {dotted for _file, _number, line in lines() for dotted in MODULE.findall(line)}

    assert ELSEWHERE - named == set()
