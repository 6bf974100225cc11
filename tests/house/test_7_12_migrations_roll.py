"""7.12: the version before still runs over the newer tables, so that nodes are upgraded one after the other.

A column comes first, filled by nobody but the new code; it goes a version after the code that read it.
"""

from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.models import NOT_PROVIDED, Field

# The newest of each room before this rule.
BEGINS_AFTER = {
    "alerts": "0001_initial",
    "comments": "0012_what_the_model_said",
    "desk": "0006_bulk_mails_let_go",
    "law": "0016_kinds_of_entries",
    "people": "0004_sessions_and_networks",
    "press": "0002_takes_away",
    "reads": "0002_reasons_and_readers",
    "stories": "0005_listed_stories",
    "triage": "0001_initial",
    "wire": "0003_seen",
}
# A migration that takes something away, and the version whose code ceased to read it: that one must be out.
UNREAD_SINCE: dict[tuple[str, str], str] = {}
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def newer() -> dict[tuple[str, str], migrations.Migration]:
    loader = MigrationLoader(None)
    return {
        key: migration
        for key, migration in loader.disk_migrations.items()
        if key[0] in BEGINS_AFTER and key[1] > BEGINS_AFTER[key[0]]
    }


def faults_of(migration: migrations.Migration) -> list[str]:
    faults = []
    made = {each.name.lower() for each in migration.operations if isinstance(each, migrations.CreateModel)}
    for each in migration.operations:
        if isinstance(each, TAKES_AWAY):
            faults.append(f"{each.describe()}: the version before still reads it")
        if (
            isinstance(each, migrations.AddField)
            and each.model_name_lower not in made
            and not may_be_left_out(each.field)
        ):
            faults.append(
                f"{each.describe()}: the version before writes rows without it: null=True or db_default"
            )
    return faults


def may_be_left_out(field: "Field[object, object]") -> bool:
    return bool(field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)


def test_7_12_a_migration_takes_nothing_from_the_version_before() -> None:
    faults = {key: faults_of(each) for key, each in newer().items() if key not in UNREAD_SINCE}

    assert {key: found for key, found in faults.items() if found} == {}


def test_7_12_what_the_rule_refuses() -> None:
    from django.db import models

    class Wrong(migrations.Migration):
        operations = [
            migrations.RemoveField("comment", "name"),
            migrations.AddField("comment", "mood", models.CharField(max_length=5, default="")),
            migrations.AddField("comment", "fits", models.CharField(max_length=5, db_default="")),
        ]

    assert len(faults_of(Wrong("wrong", "comments"))) == 2
