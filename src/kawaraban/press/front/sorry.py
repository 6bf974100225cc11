"""The pages for when the app cannot answer.

The worker prints them beforehand in the paper's own dress and language, and the front takes them from the
store. Where the store has none, it writes a plain one itself, in four languages, needing nothing.
"""

import base64
import hashlib
import logging
from dataclasses import dataclass
from html import escape
from typing import Final

import lmdb

from kawaraban.kit.complaints import Complaint
from kawaraban.kit.faults import said_plainly
from kawaraban.press.store.page import IDENTITY
from kawaraban.press.store.store import Store

logger = logging.getLogger(__name__)

# Where the printed ones are, by the status with which they are shown.
SORRY_ADDRESSES: Final = {
    408: "/sorry/stopped/",
    413: "/sorry/large/",
    502: "/sorry/soon/",
    503: "/sorry/soon/",
    504: "/sorry/slow/",
}
# The same for one who has sent something: whether it was taken is what they must know first.
SENT_ADDRESSES: Final = {502: "/sorry/unknown/", 503: "/sorry/untaken/"}

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
_SLOW: Final[tuple[_Text, ...]] = (
    (
        "en",
        "ltr",
        "This took too long",
        (
            "The paper did not answer in time. If you have sent something, it may have arrived all the same: "
            "please look before you send it again."
        ),
    ),
    (
        "tr",
        "ltr",
        "Bu çok uzun sürdü",
        (
            "Gazete zamanında yanıt vermedi. Bir şey gönderdiyseniz yine de ulaşmış olabilir: "
            "yeniden göndermeden önce lütfen bakın."
        ),
    ),
    (
        "ja",
        "ltr",
        "時間がかかりすぎました",
        "時間内に応答がありませんでした。送信されたものは届いている可能性があります。もう一度送る前にご確認ください。",
    ),
    (
        "ar",
        "rtl",
        "استغرق هذا وقتًا طويلًا",
        "لم تُجب الصحيفة في الوقت المحدد. إن كنت قد أرسلت شيئًا فربما وصل رغم ذلك: يُرجى التحقق قبل الإرسال مرة أخرى.",
    ),
)
_STOPPED: Final[tuple[_Text, ...]] = (
    (
        "en",
        "ltr",
        "It stopped on the way",
        "What you were sending stopped arriving. Nothing of it was kept. Please try once more.",
    ),
    (
        "tr",
        "ltr",
        "Yolda kaldı",
        "Gönderdiğiniz içeriğin gelişi yarıda kesildi. Hiçbir bölümü kaydedilmedi. Lütfen bir kez daha deneyin.",
    ),
    (
        "ja",
        "ltr",
        "途中で止まりました",
        "送信が途中で止まりました。何も保存されていません。もう一度お試しください。",
    ),
    ("ar", "rtl", "توقف في الطريق", "توقف وصول ما كنت ترسله، ولم يُحفظ منه شيء. يُرجى المحاولة مرة أخرى."),
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
_TEXTS: Final = {400: _OTHER_NAME, 408: _STOPPED, 413: _TOO_LARGE, 502: _SOON, 503: _SOON, 504: _SLOW}
_UNKNOWN: Final[tuple[_Text, ...]] = (
    (
        "en",
        "ltr",
        "We do not know whether it arrived",
        (
            "The paper broke off in the middle of its work. What you sent may have arrived all the same: "
            "please look before you send it again."
        ),
    ),
    (
        "tr",
        "ltr",
        "Ulaşıp ulaşmadığını bilmiyoruz",
        (
            "Gazete işinin ortasında kesintiye uğradı. Gönderdiğiniz yine de ulaşmış olabilir: "
            "yeniden göndermeden önce lütfen bakın."
        ),
    ),
    (
        "ja",
        "ltr",
        "届いたかどうか分かりません",
        "処理の途中で中断しました。送信されたものは届いている可能性があります。もう一度送る前にご確認ください。",
    ),
    (
        "ar",
        "rtl",
        "لا نعرف هل وصل ما أرسلته",
        "انقطع عمل الصحيفة في منتصفه. ربما وصل ما أرسلته رغم ذلك: يُرجى التحقق قبل الإرسال مرة أخرى.",
    ),
)
_UNTAKEN: Final[tuple[_Text, ...]] = (
    (
        "en",
        "ltr",
        "It was not taken",
        "The paper is too busy just now. Nothing of what you sent was kept. Please send it again in a minute.",
    ),
    (
        "tr",
        "ltr",
        "Alınamadı",
        (
            "Gazete şu anda çok yoğun. Gönderdiğinizin hiçbir bölümü kaydedilmedi. "
            "Lütfen bir dakika sonra yeniden gönderin."
        ),
    ),
    (
        "ja",
        "ltr",
        "受け付けられませんでした",
        "ただいま混み合っています。送信されたものは何も保存されていません。1分ほどしてから、もう一度お送りください。",
    ),
    (
        "ar",
        "rtl",
        "لم يُستلم ما أرسلته",
        "الصحيفة مشغولة جدًا الآن، ولم يُحفظ شيء مما أرسلته. يُرجى الإرسال مرة أخرى بعد دقيقة.",
    ),
)
_SENT_TEXTS: Final = {502: _UNKNOWN, 503: _UNTAKEN}
RETRY_AFTER_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class SorryPage:
    """A status with its headers and its page."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def sorry_page(status: int, *, is_sent: bool = False) -> SorryPage:
    """The plain page for 400 (a host that is not ours), 408, 413, 502, 503 and 504. `is_sent`: to no mere reader."""
    texts = (_SENT_TEXTS.get(status) if is_sent else None) or _TEXTS[status]
    sections = "".join(
        f'<section lang="{language}" dir="{direction}"><h1>{escape(headline)}</h1><p>{escape(text)}</p></section>'
        for language, direction, headline, text in texts
    )
    body = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(texts[0][2])}</title><style>{_STYLE}</style></head>"
        f"<body><main>{sections}</main></body></html>"
    ).encode()
    headers = (
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Security-Policy", _POLICY),
        ("X-Content-Type-Options", "nosniff"),
    )
    return SorryPage(status, (*headers, *_of_the_moment(status)), body)


class SorryDesk:
    """Gives the printed page where there is one, else the plain one. A store that fails changes nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._unread = Complaint(logger, "The page for when the app cannot answer cannot be read")

    def __call__(self, status: int, *, is_sent: bool = False) -> SorryPage:
        address = (SENT_ADDRESSES.get(status) if is_sent else None) or SORRY_ADDRESSES.get(status)
        try:
            encoded = self._store.encoded_page(address, IDENTITY) if address else None
        except (lmdb.Error, OSError) as failure:
            self._unread.hear(said_plainly(failure))
            encoded = None
        if encoded is None:
            return sorry_page(status, is_sent=is_sent)
        kept = tuple((name, text) for name, text in encoded.headers if name.lower() not in _OF_THE_PRINT)
        return SorryPage(status, (*kept, *_of_the_moment(status)), encoded.body)


# True of the page as it is printed, not of an answer that says sorry with it.
_OF_THE_PRINT: Final = frozenset({"cache-control", "surrogate-key", "vary"})


def _of_the_moment(status: int) -> tuple[tuple[str, str], ...]:
    """Nobody keeps it, and where waiting helps it says how long."""
    headers: tuple[tuple[str, str], ...] = (("Cache-Control", "private, no-store"),)
    if status in {502, 503, 504}:
        headers += (("Retry-After", str(RETRY_AFTER_SECONDS)),)
    return headers
