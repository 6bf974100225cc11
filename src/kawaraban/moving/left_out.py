"""What does not travel: what the target makes anew, and what an export keeps back."""

from typing import Final

# Made from other tables, or of this day and the machines of a paper alone. The search of the desk is read again by the
# worker, that of the editor by `rebuilding.py`; a server's database is told whose keys are the paper's by the command.
DERIVED: Final = frozenset(
    {
        "desk.searchcursor",
        "desk.searchvolume",
        "press.keyfingerprint",
        "reads.sharedkey",
        "reads.sharedreads",
        "wagtailsearch.indexentry",
        "wagtailsearch.sqliteftsindexentry",
    }
)
# Tables that the databases keep beside those of models: lists of migrations, volumes of a full-text index, counters,
# and the mark of a move.
BESIDE: Final = (
    *("django_migrations", "sqlite_", "wagtailsearch_", "desk_search", "desk_word"),
    "kawaraban_unfinished",
)
# Rows with which somebody could act as somebody else: an export has none of them unless it is asked for secrets.
SECRET_TABLES: Final = frozenset(
    {
        "sessions.session",
        "mfa.authenticator",
        "account.emailconfirmation",
        "people.signintry",
        "wagtailcore.apitoken",
        "wagtailadmin.editingsession",
        "wagtailadmin.formstate",
        "alerts.decisionlink",
    }
)
# Single columns of that kind, and what stands there instead. "!" is Django's word for: no password is right.
SECRET_COLUMNS: Final = {
    "people.user.password": "!",
    "alerts.hook.secret": "",
    "alerts.hook.is_on": False,
    "triage.apiclient.signing_secret": "",
}
