"""What the publisher says of the paper as a service under the law, and in which years a report was published.

One row of `Duties`, changed by `law/dsa/duties.py` alone. Readers see it on the pages of contact points and moderation.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Duties(models.Model):
    """Contact points (DSA Arts 11 to 13) and the words of the yearly report that no record can give."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    service_name = models.CharField(
        _("name of the service"),
        max_length=200,
        blank=True,
        help_text=_("As it stands in the report. Left empty: the host of the paper’s address."),
    )
    provider_name = models.CharField(
        _("name of the provider"),
        max_length=200,
        blank=True,
        help_text=_("The company or person behind the paper, as in the register."),
    )
    postal_address = models.TextField(_("postal address"), blank=True)
    authority_email = models.EmailField(
        _("address for authorities"),
        blank=True,
        help_text=_("Left empty: authorities write to the same address as readers."),
    )
    languages = models.CharField(
        _("languages for authorities"),
        max_length=200,
        blank=True,
        help_text=_("In which authorities may write, for example: English, German."),
    )
    other_means = models.TextField(
        _("other ways for readers"),
        blank=True,
        help_text=_("A telephone number, a form: one a line. Not only a program that answers."),
    )
    representative = models.TextField(
        _("legal representative"),
        blank=True,
        help_text=_("Name and address, where the provider is established outside the Union."),
    )
    is_online_platform = models.BooleanField(
        _("the comments are an online platform"),
        default=False,
        help_text=_(
            "A comment section of a newspaper is normally a hosting service. Tick this where it is more than that: "
            "the report then fills the rows that bind platforms alone."
        ),
    )
    is_under_dsa = models.BooleanField(
        _("this paper is under the Digital Services Act"),
        default=True,
        db_default=True,
        help_text=_(
            "It is where the paper is established in the European Union, or offers itself to readers there. Not "
            "ticked: pages and mails name no article of it."
        ),
    )
    data_protection = models.TextField(
        _("who answers for personal data"),
        blank=True,
        default="",
        db_default="",
        help_text=_("The controller, and how to reach whoever is in charge of data protection."),
    )
    supervisory_authority = models.TextField(
        _("where to complain about data protection"),
        blank=True,
        default="",
        db_default="",
        help_text=_("The supervisory authority, with its address."),
    )
    server_log = models.TextField(
        _("what is kept outside of the paper’s own software"),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "What your web server or host keeps about readers, for how long and by which law: some countries ask for "
            "it. Readers see it on the page about moderation."
        ),
    )
    # By the code of the indicator: what the publisher says in the qualitative part of the report.
    words = models.JSONField(_("words of the report"), default=dict, blank=True)
    # What readers see of all that, in other languages than the paper's own: by language, then by the codes of
    # `law/dsa/duties_texts.py`.
    translations = models.JSONField(_("in other languages"), default=dict, blank=True)

    class Meta:
        verbose_name = _("duties of the paper")
        verbose_name_plural = _("duties of the paper")

    def __str__(self) -> str:
        return self.provider_name


class PublishedReport(models.Model):
    """That the report of one year was published: its day stands in it, and the next one names it."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    published_on = models.DateField(_("published on"))
    # Nothing in the record tells that no authority sent an order: only the publisher can.
    had_no_orders = models.BooleanField(_("no authority sent an order"), default=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by")
    )

    class Meta:
        verbose_name = _("published report")
        verbose_name_plural = _("published reports")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class ReportVersion(models.Model):
    """The report of one year as it was published once. Never changed: what is corrected is another version."""

    report = models.ForeignKey(
        PublishedReport, on_delete=models.PROTECT, related_name="versions", verbose_name=_("report")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    published_on = models.DateField(_("published on"))
    made_at = models.DateTimeField(_("made"))
    reason = models.TextField(_("reason for the new version"), blank=True)
    # What differs from the version before: [{"file": ..., "row": 3, "column": "Value", "was": "4", "is": "5"}, ...].
    changes = models.JSONField(_("changes"), default=list, blank=True)
    had_no_orders = models.BooleanField(_("no authority sent an order"), default=False)
    # The zip as it is downloaded, and its SHA-256.
    packed = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("published by"),
    )

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["report", "number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="one_report_version")]

    def __str__(self) -> str:
        return f"{self.report_id}, {self.number}"
