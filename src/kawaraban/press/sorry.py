"""The pages that the front writes itself, when nothing else can: plain, in four languages, needing nothing."""

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from typing import Final

_STYLE: Final = (
    "body{margin:0;background:#faf8f3;color:#1b1a17;font:1.125rem/1.6 Georgia,'Noto Serif',serif}"
    "main{max-width:38rem;margin:0 auto;padding:3rem 1.5rem;border-top:.35rem double #1b1a17}"
    "h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25em}p{margin:0 0 1.75rem}"
    "section+section{border-top:1px solid #cfc8b8;padding-top:1.75rem}"
    "@media(prefers-color-scheme:dark){body{background:#171613;color:#ece7dc}main{border-color:#ece7dc}"
    "section+section{border-color:#4a463c}}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

# language, direction, headline, text
_Text = tuple[str, str, str, str]

_SOON: Final[tuple[_Text, ...]] = (
    ("en", "ltr", "One moment, please", "This page cannot be made just now. Please try again in a minute."),
    (
        "tr",
        "ltr",
        "Bir dakika lütfen",
        "Bu sayfa şu anda hazırlanamıyor. Lütfen bir dakika sonra yeniden deneyin.",
    ),
    (
        "ja",
        "ltr",
        "しばらくお待ちください",
        "ただいま表示できません。1分ほどしてから、もう一度お試しください。",
    ),
    ("ar", "rtl", "لحظة من فضلك", "لا يمكن إعداد هذه الصفحة الآن. يُرجى المحاولة مرة أخرى بعد دقيقة."),
)
_TOO_LARGE: Final[tuple[_Text, ...]] = (
    ("en", "ltr", "That was too much at once", "What you sent is larger than 12 MB. Nothing of it was kept."),
    (
        "tr",
        "ltr",
        "Gönderilen çok büyük",
        "Gönderdiğiniz içerik 12 MB sınırını aşıyor. Hiçbir bölümü kaydedilmedi.",
    ),
    ("ja", "ltr", "データが大きすぎます", "送信されたデータは12 MBを超えています。何も保存されていません。"),
    ("ar", "rtl", "الحجم كبير جدًا", "ما أرسلته يتجاوز 12 ميغابايت، ولم يُحفظ منه شيء."),
)
_OTHER_NAME: Final[tuple[_Text, ...]] = (
    (
        "en",
        "ltr",
        "Not under this name",
        "This is not an address of the paper. The knob “hosts” can add it.",
    ),
    (
        "tr",
        "ltr",
        "Bu adla değil",
        "Bu adres gazetenin adresi değil. “hosts” ayarıyla eklenebilir.",
    ),
    (
        "ja",
        "ltr",
        "この名前では表示できません",
        "これは本紙のアドレスではありません。設定「hosts」に追加できます。",
    ),
    (
        "ar",
        "rtl",
        "ليس بهذا الاسم",
        "هذا ليس عنوانًا للصحيفة. يمكن إضافته في الإعداد «hosts».",
    ),
)
_TEXTS: Final = {400: _OTHER_NAME, 413: _TOO_LARGE, 502: _SOON, 503: _SOON, 504: _SOON}
RETRY_AFTER_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class SorryPage:
    """A status with its headers and its page."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def sorry_page(status: int) -> SorryPage:
    """The page for 400 (a host that is not ours), 413, 502, 503 and 504."""
    sections = "".join(
        f'<section lang="{language}" dir="{direction}"><h1>{escape(headline)}</h1><p>{escape(text)}</p></section>'
        for language, direction, headline, text in _TEXTS[status]
    )
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(_TEXTS[status][0][2])}</title><style>{_STYLE}</style></head>"
        f"<body><main>{sections}</main></body></html>"
    ).encode()
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Cache-Control", "private, no-store"),
        ("Content-Security-Policy", _POLICY),
        ("X-Content-Type-Options", "nosniff"),
    ]
    if status in {502, 503, 504}:
        headers.append(("Retry-After", str(RETRY_AFTER_SECONDS)))
    return SorryPage(status, tuple(headers), body)
