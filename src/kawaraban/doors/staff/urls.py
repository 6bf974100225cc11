"""The addresses of staff: signing in, one's own account, colleagues.

Names without a namespace are allauth's: its own code looks them up. What it has besides (sign-up, social
accounts, changing addresses) has no address here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, URLResolver, include, path, re_path

from kawaraban.doors.staff.colleagues import views as colleagues_views
from kawaraban.doors.staff.digest import views as digest_views
from kawaraban.doors.staff.hooks import views as hooks_views
from kawaraban.doors.staff.link import views as link_views
from kawaraban.people.views import (
    AddPasskeyView,
    NewRecoveryCodesView,
    RemoveAppView,
    RemovePasskeyView,
    SetUpAppView,
    SignInView,
    sign_out,
)

_account = [
    path("", factors.index, name="mfa_index"),
    path("password/", account.password_change, name="account_change_password"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("again/code/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("app/", SetUpAppView.as_view(), name="mfa_activate_totp"),
    path("app/remove/", RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
    path("recovery-codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
_sign_in = [
    path("", SignInView.as_view(), name="account_login"),
    path("code/", factors.authenticate, name="mfa_authenticate"),
    path("passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("forgotten/", account.password_reset, name="account_reset_password"),
    path("forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^forgotten/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "forgotten/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
_staff = [
    path("join/<int:user_id>-<int:ends_at>/<str:mark>/", colleagues_views.join, name="join"),
    path("decide/<int:pk>/<str:mark>/", link_views.decide_link, name="decide_link"),
    path("digest/", digest_views.digest, name="digest"),
    path("hooks/", hooks_views.hooks, name="hooks"),
    path("hooks/<int:pk>/", hooks_views.hook, name="hook"),
    path("hooks/<int:pk>/test", hooks_views.test_hook, name="test_hook"),
    path("hooks/<int:pk>/remove", hooks_views.remove, name="remove_hook"),
    path("hooks/<int:pk>/again/<int:delivery>", hooks_views.again, name="deliver_again"),
    path("staff/", colleagues_views.colleagues, name="staff"),
    path("staff/<int:pk>/", colleagues_views.colleague, name="colleague"),
    path("staff/<int:pk>/disable", colleagues_views.disable, name="disable"),
    path("staff/<int:pk>/enable", colleagues_views.enable, name="enable"),
    path("staff/<int:pk>/take-factors", colleagues_views.take_factors, name="take_factors"),
    path("staff/<int:pk>/invite-again", colleagues_views.another_link, name="invite_again"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", include(_sign_in)),
    path("sign-out/", sign_out, name="account_logout"),
    path("account/", include(_account)),
    path("", include((_staff, "staff"))),
]
