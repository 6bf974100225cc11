"""5.3: what a moderator can do is one table, and everything hangs on its rows."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kawaraban.alerts.events import EVENTS
from kawaraban.comments.actions.acts import ACTS, Act
from kawaraban.comments.actions.status import STATUS_AFTER
from kawaraban.comments.mails.letters import LETTERS
from kawaraban.doors.desk.acts.deciding import ACT_VIEWS
from kawaraban.doors.desk.card.act_words import WORDS
from kawaraban.doors.desk.judged.forms import WORDS_ASKED
from kawaraban.doors.desk.keys.table import KEY_ROWS
from kawaraban.doors.desk.screen.dock import SHEETS
from kawaraban.law.models import Verdict
from kawaraban.law.policy.reasons import Need

PACKAGE = Path(__file__).parents[2] / "src" / "kawaraban"
TEMPLATES = PACKAGE / "doors/desk/templates/desk"
MODULES = [
    path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts
]
# More than this many verdicts in one module are a table of acts.
A_TABLE = 5
TABLES = {
    "comments/actions/acts.py",
    # A column of the figures for each verdict that is counted.
    "doors/desk/figures/figures.py",
}


def tree_of(name: str) -> ast.Module:
    return ast.parse((PACKAGE / name).read_text(encoding="utf-8"))


def verdicts_named(tree: ast.AST) -> set[str]:
    """Of decisions: what counts reads has verdicts, too."""
    named = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Verdict"
    }
    return named & {verdict.name for verdict in Verdict}


def test_5_03_no_other_module_is_a_table_by_verdict() -> None:
    tables = {name for name in MODULES if len(verdicts_named(tree_of(name))) >= A_TABLE}

    assert tables == TABLES


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.code)
def test_5_03_each_act_has_its_sentences_and_what_it_asks_for(act: Act) -> None:
    words = WORDS[act.code]

    assert all((words.message, words.history, words.faster, act.label))
    assert act.kind in STATUS_AFTER
    assert act.kind in LETTERS or not act.moves
    assert act.kind in EVENTS["comment.decided"][1]
    asks_words = act.needs.note in {Need.MUST, Need.WHERE_ASKED}
    assert asks_words == (act.code in WORDS_ASKED)
    assert not (asks_words and act.needs.ground is not Need.NEVER), (
        "the form of a ground asks for words by the ground"
    )
    assert act.is_refusal or act.code in ACT_VIEWS


def test_5_03_no_two_acts_are_told_apart_by_nothing() -> None:
    assert len({act.code for act in ACTS}) == len(ACTS)
    assert len({(act.verdict, act.before) for act in ACTS}) == len(ACTS)


def calls_without_types(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and ast.unparse(node).startswith("Callable[..., Decision"):
            yield ast.unparse(node)
        if isinstance(node, ast.FunctionDef) and node.args.kwarg and not node.name.startswith("__"):
            yield f"{node.name}(**{node.args.kwarg.arg})"


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in MODULES
        if re.match(r"comments/actions/|doors/(desk|staff)/.*(deci|bulk|link|form)", name)
    ],
)
def test_5_03_what_decides_is_typed_from_door_to_row(name: str) -> None:
    assert list(calls_without_types(tree_of(name))) == []


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.code)
def test_5_03_each_act_has_a_sheet_on_the_card(act: Act) -> None:
    [sheet] = [sheet for sheet in SHEETS if sheet.act is act]

    assert (TEMPLATES / "acts" / f"{sheet.name}.html").is_file()


def test_5_03_the_card_offers_acts_by_their_rows_and_not_by_a_status_of_its_own() -> None:
    dock = (TEMPLATES / "screen" / "dock.html").read_text()

    assert re.findall(r"card\.(?:is_\w+|may_\w+|status)|desk/acts/\w+", dock) == []


def test_5_03_the_script_of_the_keys_names_no_act_of_the_table() -> None:
    """A row of the table of keys is enough: the page tells the script what it opens or presses."""
    script = (PACKAGE / "doors/desk/static/desk/keys/keys.js").read_text()
    own = set(re.findall(r"^  (\w+): \(\) =>", script, re.M))

    named = {row.does for row in KEY_ROWS if row.on}
    assert named & own == {"reject"}, "the grounds have keys of their own"
    assert {row.does for row in KEY_ROWS if not row.on} <= own
