"""Every knob of the product: name, default, help. The configuration page of the docs is made from this table.

A knob is set in `kawaraban.toml` of the data directory or, stronger, by the environment:
`site_url` there is `KAWARABAN_SITE_URL` here.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "switch", "list"]


@dataclass(frozen=True, slots=True)
class Knob:
    """One setting. Lists are comma-separated in the environment, arrays in the file."""

    name: str
    kind: Kind
    default: str | int | bool | tuple[str, ...]
    help: str

    @property
    def variable(self) -> str:
        return f"KAWARABAN_{self.name.upper()}"


SITE_URL = Knob(
    "site_url",
    "text",
    "http://127.0.0.1:8000",
    "The paper's address, without a slash at the end. Links in feeds, mails and share cards start with it.",
)
KNOBS: tuple[Knob, ...] = (
    SITE_URL,
    Knob(
        "hosts",
        "list",
        (),
        "Other host names under which the paper answers. Its own, localhost and 127.0.0.1 always do.",
    ),
    Knob(
        "trusted_proxies",
        "list",
        ("127.0.0.1", "::1"),
        "Addresses whose Forwarded and X-Forwarded-For headers are believed.",
    ),
    Knob(
        "profile",
        "text",
        "newspaper",
        "newspaper: the whole paper. comments_only: the comment layer without stories and editor.",
    ),
    Knob("language", "text", "en", "The paper's language where a page has none of its own."),
    Knob(
        "time_zone",
        "text",
        "UTC",
        "The time zone a new paper starts with, for example Asia/Tokyo; later the publisher sets it in the editor.",
    ),
    Knob(
        "app_workers",
        "number",
        1,
        "Processes that render pages which are not printed yet, and the desk and the editor.",
    ),
    Knob(
        "database_url",
        "text",
        "",
        "A PostgreSQL database in place of the file, as postgresql://user@host/name?sslmode=verify-full; several hosts"
        " are separated by commas. Better set in the environment, since it may hold a password.",
    ),
    Knob(
        "node",
        "text",
        "",
        "What this machine is called where several serve one paper; empty: the name of its host.",
    ),
    Knob("app_threads", "number", 2, "Threads in each of them. More processes help more than more threads."),
    Knob(
        "shelf_megabytes",
        "number",
        64,
        "Memory in which the front keeps the printed pages that are asked for most.",
    ),
    Knob(
        "connections",
        "number",
        12_000,
        "Connections that are open at once. The system's limit of open files can make it fewer.",
    ),
    Knob("connection_requests", "number", 10_000, "Requests on one connection before it is closed."),
    Knob("idle_seconds", "number", 20, "Seconds that a connection stays open without a request."),
    Knob("head_seconds", "number", 10, "Seconds within which the head of a request must have come."),
    Knob(
        "body_seconds",
        "number",
        60,
        "Seconds within which the body of a request must have come; one over 1 MB, and what the staff send, has a "
        "second more for each kilobyte.",
    ),
    Knob(
        "sending_seconds",
        "number",
        20,
        "Seconds that a comment may wait to be stored, while something else holds the database; then its sender is "
        "told that it was not sent.",
    ),
    Knob(
        "log_lines",
        "number",
        500,
        "Lines of the access log in a second; beyond that a sample is written, with weights. 0 writes all.",
    ),
    Knob(
        "log_megabytes",
        "number",
        1000,
        "Megabytes that the access log and the older ones beside it may take; the oldest are deleted. 0 sets no limit.",
    ),
    Knob(
        "log_days",
        "number",
        30,
        "Days for which an access log is kept. Each day begins another. 0 keeps them all.",
    ),
    Knob(
        "free_megabytes",
        "number",
        200,
        "Free space under which /healthz and check name the disk; on a small disk a fiftieth of it.",
    ),
    Knob(
        "hang_seconds",
        "number",
        60,
        "Seconds without a sign of life after which a process is ended and started again. 0 ends none.",
    ),
    Knob(
        "surrogate_keys",
        "switch",
        False,
        "Send Surrogate-Key with printed pages, for a cache in front of the paper that can purge by it.",
    ),
    Knob("comment_characters", "number", 2000, "The longest comment, counted as people count characters."),
    Knob(
        "comment_bytes",
        "number",
        16000,
        "The longest comment in bytes of UTF-8: a ceiling against stacked marks.",
    ),
    Knob("comments_per_minute", "number", 4, "Comments one sender may send in a minute. 0 sets no limit."),
    Knob("comments_per_hour", "number", 30, "Comments one sender may send in an hour. 0 sets no limit."),
    Knob("reports_per_hour", "number", 10, "Comments one reader may report in an hour. 0 sets no limit."),
    Knob(
        "notices_per_hour",
        "number",
        5,
        "Notices of illegal content from one sender in an hour. 0 sets no limit.",
    ),
    Knob(
        "keep_address_days",
        "number",
        7,
        "Days for which the e-mail address of a commenter, and a mail that left, are kept after the last message.",
    ),
    Knob(
        "keep_hash_days",
        "number",
        90,
        "Days for which the keyed hashes of senders, texts and reporters are kept.",
    ),
    Knob(
        "keep_notice_days",
        "number",
        184,
        "Days for which the sender of a notice is known after its decision: as long as an appeal is possible.",
    ),
    Knob(
        "keep_refused_days",
        "number",
        365,
        "Days after the last decision after which a comment that is not shown (refused, taken off, taken back, never "
        "sent again) is erased. At least 184, as long as an appeal is possible. 0 keeps it until somebody erases it.",
    ),
    Knob(
        "keep_words_days",
        "number",
        365,
        "Days for which the words of reports, appeals, notices, suspensions and letters are kept after they were "
        "answered. At least 184, as long as an appeal is possible. 0 keeps them until somebody erases them.",
    ),
    Knob(
        "keep_revisions_days",
        "number",
        0,
        "Days for which older revisions of a page are kept in the editor; the newest, the published and the scheduled "
        "one always stay. 0 keeps them all.",
    ),
    Knob("undo_seconds", "number", 10, "How long a decision can be taken back before its message leaves."),
    Knob(
        "sign_in_tries",
        "number",
        8,
        "Wrong passwords from one household (an IPv4 address, a /64 of IPv6) in ten minutes before it has to wait.",
    ),
    Knob(
        "second_factor_roles",
        "list",
        (),
        "Roles that must sign in with a second factor: moderator, editor, publisher.",
    ),
    Knob(
        "hooks_private",
        "switch",
        False,
        "Hooks may be addresses on this machine and in private networks. Only where every publisher may reach them.",
    ),
    Knob(
        "mail_url",
        "text",
        "",
        "smtp://user:password@host:587 or smtps://…; empty writes mails as files into the data directory.",
    ),
    Knob(
        "mail_from",
        "text",
        "",
        "The sender of mails; empty takes the paper's contact address. Answers go to the contact address.",
    ),
    Knob(
        "published_files",
        "text",
        "",
        "A folder of its own in which the worker keeps every printed page as plain files, for a web server; "
        "empty keeps none.",
    ),
    Knob("reads_seconds", "number", 10, "Seconds a story must be visible to count as read."),
    Knob(
        "reads_per_network",
        "number",
        120,
        "Reads that one network (an IPv4 address, a /64 of IPv6) may report in ten minutes; more are tallied as "
        "a flood. 0 sets no limit.",
    ),
    Knob("log_level", "text", "INFO", "DEBUG, INFO, WARNING or ERROR."),
    Knob(
        "media_url",
        "text",
        "",
        "Where pictures and documents lie, for a paper on several machines: s3://bucket/prefix; empty is the folder "
        "media/ (a shared folder is mounted there).",
    ),
    Knob(
        "backup_to",
        "text",
        "",
        "Where the worker copies the paper to: a folder, or s3://bucket/prefix?lock_days=90; empty makes no copies.",
    ),
    Knob("backup_hours", "number", 24, "Hours between two copies; 0 makes none by itself."),
    Knob(
        "backup_recipient",
        "text",
        "",
        "The public key that copies are encrypted to: age1…, ssh-ed25519 …, or gpg: and a key of the keyring; empty "
        "encrypts nothing.",
    ),
    Knob(
        "backup_keys",
        "switch",
        True,
        "Copies hold keys/, too. To an object store only when they are encrypted; 0 keeps them apart: copy them "
        "yourself, once.",
    ),
    Knob("log_format", "text", "text", "text: lines for people. json: one JSON object a line, for programs."),
    Knob(
        "metrics_port",
        "number",
        0,
        "A port on which monitoring programs (Prometheus) read the paper's figures at /metrics. 0 opens none.",
    ),
    Knob("metrics_host", "text", "127.0.0.1", "The address on which metrics_port listens."),
    Knob(
        "metrics_token",
        "text",
        "",
        "What a monitoring program sends as Authorization: Bearer to read /metrics of the paper itself, and of "
        "metrics_port; at least 20 characters. Empty: the paper itself has no such page.",
    ),
    Knob(
        "slow_query_ms",
        "number",
        500,
        "Statements of the database that take longer are logged, without what was put into them. 0 logs none.",
    ),
    Knob(
        "otel_endpoint",
        "text",
        "",
        "Where traces of app, clerk and worker are sent by OTLP over HTTP, as http://127.0.0.1:4318; needs the extra "
        "otel. Empty sends none.",
    ),
    Knob(
        "security_contact",
        "text",
        "",
        "Where a fault that somebody could misuse is told, for /.well-known/security.txt: an e-mail address, or an "
        "address that begins with https://. Empty: there is no such file.",
    ),
)
