"""The paper's time zone holds on pages that are not stories, too."""

import pytest
from django.test import Client
from tests.makers.comments import sent

from kawaraban.comments.models import Thread
from kawaraban.stories.models import PaperSettings


@pytest.mark.parametrize(
    ("zone", "hour"), [("Asia/Tokyo", "21:00"), ("Europe/Istanbul", "15:00"), ("UTC", "12:00")]
)
def test_the_tracking_page_tells_the_paper_s_time(
    client: Client, thread: Thread, zone: str, hour: str
) -> None:
    PaperSettings.objects.update_or_create(pk=1, defaults={"time_zone": zone, "default_language": "en"})
    comment = sent(thread)

    page = client.get(f"/track/{comment.tracking_token}/").content.decode()

    assert hour in page
