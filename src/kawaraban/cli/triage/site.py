"""`kawaraban triage status`, `retrain` and `back`: what the desk has taught the model of this paper."""

from typing import TYPE_CHECKING

import click

from kawaraban.cli.setup import data_option, start_django

if TYPE_CHECKING:
    from kawaraban.triage.models import SiteVersion

_REFUSED = {
    "few_lessons": "too few lessons of one kind to judge by",
    "below_base": "it sorts worse than the model alone",
    "below_used": "it sorts worse than what is in use",
    "fairness": "it treats groups of people less alike",
}


@click.command()
@data_option
def status() -> None:
    """Say which version is in use, what it was learnt from, and which others are kept."""
    start_django()
    from kawaraban.triage.models import Assessment
    from kawaraban.triage.taught.layer import current
    from kawaraban.triage.taught.published import versions
    from kawaraban.triage.taught.rules import rules

    kept, taught = rules(), current()
    learns = "learns from the desk" if kept.learns else "does not learn from the desk"
    click.echo(f"Triage is {'on' if kept.is_on else 'off'} and {learns}.")
    click.echo(f"In use: {taught.version} ({', '.join(sorted(taught.model.languages))}).")
    known = sorted(code for code in taught.known_by_desk)
    if known:
        click.echo(f"Languages that the desk alone has taught: {', '.join(known)}.")
    click.echo(f"Lessons: {Assessment.objects.filter(lesson__isnull=False).count()}.")
    for version in versions():
        click.echo(_line(version, is_used=version.pk == kept.version_id))


@click.command()
@data_option
def retrain() -> None:
    """Learn all that the desk decided anew, and put it to use if it sorts no worse and treats no group worse.

    The worker does the same after each hundred decisions and each night.
    """
    start_django()
    from kawaraban.kit.clock import utc_now
    from kawaraban.triage.taught.published import retrain as learn

    version = learn(now=utc_now())
    if version is None:
        raise click.ClickException(
            "There is too little to learn from: it takes decisions of both kinds, a minute old at least."
        )
    click.echo(_line(version, is_used=version.was_published))


@click.command()
@click.argument("version", metavar="VERSION")
@data_option
def back(version: str) -> None:
    """Go back to VERSION, the first letters of its name, or to `base`: the model without what the desk taught.

    What was decided since is not learnt any more. What is decided from now on is.
    """
    start_django()
    from kawaraban.kit.clock import utc_now
    from kawaraban.triage.taught.published import NotInTheList, go_back, versions

    found = [each for each in versions() if each.digest.startswith(version.lower())]
    if version != "base" and len(found) != 1:
        raise click.ClickException(
            f"{'Several versions begin' if found else 'No version begins'} with {version}."
        )
    try:
        go_back(to=None if version == "base" else found[0], person=None, now=utc_now())
    except NotInTheList:
        raise click.ClickException(
            f"{version} was never in use, or belongs to another base model. See `kawaraban triage status`."
        ) from None
    click.echo(f"In use: {'the base model' if version == 'base' else found[0].digest[:12]}.")


def _line(version: "SiteVersion", *, is_used: bool) -> str:
    figures = version.figures
    order = f"AUC {figures.get('auc_before', 0):.3f} before, {figures.get('auc_after', 0):.3f} after"
    refused = ", ".join(_REFUSED.get(code, code) for code in figures.get("refused", []))
    state = "in use" if is_used else f"not put to use: {refused}" if refused else "kept"
    made = f"{version.made_at:%Y-%m-%d %H:%M} UTC"
    return f"{version.digest[:12]}  {made}  {version.lessons_count} lessons, {order}: {state}."
