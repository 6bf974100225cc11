"""Taking staff on and changing what they may do."""

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kawaraban.people.models import Role, User

# Editors are in this group; the stories give it its rights in the page tree. Publishers may all by themselves.
EDITORS_GROUP = "Editors of the paper"


def add_staff(
    *, name: str, role: str, password: str, display_name: str = "", email: str = "", language: str = ""
) -> User:
    """A new member of staff who can sign in at once.

    Raises ValidationError with sentences: an unknown role, a name that is taken (small or capital) or not a
    name, a password that is too easy.
    """
    user = User(username=name.strip(), first_name=display_name.strip(), email=email, language=language)
    _set_role(user, role)
    if User.objects.filter(username__iexact=user.username).exists():
        raise ValidationError(_("There is a member of staff with this name already."), code="name_taken")
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    with transaction.atomic():
        user.save()
        _join_groups(user)
    return user


def change_role(*, user: User, role: str) -> User:
    """Give a member of staff another role. Raises ValidationError on an unknown one."""
    _set_role(user, role)
    with transaction.atomic():
        user.save(update_fields=["role", "is_staff", "is_superuser"])
        _join_groups(user)
    return user


def change_password(*, user: User, password: str) -> User:
    """Set a password; who is signed in with the old one is signed out. Raises ValidationError when too easy."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def _set_role(user: User, role: str) -> None:
    if role not in Role.values:
        raise ValidationError(
            _("“%(role)s” is not a role. Roles are: %(roles)s.")
            % {"role": role, "roles": ", ".join(Role.values)},
            code="unknown_role",
        )
    user.role = role
    user.is_staff = user.is_superuser = role == Role.PUBLISHER


def _join_groups(user: User) -> None:
    group, _made = Group.objects.get_or_create(name=EDITORS_GROUP)
    if user.role == Role.EDITOR:
        user.groups.add(group)
    else:
        user.groups.remove(group)
