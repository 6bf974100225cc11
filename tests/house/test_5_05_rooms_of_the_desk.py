"""5.5: the desk in rooms: code, templates, sheets and scripts of one thing lie under one name."""

import ast
import tomllib
from pathlib import Path

from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).parents[2]
DESK = ROOT / "src" / "kawaraban" / "doors" / "desk"
FOLDERS = {path.parent.name for path in DESK.glob("*/__init__.py")} - {"migrations"}
# What Django looks for at the root of an app, what other rooms read there, and what every folder stands on.
GROUND = {
    *("apps", "models", "urls"),
    *("personal", "programs"),
    *("access", "asked_together", "moment_field"),
}


def test_5_05_the_root_of_the_desk_holds_its_ground_alone() -> None:
    assert {path.stem for path in DESK.glob("*.py")} - {"__init__"} == GROUND


def test_5_05_templates_sheets_and_scripts_lie_in_the_folders_of_their_code() -> None:
    for shelf in (DESK / "templates" / "desk", DESK / "static" / "desk"):
        folders = {path.name for path in shelf.iterdir() if path.is_dir()} - {"vendor"}

        assert folders <= FOLDERS, shelf
        assert [path.name for path in shelf.iterdir() if path.is_file()] == [], shelf


def test_5_05_the_directions_within_the_big_rooms_are_contracts_that_name_every_folder() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {each["id"]: each for each in settings["tool"]["importlinter"]["contracts"]}

    for room in ("desk", "public", "press", "law"):
        assert contracts[room]["type"] == "layers", room
        assert contracts[room]["exhaustive"], room
    named = {name for layer in contracts["desk"]["layers"] for name in layer.split(" | ")}
    assert named >= FOLDERS


def test_5_05_a_request_of_the_desk_arrives_in_views_or_in_acts() -> None:
    """A view may be worn by another: the table of acts makes one for each row."""
    patterns = list(get_resolver("kawaraban.doors.desk.urls").url_patterns)
    homes = {each.callback.__module__ for each in patterns if isinstance(each, URLPattern)}

    strangers = {
        home
        for home in homes
        if not (home.rsplit(".", 1)[-1].endswith("views") or ".desk.acts." in home)
        and home.startswith("kawaraban.")
    }

    assert strangers == set()
    assert len(homes) > 8


def test_5_05_a_page_is_made_without_a_request_and_a_form_without_an_answer() -> None:
    wrong = []
    for path in [*DESK.rglob("page.py"), *DESK.rglob("*forms.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django."):
                names = {each.name for each in node.names}
                if names & {"HttpRequest", "HttpResponse", "render", "redirect", "HttpResponseRedirect"}:
                    wrong.append(path.relative_to(DESK).as_posix())

    assert wrong == []
