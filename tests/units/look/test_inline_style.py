import base64
import hashlib

import pytest
from django.test import Client
from tests.page import Page

from kawaraban.look.inline_style import inline_style


def test_the_dress_as_text_is_whole_and_cannot_leave_its_element() -> None:
    style = inline_style()

    assert "--paper" in style
    assert ".plate" in style
    assert "/*" not in style
    assert "</" not in style
    assert style.count("{") == style.count("}")


@pytest.mark.django_db
def test_the_policy_of_the_page_names_the_hash_of_its_style(client: Client) -> None:
    answer = client.get("/sorry/soon/")

    style = Page(answer.content).one("style").code
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer["Content-Security-Policy"]
