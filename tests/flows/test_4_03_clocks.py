"""4.3: what a wrong clock has misdated can be found."""

import subprocess
import sys

from tests.rigs.file_paper import FilePaper, file_paper

__all__ = ["file_paper"]


def test_4_3_check_names_what_is_dated_in_the_future(file_paper: FilePaper) -> None:
    file_paper.run(
        """
from kawaraban.kit.clock import utc_now
from kawaraban.law.outbox import post
ahead = utc_now() + timedelta(days=400)
receive([submission("story-1", "From tomorrow.")], now=ahead)
Comment.objects.update(sent_at=ahead)
post(recipient="a@example.org", heading="News", body="T", language="en", decision=None, now=ahead)
"""
    )

    done = subprocess.run(
        [sys.executable, "-m", "kawaraban", "check"],
        env=file_paper.environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Comments dated in the future: 1" in done.stderr
    assert "Entries of the record dated in the future: 1" in done.stderr
    assert "Mails that are due in more than a day: 1" in done.stderr
