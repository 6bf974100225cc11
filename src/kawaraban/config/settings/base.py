"""What every profile shares. A profile adds its rooms; the test settings add their own data directory."""

import os
from pathlib import Path
from socket import gethostname
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from kawaraban.config.databases import database_settings
from kawaraban.config.env import data_dir, read_knobs
from kawaraban.config.mail import mail_settings
from kawaraban.config.object_store.media_setting import media_storage
from kawaraban.config.seeing.logs import formatter_settings
from kawaraban.config.sign_in import SIGN_IN_APPS, sign_in_settings

DATA = data_dir()
KNOBS = read_knobs(DATA, os.environ)

SECRET_KEY = DATA.read_key(DATA.secret_key_file)
LEDGER_KEY = DATA.read_key(DATA.ledger_key_file)
LEDGER_HEADS_FILE = DATA.ledger_heads_file
DEBUG = False

SITE_URL = KNOBS["site_url"].rstrip("/")
_own_host = urlsplit(SITE_URL).hostname or "127.0.0.1"
ALLOWED_HOSTS = sorted({_own_host, "localhost", "127.0.0.1", "[::1]", *KNOBS["hosts"]})
_is_https = SITE_URL.startswith("https://")

# A function that knows what the sections are called (comments/thread/section_names.py); "" where nobody does.
SECTION_TITLES = ""
# One that knows what the paper is called (comments/names/protected.py); "" where nobody does.
PAPER_NAMES = ""
# What programs do about comments, told by the rooms that have them (law/programs), in the order of the pages.
PROGRAMS = (
    "kawaraban.comments.programs.marks.PROGRAMS",
    "kawaraban.doors.desk.programs.PROGRAMS",
    "kawaraban.comments.programs.not_taken.PROGRAMS",
    "kawaraban.doors.public.programs.PROGRAMS",
    "kawaraban.law.programs.own.PROGRAMS",
    "kawaraban.comments.programs.alone.PROGRAMS",
    "kawaraban.alerts.programs.PROGRAMS",
)

# What each room says of the people in its tables: the one table of personal data, in the order in which it is shown.
PERSONAL_DATA = [
    "kawaraban.comments.personal.PART",
    "kawaraban.doors.desk.personal.PART",
    "kawaraban.law.personal.own.PART",
    "kawaraban.alerts.personal.PART",
    "kawaraban.reads.personal.PART",
    "kawaraban.triage.personal.PART",
]

COMMENT_ROOMS = [
    "kawaraban.look",
    "kawaraban.press",
    "kawaraban.people",
    "kawaraban.law",
    "kawaraban.triage",
    "kawaraban.comments",
    "kawaraban.reads",
    "kawaraban.alerts",
    "kawaraban.doors.public",
    "kawaraban.doors.desk",
    "kawaraban.doors.staff",
    "kawaraban.doors.analyses",
]
DJANGO_APPS = [
    *SIGN_IN_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kawaraban.press.printing.middleware.PressMiddleware",
    "kawaraban.doors.public.trouble.machine_trouble.MachineTroubleMiddleware",
    "kawaraban.look.security_headers.SecurityHeadersMiddleware",
    "kawaraban.press.printing.without_nul.WithoutNulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kawaraban.press.printing.methods.MethodsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kawaraban.people.middleware.StaffLanguageMiddleware",
    "kawaraban.people.middleware.StaffCookieMiddleware",
    "kawaraban.people.known_browsers.KnownBrowserMiddleware",
    "kawaraban.people.second_factor.SecondFactorMiddleware",
]

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "django.template.context_processors.i18n",
]

