"""What both nodes have: a thread, a section with a story, and mika, the publisher."""

import django

django.setup()

from tests.makers import stories as made  # noqa: E402

from kawaraban.comments.models import Thread  # noqa: E402
from kawaraban.people.models import User  # noqa: E402
from kawaraban.stories.models import FrontPage  # noqa: E402

User.objects.create_user("mika", password="a long password", role="publisher", email="mika@paper.example")
made.publish(made.make_story(made.make_section(FrontPage.objects.get())))
Thread.objects.create(locator="hammered", url="/a/", title="A", language="en")
print("{}")
