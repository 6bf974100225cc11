"""django-allauth for staff alone: name and password, a second factor, passkeys, and no way to sign up.

What it would count in a cache of each process (wrong passwords, wrong codes) is counted by `people.throttle` in
the database instead, for all processes together: passwords inside `people.backends`, whatever door asks for one.
"""

from typing import Any

SIGN_IN_APPS = ["allauth", "allauth.account", "allauth.mfa"]


def sign_in_settings() -> dict[str, Any]:
    """The settings of allauth. Passkeys need https, except on localhost: browsers say so, and so does the server."""
    return {
        "AUTHENTICATION_BACKENDS": ["kawaraban.people.backends.CountedBackend"],
        "ACCOUNT_ADAPTER": "kawaraban.doors.staff.adapter.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*"],
        "ACCOUNT_SIGNUP_ENABLED": False,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
        # Whoever is signed in and may not enter is shown the form, instead of being sent back and forth.
        "ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS": False,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_REAUTHENTICATION_METHODS": ["password", "mfa"],
        "ACCOUNT_RATE_LIMITS": False,
        "ACCOUNT_FORMS": {
            "login": "kawaraban.people.sign_in.SignInForm",
            "reset_password": "kawaraban.people.sign_in.ForgottenForm",
            "reauthenticate": "kawaraban.people.sign_in.PasswordAgainForm",
            "change_password": "kawaraban.people.sign_in.NewPasswordForm",
        },
        "MFA_ADAPTER": "kawaraban.doors.staff.adapter.FactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        # A phone whose clock is half a minute off still signs in.
        "MFA_TOTP_TOLERANCE": 1,
        "MFA_FORMS": {
            "authenticate": "kawaraban.people.second_factor.CodeForm",
            "reauthenticate": "kawaraban.people.second_factor.CodeAgainForm",
            "activate_totp": "kawaraban.people.second_factor.FirstCodeForm",
        },
        # The reset link of a mail; it is used once, and dies with the next sign-in.
        "PASSWORD_RESET_TIMEOUT": 4 * 3600,
    }
