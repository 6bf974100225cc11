"""What the editor keeps: published stories, and who among the staff wrote what."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, Revision, WorkflowState

from kawaraban.law.personal.ends import End
from kawaraban.law.personal.lines import NAME_OF_STAFF, STAFF_ALONE, Line, Part, Plain

_IN_REVIEW = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def _old_revisions(before: datetime) -> "QuerySet[Any, Any]":
    """Of pages: neither the newest, nor the one that readers see, nor one that is scheduled or in review."""
    pages = Page.objects.order_by()
    in_use = Q(pk__in=pages.exclude(latest_revision=None).values("latest_revision"))
    in_use |= Q(pk__in=pages.exclude(live_revision=None).values("live_revision"))
    in_use |= Q(approved_go_live_at__isnull=False)
    in_use |= Q(task_states__workflow_state__status__in=_IN_REVIEW)
    old: QuerySet[Any, Any] = Revision.objects.page_revisions().filter(created_at__lt=before)
    return old.exclude(in_use)


PART = Part(
    ends=(End("revisions of stories", _old_revisions, knob="keep_revisions_days"),),
    lines=(
        Line(
            (
                *("wagtailcore.pagelogentry", "wagtailcore.modellogentry", "wagtailcore.revision"),
                *("wagtailcore.workflowstate", "wagtailcore.taskstate", "wagtailcore.comment"),
                *("wagtailcore.commentreply", "wagtailcore.uploadedfile", "wagtailcore.pagesubscription"),
                *("wagtailadmin.editingsession", "wagtailadmin.formstate"),
                *("wagtailcore.page.owner", "wagtailcore.page.locked_by"),
                *("wagtailimages.image.uploaded_by_user", "wagtaildocs.document.uploaded_by_user"),
                "stories.paperimage.uploaded_by_user",
            ),
            "staff_acts",
            STAFF_ALONE,
            not_exported=NAME_OF_STAFF,
        ),
        Line(
            ("wagtailusers.userprofile", "wagtailcore.apitoken"),
            "staff_accounts",
            STAFF_ALONE,
            not_exported=NAME_OF_STAFF,
        ),
    ),
    plain=(
        Plain(
            (
                *("stories.author", "stories.paperimage", "stories.paperrendition", "stories.correction"),
                *("stories.frontpage", "stories.sectionpage", "stories.standardpage", "stories.storypage"),
                *("stories.listedstory", "stories.mappart"),
                *(
                    "wagtailcore.page",
                    "wagtailimages.image",
                    "wagtailimages.rendition",
                    "wagtaildocs.document",
                ),
                *("wagtailredirects.redirect", "wagtailembeds.embed", "taggit.tag"),
                *("wagtailsearch.indexentry", "wagtailsearch.sqliteftsindexentry"),
            ),
            "what the newsroom publishes, or is about to",
        ),
        Plain(("stories.papersettings", "wagtailcore.site", "wagtailcore.locale"), "settings of the paper"),
        Plain(
            (
                *("wagtailcore.collection", "wagtailcore.collectionviewrestriction"),
                *("wagtailcore.pageviewrestriction", "wagtailcore.workflow", "wagtailcore.task"),
                *("wagtailcore.groupapprovaltask", "wagtailcore.referenceindex"),
            ),
            "names of folders and steps, and which page names which",
        ),
    ),
)
