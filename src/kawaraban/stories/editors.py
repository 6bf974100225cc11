"""What an editor may do in Wagtail: write, change and publish in the whole paper, and bring pictures in."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from kawaraban.people.groups import EDITORS_GROUP
from kawaraban.people.models import Role, User
from kawaraban.stories.models import FrontPage

# On pages under the front, on the whole collection of pictures, and on models.
PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
PICTURE_RIGHTS = ("wagtailimages.add_image", "wagtailimages.change_image", "wagtailimages.choose_image")
MODEL_RIGHTS = (
    "wagtailadmin.access_admin",
    "stories.add_author",
    "stories.change_author",
    "stories.view_author",
)


def grant(user: User) -> None:
    """Give a member of staff the rights of the role in the editor. A publisher has all, a moderator none.

    Idempotent; takes them away when the role is no longer an editor's.
    """
    group = give_rights()
    if user.role == Role.EDITOR:
        user.groups.add(group)
    else:
        user.groups.remove(group)


def give_rights() -> Group:
    """The group of editors, with its rights in the page tree as it is now. Idempotent."""
    group, _made = Group.objects.get_or_create(name=EDITORS_GROUP)
    group.permissions.add(*_permissions(MODEL_RIGHTS))
    pictures = Collection.get_first_root_node()
    for permission in _permissions(PICTURE_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=pictures, permission=permission
        )
    front = FrontPage.objects.first()
    if front is not None:
        for permission in _permissions(tuple(f"wagtailcore.{right}" for right in PAGE_RIGHTS)):
            GroupPagePermission.objects.get_or_create(group=group, page=front, permission=permission)
    return group


def _permissions(names: tuple[str, ...]) -> list[Permission]:
    """The permissions with these names, "app.codename". Raises DoesNotExist for one that there is not."""
    pairs = [name.split(".") for name in names]
    return [
        Permission.objects.get(content_type__app_label=label, codename=codename) for label, codename in pairs
    ]