NODE = KNOBS["node"] or gethostname()
DATABASES: dict[str, dict[str, Any]] = {"default": database_settings(DATA, KNOBS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
LOGIN_URL = "desk:sign_in"
LOGIN_REDIRECT_URL = "desk:queue"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

LANGUAGE_CODE = KNOBS["language"]
LANGUAGES = [("en", _("English")), ("tr", _("Turkish")), ("ja", _("Japanese")), ("ar", _("Arabic"))]
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "locale"]
TIME_ZONE = KNOBS["time_zone"]
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA.static
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA.media
# A web server reads pictures and styles from the disk, whatever this process may make otherwise.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
# Media in a bucket are brought into MEDIA_ROOT when they are asked for (press/printing/media_here.py).
MEDIA_ELSEWHERE = bool(KNOBS["media_url"])
STORAGES = {
    "default": media_storage(KNOBS["media_url"]),
    "staticfiles": {"BACKEND": "kawaraban.config.static_files.PaperStaticStorage"},
}
# What a browser may send in one request: an editor's pictures are files and are counted apart.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

SESSION_ENGINE = "kawaraban.people.sessions"
# With the prefix a browser takes the cookie from this host alone, over https, for the whole site: no neighbour under
# the same domain sets one.
SESSION_COOKIE_NAME = "__Host-kawaraban_session" if _is_https else "kawaraban_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _is_https
CSRF_COOKIE_SECURE = _is_https
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "kawaraban.doors.public.trouble.views.form_too_old"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if _is_https else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

COMMENT_CHARACTERS = KNOBS["comment_characters"]
COMMENT_BYTES = KNOBS["comment_bytes"]
COMMENTS_PER_MINUTE = KNOBS["comments_per_minute"]
COMMENTS_PER_HOUR = KNOBS["comments_per_hour"]
REPORTS_PER_HOUR = KNOBS["reports_per_hour"]
NOTICES_PER_HOUR = KNOBS["notices_per_hour"]
KEEP_ADDRESS_DAYS = KNOBS["keep_address_days"]
KEEP_HASH_DAYS = KNOBS["keep_hash_days"]
KEEP_NOTICE_DAYS = KNOBS["keep_notice_days"]
KEEP_REFUSED_DAYS = KNOBS["keep_refused_days"]
KEEP_WORDS_DAYS = KNOBS["keep_words_days"]
KEEP_REVISIONS_DAYS = KNOBS["keep_revisions_days"]
LOG_DAYS = KNOBS["log_days"]
BACKUP_HOURS = KNOBS["backup_hours"] if KNOBS["backup_to"] else 0
UNDO_SECONDS = KNOBS["undo_seconds"]
READS_SECONDS = KNOBS["reads_seconds"]
READS_PER_NETWORK = KNOBS["reads_per_network"]
SIGN_IN_TRIES = KNOBS["sign_in_tries"]
SECURITY_CONTACT = KNOBS["security_contact"]
HOOKS_PRIVATE = KNOBS["hooks_private"]
SECOND_FACTOR_ROLES = KNOBS["second_factor_roles"]
globals().update(sign_in_settings())
STORE_DIRECTORY = DATA.store
BEACONS_DIRECTORY = DATA.beacons
RUN_DIRECTORY = DATA.run
# How old the rules of triage may be in a process that did not change them.
TRIAGE_RULES_SECONDS = 1.0
# Who gives the words of a decision to learn from: triage keeps none, and knows no comments.
TRIAGE_TEXTS = "kawaraban.comments.lessons.texts.texts_of"

globals().update(mail_settings(KNOBS["mail_url"], folder=DATA.mail))
# Mails of the paper take theirs from law.sender, which knows the contact address; these are for all others.
MAIL_FROM = KNOBS["mail_from"]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM or f"noreply@{_own_host}"

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # frames are refused by look.security_headers, which knows the editor's preview
    "security.W005",  # whether all subdomains are secure is for their owner to say, in the web server in front
    "security.W008",  # so is the redirect: TLS ends there
    "security.W021",  # and so is the preload list
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # The address of a tracking page is its key: no line holds it, whoever writes it.
    "filters": {
        "secret_links": {"()": "kawaraban.doors.public.trouble.quiet_log.MaskTrackingLinks"},
        "one_line": {"()": "kawaraban.doors.public.trouble.quiet_log.OneLineForRefusals"},
        "printing": {"()": "kawaraban.press.printing.quiet_log.NoWordOfWhatIsGone"},
    },
    "formatters": {
        "plain": formatter_settings(KNOBS["log_format"]),
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["secret_links", "one_line"],
        }
    },
    "root": {"handlers": ["console"], "level": KNOBS["log_level"]},
    # They tell every saved page in several lines; what goes wrong is still told.
    "loggers": {
        "wagtail": {"level": "WARNING"},
        "botocore": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django.request": {"filters": ["secret_links", "one_line", "printing"]},
    },
}


def templates(*extra_processors: str) -> list[dict[str, object]]:
    """The one template engine; a profile adds the processor that fills `paper`."""
    return [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": [*CONTEXT_PROCESSORS, *extra_processors],
                "loaders": [
                    ("django.template.loaders.cached.Loader", ["kawaraban.look.template_loader.Loader"])
                ],
            },
        }
    ]
