"""Why a report cannot be published, as the publisher reads it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kawaraban.law.dsa.publishing import Obstacle

LOCAL_ADDRESS = _(
    "The paper’s address is one that nobody outside can follow. Whoever runs the server sets site_url to the public "
    "one; until then nothing that names it leaves the paper."
)
OBSTACLES: dict[Obstacle, Promise] = {
    Obstacle.NOT_OVER: _("This year is not over."),
    Obstacle.NO_PROVIDER: _(
        "The report names who provides the paper, as in the register: write the name of the provider under Contact "
        "points and duties first."
    ),
    Obstacle.LOCAL_ADDRESS: LOCAL_ADDRESS,
    Obstacle.HAD_ORDERS: _("The record has orders of authorities in this year: take this tick away."),
    Obstacle.NOTHING_CHANGED: _("Nothing differs from the published version: there is nothing to publish."),
    Obstacle.NO_REASON: _("Say why there is a new version. Readers see it beside the changes."),
    Obstacle.NOT_KEPT: _("The files of the published version are being kept. Please try again in a minute."),
    Obstacle.DAMAGED: _(
        "The files of the published version are damaged, so nothing can be compared with them. On the server this "
        "says more: kawaraban records verify"
    ),
    Obstacle.MEANWHILE: _("Somebody else has published this report meanwhile. Please look again."),
}
UNSEEN = _("What would change is no longer what you saw. Please look at it, then publish.")
