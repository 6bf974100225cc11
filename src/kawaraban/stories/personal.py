"""What the editor keeps: published stories, and who among the staff wrote what."""

from kawaraban.law.personal.lines import NAME_OF_STAFF, STAFF_ALONE, Line, Part, Plain

PART = Part(
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
