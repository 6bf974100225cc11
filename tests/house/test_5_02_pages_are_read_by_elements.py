"""5.2: a test reads a page by its elements (`tests/page.py`), so that a template may be laid out anew.

What cuts markup by a pattern or a piece of text is refused, and so is markup in a piece of text that is looked for
anywhere but in `Page.markup`, where white space is no matter of layout. A negative is let be: `"<script>" not in page`
is about the bytes, and asks for more than a reading of them would.
"""

import ast
import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
# What is not about the layout of a page of ours, and why.
EXCEPTIONS = {
    "flows/test_2_13_page_weight.py": "how many bytes of a printed page are markup",
    "flows/test_4_01_one_way_in.py": "the placeholders of an address",
    "flows/test_4_04_html_of_every_page.py": "a page that was cut short has no end",
    "flows/test_4b_02_every_letter.py": "a letter has no markup",
    "units/doors/desk/card/test_marking.py": "the letters of what is put into a comment",
    "units/kit/test_html.py": "the letters of what a text becomes",
    "units/look/test_kawaraban_tags.py": "the letters of what a template tag writes",
    "units/wire/test_cleaning.py": "what is left of an agency's markup",
}
# A tag, the end of one, or two attributes beside each other.
MARKUP = re.compile(r"""<\[|</?[a-z][a-z0-9]*[\s>"'\[(/]|</?[a-z][a-z0-9]*$|[a-z]=["'][^"']*["'] [a-z-]+""")
# A pattern or a cut needs less: one attribute.
ATTRIBUTE = re.compile(r"""\b(?:id|name|class|href|value|type|action|datetime|role|data-[\w-]+)=\\?["'(\[]""")
CUTS = {"split", "rsplit", "partition", "rpartition", "index", "rindex", "find", "rfind", "count"}
PATTERNS = {"compile", "search", "match", "fullmatch", "findall", "finditer", "split", "sub"}


def words_in(node: ast.AST) -> str:
    """The literal text below a node; what is put into it is left out."""
    return "".join(
        each.value.decode("latin-1") if isinstance(each.value, bytes) else each.value
        for each in ast.walk(node)
        if isinstance(each, ast.Constant) and isinstance(each.value, str | bytes)
    )


def is_markup(words: str, *, cuts: bool) -> bool:
    return bool(MARKUP.search(words) or (cuts and ATTRIBUTE.search(words)))


def cut_by(call: ast.Call) -> str:
    """The piece of text or the pattern by which a call cuts; empty if it does not."""
    if not isinstance(call.func, ast.Attribute) or not call.args:
        return ""
    is_pattern = isinstance(call.func.value, ast.Name) and call.func.value.id == "re"
    if call.func.attr in (PATTERNS if is_pattern else CUTS):
        return words_in(call.args[0])
    return ""


def is_of_markup(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "markup"


def faults_of(source: str) -> list[int]:
    """The lines that read a page by its layout."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and is_markup(cut_by(node), cuts=True):
            is_counted = isinstance(node.func, ast.Attribute) and is_of_markup(node.func.value)
            lines += [] if is_counted else [node.lineno]
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
            wanted, where = node.left, node.comparators[0]
            if is_markup(words_in(wanted), cuts=False) and not is_of_markup(where):
                lines.append(node.lineno)
    return sorted(lines)


def test_5_02_no_test_reads_a_page_by_its_layout() -> None:
    found = {
        name: lines
        for path in sorted(TESTS.rglob("*.py"))
        if not (name := path.relative_to(TESTS).as_posix()).startswith("house/")
        and (lines := faults_of(path.read_text(encoding="utf-8")))
    }

    assert {name: lines for name, lines in found.items() if name not in EXCEPTIONS} == {}
    assert sorted(EXCEPTIONS) == sorted(set(EXCEPTIONS) & set(found)), "an exception is needed no more"


def test_5_02_the_guard_sees_what_it_is_for() -> None:
    cut = "\n".join(
        [
            "re.findall(r'<li><code>([0-9]+)</code></li>', html)",
            "page.split('id=\"data\"')[1]",
            'assert f"<dt>Decided</dt><dd>{number}</dd>" in page',
            'assert \'name="id" value="x"\' in page',
            "assert '<dt>Decided</dt>' in page.markup",
            "assert '<script>' not in page",
            "line.split(':')",
            "re.sub('<[^>]+>', ' ', page)",
        ]
    )

    assert faults_of(cut) == [1, 2, 3, 4, 8]
