"""Taking staff on, and what each role may do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError

from kawaraban.people.actions import add_staff, change_password, change_role
from kawaraban.people.groups import EDITORS_GROUP
from kawaraban.people.models import Role, User
from kawaraban.people.permissions import Verb, may, require

PASSWORD = "seven herons over the pier"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        ("moderator", {Verb.OPEN_DESK}),
        ("editor", {Verb.OPEN_DESK, Verb.EDIT_STORIES}),
        ("publisher", {Verb.OPEN_DESK, Verb.EDIT_STORIES, Verb.EDIT_PAPER}),
    ],
)
def test_each_role_may_do_what_the_roles_before_it_may(role: str, verbs: set[Verb]) -> None:
    user = add_staff(name="aiko", role=role, password=PASSWORD, display_name="Aiko Mori")

    allowed = {verb for verb in (Verb.OPEN_DESK, Verb.EDIT_STORIES, Verb.EDIT_PAPER) if may(user, verb)}

    assert allowed == verbs
    assert user.may_publish_paper is (role == "publisher")
    assert user.check_password(PASSWORD)
    assert user.display_name == "Aiko Mori"
    assert user.is_superuser is (role == "publisher")
    assert user.groups.filter(name=EDITORS_GROUP).exists() is (role == "editor")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"role": "king"}, "unknown_role"),
        ({"role": ""}, "unknown_role"),
        ({"name": "MIKA"}, "name_taken"),
        ({"password": "short"}, "password_too_short"),
        ({"password": "password123"}, "password_too_common"),
        ({"name": "seven-herons", "password": "seven-herons"}, "password_too_similar"),
    ],
)
def test_staff_that_cannot_be_taken_on_is_refused_with_a_sentence(
    moderator: User, changed: dict[str, str], code: str
) -> None:
    wanted = {"name": "aiko", "role": "editor", "password": PASSWORD, **changed}

    with pytest.raises(ValidationError) as refused:
        add_staff(**wanted)

    assert code in {error.code for error in refused.value.error_list}
    assert all(sentence.endswith(".") for sentence in refused.value.messages)
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "   ", "two words", "<b>"])
def test_a_name_that_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        add_staff(name=name, role="editor", password=PASSWORD)

    assert "username" in refused.value.message_dict


@pytest.mark.django_db
def test_a_changed_role_takes_the_rights_of_the_old_one_away(publisher: User) -> None:
    add_staff(name="aiko", role="publisher", password=PASSWORD)
    change_role(user=publisher, role=Role.EDITOR)
    change_role(user=publisher, role=Role.MODERATOR)

    publisher.refresh_from_db()
    assert not publisher.is_superuser
    assert not may(publisher, Verb.EDIT_STORIES)
    assert not publisher.groups.exists()


@pytest.mark.django_db
def test_an_easy_password_is_not_set(moderator: User) -> None:
    with pytest.raises(ValidationError):
        change_password(user=moderator, password="12345")

    moderator.refresh_from_db()
    assert moderator.check_password("a long password")


@pytest.mark.django_db
def test_a_member_of_staff_who_left_may_nothing(publisher: User) -> None:
    publisher.is_active = False

    with pytest.raises(PermissionDenied):
        require(publisher, Verb.OPEN_DESK)
    with pytest.raises(PermissionDenied):
        require(AnonymousUser(), Verb.OPEN_DESK)
