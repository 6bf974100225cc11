"""Taking staff on, changing what they may do, and letting them go: the rules, without the record.

`law/record/staffing.py` alone calls these and writes down what was done; a contract of the import linter refuses
everybody else.
"""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kawaraban.people.groups import join_groups
from kawaraban.people.models import Role, User
from kawaraban.people.second_factor import end_sessions
from kawaraban.press.turn import one_turn


def add_staff(  # noqa: PLR0913  (all that is known of a person)
    *,
    name: str,
    role: str,
    password: str | None,
    display_name: str = "",
    email: str = "",
    language: str = "",
    sections: Sequence[str] = (),
) -> User:
    """A new member of staff who can sign in at once; without a password, once they have set one by a link.

    Raises ValidationError with sentences: an unknown role, a name that is taken (small or capital) or not a
    name, a password that is too easy, sections for somebody who is not a moderator.
    """
    user = User(username=name.strip(), first_name=display_name.strip(), email=email, language=language)
    _set_role(user, role, sections)
    if User.objects.filter(username__iexact=user.username).exists():
        raise ValidationError(_("There is a member of staff with this name already."), code="name_taken")
    if password is None:
        user.set_unusable_password()
    else:
        validate_password(password, user)
        user.set_password(password)
    user.full_clean()
    with one_turn():
        user.save()
        join_groups(user)
    return user


def change_role(*, user: User, role: str, sections: Sequence[str] = ()) -> User:
    """Give a member of staff another role, and a moderator sections; none is the whole paper.

    Raises ValidationError on an unknown role, and when nobody would be left as publisher.
    """
    with one_turn():
        if role != Role.PUBLISHER:
            _another_publisher_stays(user)
        _set_role(user, role, sections)
        user.save(update_fields=["role", "sections", "is_staff", "is_superuser"])
        join_groups(user)
    return user


def change_details(
    *, user: User, role: str, sections: Sequence[str], display_name: str, email: str, language: str
) -> User:
    """Role and sections, and how the person is called, reached and spoken to. Raises ValidationError."""
    with one_turn():
        change_role(user=user, role=role, sections=sections)
        user.first_name, user.email, user.language = display_name.strip(), email, language
        user.full_clean()
        user.save(update_fields=["first_name", "email", "language"])
    return user


def disable_staff(*, user: User) -> User:
    """Close the account and end its sessions. What the person decided stays. Raises ValidationError for the
    last publisher."""
    with one_turn():
        _another_publisher_stays(user)
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(user)
    return user


def enable_staff(*, user: User) -> User:
    """Open a closed account again, with the role that it had."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


def change_password(*, user: User, password: str) -> User:
    """Set a password; who is signed in with the old one is signed out. Raises ValidationError when too easy."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    return user


def reset_factors(*, user: User) -> int:
    """Take every factor and recovery code away, for a lost phone. Sessions end. Returns how many there were."""
    with one_turn():
        count, _by_model = Authenticator.objects.filter(user_id=user.pk).delete()
        end_sessions(user)
    return int(count)


def _another_publisher_stays(user: User) -> None:
    """Raises ValidationError when this is the only publisher who can sign in."""
    publishers = User.objects.select_for_update().filter(role=Role.PUBLISHER, is_active=True)
    if user.role == Role.PUBLISHER and user.is_active and not publishers.exclude(pk=user.pk).exists():
        raise ValidationError(
            _("%(name)s is the last publisher: make somebody else publisher first.")
            % {"name": user.display_name},
            code="last_publisher",
        )


def _set_role(user: User, role: str, sections: Sequence[str]) -> None:
    if role not in Role.values:
        raise ValidationError(
            _("“%(role)s” is not a role. Roles are: %(roles)s.")
            % {"role": role, "roles": ", ".join(Role.values)},
            code="unknown_role",
        )
    wanted = sorted({section.strip() for section in sections if section.strip()})
    if wanted and role != Role.MODERATOR:
        raise ValidationError(
            _("Only a moderator is bound to sections; an editor and a publisher have the whole paper."),
            code="sections_need_moderator",
        )
    user.role, user.sections = role, wanted
    user.is_staff = user.is_superuser = role == Role.PUBLISHER
