"""The group of Django's in which editors are; the stories give it its rights in the page tree."""

from django.contrib.auth.models import Group

from kawaraban.people.models import Role, User

# Publishers may everything by themselves.
EDITORS_GROUP = "Editors of the paper"


def join_groups(user: User) -> None:
    """Put somebody into the group of their role, and out of that of another one."""
    group, _made = Group.objects.get_or_create(name=EDITORS_GROUP)
    if user.role == Role.EDITOR:
        user.groups.add(group)
    else:
        user.groups.remove(group)
