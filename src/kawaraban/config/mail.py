"""The knob `mail_url` as Django's mail settings."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kawaraban.config.env import BadConfiguration


def mail_settings(url: str, *, folder: Path) -> dict[str, Any]:
    """smtp:// (STARTTLS where a user is given), smtps:// (TLS from the start); empty writes files to `folder`.

    Raises BadConfiguration on any other scheme.
    """
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder),
        }
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadConfiguration("mail_url must look like smtp://user:password@host:587 or smtps://host:465.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
