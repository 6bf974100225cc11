"""4b.1 One table says of every column whether it holds something about a person, how long, and what an erasure does.

It is held against every model of every installed app, and against every table of the database: what nobody thought of
fails here.
"""

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.conf import settings as conf
from django.contrib.auth import get_user_model
from django.db import connection, models
from django.test import Client
from tests.makers.desk import signed_in
from tests.page import Page

from kawaraban.cli.main import main
from kawaraban.comments.people.rows import LEFT_OUT
from kawaraban.law.models import PolicyVersion
from kawaraban.law.personal.lines import Line, Plain
from kawaraban.law.personal.periods import PeriodRule
from kawaraban.law.personal.table import lines, periods, plain, rules
from kawaraban.people.models import User

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "kawaraban"
# Numbers, moments, yes and no: whose they are is said by the row in which they stand.
HARMLESS = (
    *(models.AutoField, models.IntegerField, models.FloatField, models.DecimalField, models.BooleanField),
    *(models.DateField, models.TimeField, models.DurationField, models.UUIDField),
)
# Of no model: what holds words there, and what takes them away.
TABLES_WITHOUT_MODELS = {
    "django_migrations": "names of migrations",
    "sqlite_sequence": "the newest numbers of tables",
    "desk_words": "the same on PostgreSQL (test_7_09_search_of_the_desk.py)",
    "desk_search": "words of comments, taken out with the comment (test_4b_01_erased_words_leave_the_index.py)",
    "wagtailsearch_indexentry_fts": "words of what is published",
}


def columns() -> "Iterator[tuple[type[models.Model], models.Field[object, object]]]":
    """Every column of a model's own table that could say something about somebody, or names a member of staff."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:
            names_staff = field.is_relation and field.related_model is get_user_model()
            if names_staff or not (field.is_relation or isinstance(field, HARMLESS)):
                yield model, field


def name_of(model: type[models.Model], field: "models.Field[object, object]") -> str:
    return f"{model._meta.label_lower}.{field.name}"


COLUMNS = [name_of(model, field) for model, field in columns()]


def said() -> dict[str, int]:
    """How often each name stands in the table."""
    told: list[Line | Plain] = [*lines(), *plain()]
    names = [name for each in told for name in each.columns]
    return {name: names.count(name) for name in names}


@pytest.mark.parametrize("column", COLUMNS)
def test_4b_01_every_column_of_every_model_is_named(column: str) -> None:
    table, _dot, _field = column.rpartition(".")

    assert column in said() or table in said(), (
        f"no line of the table of personal data says anything about {column}"
    )


def test_4b_01_nothing_is_named_twice_or_is_not_there() -> None:
    models_there = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}
    # An app that this profile has not is named all the same by whoever stands in both.
    there = {*COLUMNS, *models_there}
    if connection.vendor != "sqlite":
        there.add("wagtailsearch.sqliteftsindexentry")  # Wagtail has it on SQLite alone

    assert [name for name, times in said().items() if times > 1] == []
    assert sorted(set(said()) - there) == []


def test_4b_01_every_table_of_the_database_is_of_a_model_or_named() -> None:
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    left = set(connection.introspection.table_names()) - known

    unnamed = {name for name in left if not name.startswith(tuple(TABLES_WITHOUT_MODELS))}

    assert unnamed == set()


def test_4b_01_a_keyed_hash_a_name_an_address_or_a_token_is_never_called_plain() -> None:
    telling = ("_key", "email", "token", "password", "secret", "_salt", "recipient")
    # Of the paper itself, published; and hashes of stories, files and pages.
    of_the_paper = ("law.contactpoint", "law.duties", "stories.", "wagtail", "reads.", "wire.")
    names = [name for each in plain() for name in each.columns]

    assert [
        column
        for column in COLUMNS
        if column.endswith(telling)
        and (column in names or column.rpartition(".")[0] in names)
        and not column.startswith(of_the_paper)
    ] == []


def test_4b_01_every_line_has_its_period_and_says_what_erasing_does() -> None:
    codes = [period.code for period in periods()]

    assert len(codes) == len(set(codes))
    for line in lines():
        assert line.period in codes, line.columns
        assert line.erased, line.columns
    assert set(codes) - {line.period for line in lines()} == {
        "access_log",
        "refused_comments",
        "suspension_words",
    }


def test_4b_01_what_is_exported_is_in_the_file_and_what_is_not_says_why() -> None:
    """Of the columns about commenters: an exported one is none of those that the file leaves out."""
    exported: list[Line] = [line for line in lines() if not line.not_exported]

    assert exported
    for line in exported:
        for name in line.columns:
            assert name.rpartition(".")[2] not in LEFT_OUT, name


def test_4b_01_readers_desk_and_command_read_the_same_periods(
    client: Client, policy: PolicyVersion, publisher: User
) -> None:
    page = client.get("/moderation/").content.decode()
    cells = Page(page).texts("td")
    desk = signed_in(publisher).get("/desk/records/").content.decode()
    command = CliRunner().invoke(main, ["records", "retain"]).output

    for period in periods():
        assert str(period.words) in cells, period.code
        assert str(period.what) in page
        assert period.words in desk
    for rule in rules():
        assert f"{rule.what}, {rule.words}: 0 forgotten." in command


def test_4b_01_a_period_of_no_days_is_called_no_period(settings: object) -> None:
    for rule in periods():
        if isinstance(rule, PeriodRule) and rule.zero_keeps:
            setattr(settings, rule.knob.upper(), 0)
            assert rule.words == "until somebody erases it"


def test_4b_01_every_room_with_tables_has_its_part() -> None:
    rooms = {
        app.label
        for app in apps.get_app_configs()
        if app.name.startswith("kawaraban.") and list(app.get_models())
    }
    named = {name.partition(".")[0] for name in said()}

    assert rooms <= named
    assert len(conf.PERSONAL_DATA) == len(set(conf.PERSONAL_DATA))


def made_docs() -> ModuleType:
    """The tool that makes the pages of the docs."""
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "tools" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


@pytest.mark.skipif("wagtail" not in conf.INSTALLED_APPS, reason="the docs are made for the whole paper")
def test_4b_01_the_docs_say_the_same_as_the_code() -> None:
    tool = made_docs()
    records = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")

    assert tool.with_periods(records) == records, "run make docs"
    listed = (ROOT / "docs" / "personal-data.md").read_text(encoding="utf-8")
    assert listed == tool.personal_data(), "run make docs"
    for period in periods():
        assert f"| {period.what} | {period.words} |" in records
    assert "what is known about people is not" not in records


@pytest.mark.skipif("wagtail" not in conf.INSTALLED_APPS, reason="the comment layer founds no pages")
def test_4b_01_the_first_words_on_privacy_claim_no_law_and_lead_to_the_periods() -> None:
    from kawaraban.stories.founding.words import page_words

    [privacy] = [page for page in page_words("The Tide") if page.slug == "privacy"]
    words = " ".join(privacy.paragraphs)

    assert "the law asks" not in words
    assert "so that it can be shown later" in words
    assert "treated as personal data" in words
    assert 'href="/moderation/#data"' in words
