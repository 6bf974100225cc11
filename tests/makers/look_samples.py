"""Sample values for every page of the paper, in four languages: for tests of templates without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from kawaraban.comments.thread.page import CommentView, ThreadView
from kawaraban.look.paper_view import Link, PaperView
from kawaraban.people.avatars import avatar_for
from kawaraban.stories.values import (
    CorrectionView,
    FrontView,
    ListView,
    MostRead,
    Picture,
    SectionBlock,
    ShareLink,
    StoryView,
    Teaser,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LANGUAGES = ("en", "tr", "ja", "ar")
ORIGIN = "http://paper.example"

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "section": "Technology",
        "headline": "Cable maker puts $2.9 billion into a landing station and a school beside it",
        "lead": "The sum, spread over two years, pays for machines and for the training of three hundred people.",
        "others": (
            "Port reopens after the storm",
            "A library that lends ladders",
            "Rain gauge no. 5 was right",
        ),
        "paragraph": "Nobody in the hall had expected the second number. The first had been known for weeks.",
        "comment": "My father spliced the first cable by hand, in the rain.",
    },
    "tr": {
        "section": "Türkçe",
        "headline": "İskelenin ışıkları yeniden yandı: kıyı hattı sekiz yıl sonra yolcu taşıyor",
        "lead": "Belediyenin 1,2 milyar liralık onarımı bitti; ilk vapur sabah altıda, dolu kalktı.",
        "others": ("Yağmur ölçer haklı çıktı", "Merdiven ödünç veren kütüphane", "Beklemeyi öğrenen tramvay"),
        "paragraph": "İskelede ilk düdük çaldığında saat altıya üç vardı. Kaptan beklemedi.",
        "comment": "Yolun parasını kim ödeyecek? Sözleşmede yazmıyor.",
    },
    "ja": {
        "section": "日本語",
        "headline": "港の網元、九十年つづいた競りの声を若い世代へ引き継ぐと発表",
        "lead": "市場の朝は声で始まる。九十年つづいた競りの声が、来春から若い三人に渡される。",
        "others": ("雨量計五番は正しかった", "はしごを貸す図書館", "待つことを覚えた路面電車"),
        "paragraph": "午前四時、港の灯りはまだ低い。競り人の声だけが先に起きている。",
        "comment": "道路の費用は契約書の別紙に書いてあります。",
    },
    "ar": {
        "section": "العربية",
        "headline": "الميناء يعود إلى العمل بعد العاصفة ونصف رافعاته ما زال واقفا",
        "lead": "قالت إدارة الميناء إن الإصلاح كلف 2.9 مليار وإن الرافعات ستعود قبل نهاية الشتاء.",
        "others": ("مقياس المطر كان على حق", "مكتبة تعير السلالم", "الترام الذي تعلم الانتظار"),
        "paragraph": "لم يكن أحد في القاعة يتوقع الرقم الثاني. كان الأول معروفا منذ أسابيع.",
        "comment": "شكرا على هذا التقرير الواضح.",
    },
}
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

PAPER = PaperView(
    name="The Harbour Sheet",
    motto="Printed once, for everybody",
    origin=ORIGIN,
    logo_url="",
    default_language="en",
    sections=(
        Link("City", "/city/", "en"),
        Link("Technology", "/technology/", "en", is_current=True),
        Link("日本語", "/ja/", "ja"),
        Link("Türkçe", "/tr/", "tr"),
        Link("العربية", "/ar/", "ar"),
    ),
    footer_pages=(Link("About", "/about/"), Link("Privacy", "/privacy/")),
    feed_url="/feed.xml",
    policy_url="/policy/",
    reads_rule_url="/how-we-count-reads/",
    contact_email="desk@paper.example",
)
PICTURE = Picture(
    src="/static/kawaraban/favicon.svg",
    srcset="",
    sizes="",
    width=1200,
    height=800,
    alt="A pier, waves and a red sun",
    credit="Drawing: the paper",
    caption="The pier before the works.",
)
FIGURE = {
    "amount": "$2.9 billion",
    "who": "Cable maker",
    "purpose": "station and machines",
    "by_when": "autumn 2028",
    "source": "company, 22 Nov",
}


class Block:
    """Stands for one block of Wagtail's StreamField: `{% include_block %}` asks it for its HTML."""

    def __init__(self, kind: str, **context: Any) -> None:
        self.kind = kind
        self.context = context

    def render_as_block(self, context: object = None) -> str:
        if self.kind == "paragraph":
            return mark_safe(f"<p>{self.context['value']}</p>")
        return render_to_string(f"stories/blocks/{self.kind}.html", self.context)


def sample_body(language: str) -> list[Block]:
    words = WORDS[language]
    return [
        Block("paragraph", value=words["paragraph"]),
        Block("key_figures", value={"title": "", "figures": [FIGURE, {**FIGURE, "who": "", "source": ""}]}),
        Block("subheading", value=words["others"][0]),
        Block("paragraph", value=f'{words["paragraph"]} <a href="https://example.org/contract">§4</a>'),
        Block("quote", value={"text": words["lead"], "source": "Mina Sato"}),
        Block("list", value=list(words["others"])),
        Block("picture", picture=PICTURE),
        Block(
            "link_card", value={"url": "https://example.org/x", "title": "The contract", "description": ""}
        ),
        *(Block("paragraph", value=words["paragraph"] * 4) for _ in range(5)),
    ]


def sample_teaser(language: str, number: int = 0, **changes: Any) -> Teaser:
    words = WORDS[language]
    headlines = (words["headline"], *words["others"])
    teaser = Teaser(
        url=f"/{language}/{number}/",
        headline=headlines[number % len(headlines)],
        lead=words["lead"],
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        section=Link(words["section"], f"/{language}/", language),
        bylines=(Link("Mina Sato", "/authors/mina-sato/"),),
        published_at=NOON - timedelta(hours=7 * number),
        picture=PICTURE,
        comments_count=number * 5,
        reads_count=1418 - number * 300,
        reading_minutes=4,
    )
    return replace(teaser, **changes)


def sample_comment(number: int, name: str = "Emre", text: str = "", **changes: Any) -> CommentView:
    public_id = f"k7fq2m{number:04d}"
    comment = CommentView(
        public_id=public_id,
        anchor=f"comment-{public_id}",
        name=name,
        avatar=avatar_for(name),
        html=mark_safe(f"<p>{text or WORDS['en']['comment']}</p>"),
        language="en",
        sent_at=NOON + timedelta(minutes=number),
        is_picked=False,
        is_pinned=False,
        is_staff=False,
        parent_name="",
        parent_anchor="",
        stub="",
        replies=(),
    )
    if parent_anchor := changes.get("parent_anchor"):
        changes = {"parent_url": f"#{parent_anchor}", **changes}
    return replace(comment, **changes)


def sample_thread(language: str = "en", **changes: Any) -> ThreadView:
    top = sample_comment(1, is_picked=True)
    reply = sample_comment(
        2, "佐藤", WORDS["ja"]["comment"], language="ja", parent_name="Emre", parent_anchor=top.anchor
    )
    answer = sample_comment(3, "Mina Sato", is_staff=True, parent_name="佐藤", parent_anchor=reply.anchor)
    stub = sample_comment(
        4, "", stub="Removed: insult (policy 2)", replies=(sample_comment(5, "Noor", WORDS["ar"]["comment"]),)
    )
    thread = ThreadView(
        locator="story-42",
        language=language,
        is_open=True,
        closed_reason="",
        comments_count=4,
        comments=(replace(top, replies=(reply, answer)), stub, sample_comment(6, LONG_WORD, "a" * 200)),
        characters_limit=2000,
        policy_number=2,
        policy_url="/policy/2/",
        policy_effective_at=NOON - timedelta(days=50),
        grounds=(("Threat", "Threatening a person or a group."), ("Spam", "Advertising, repeated texts.")),
        introduction="We publish what other readers can learn from.",
        responsibility="You answer for what you send.",
        notice="Forwarded to the administrator for approval.",
    )
    return replace(thread, **changes)


def sample_story(language: str = "en", **changes: Any) -> StoryView:
    words = WORDS[language]
    services = (("facebook", "Facebook"), ("whatsapp", "WhatsApp"), ("email", "E-mail"))
    story = StoryView(
        key="story-42",
        url=f"/{language}/42/",
        canonical_url=f"{ORIGIN}/{language}/42/",
        headline=words["headline"],
        lead=words["lead"],
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        dateline="İzmir",
        section=Link(words["section"], f"/{language}/", language),
        bylines=(Link("Mina Sato", "/authors/mina-sato/"), Link("Deniz Kaya", "")),
        published_at=NOON,
        updated_at=NOON + timedelta(hours=3),
        reads_count=1418,
        reading_minutes=4,
        picture=PICTURE,
        body=sample_body(language),
        topics=(Link("Sea cables", "/topics/sea-cables/"),),
        corrections=(CorrectionView(NOON + timedelta(hours=2), "The year was wrong.", is_fresh=True),),
        shares=tuple(
            ShareLink(service, label, f"https://{service}.example/?u=x") for service, label in services
        ),
        thread=sample_thread(language),
        related=tuple(sample_teaser(language, number) for number in (1, 2, 3)),
        most_read=MostRead(tuple(sample_teaser(language, number) for number in range(4))),
        json_ld='{"headline": "</script><b>"}',
        share_picture_url=f"{ORIGIN}/media/share.png",
    )
    return replace(story, **changes)


def sample_front(language: str = "en", **changes: Any) -> FrontView:
    front = FrontView(
        title=PAPER.name,
        lead_story=sample_teaser(language),
        newest=tuple(sample_teaser(other, 1) for other in LANGUAGES),
        sections=tuple(
            SectionBlock(
                Link(WORDS[other]["section"], f"/{other}/", other),
                "rtl" if other == "ar" else "ltr",
                tuple(sample_teaser(other, number) for number in (1, 2, 3)),
            )
            for other in LANGUAGES
        ),
        most_read=MostRead(tuple(sample_teaser(other) for other in LANGUAGES)),
    )
    return replace(front, **changes)


def sample_list(language: str = "en", **changes: Any) -> ListView:
    words = WORDS[language]
    page = ListView(
        kind="section",
        title=words["section"],
        introduction=words["lead"],
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        teasers=(
            sample_teaser(language, 1),
            sample_teaser(language, 2, picture=None),
            sample_teaser(language),
        ),
        most_read=MostRead((sample_teaser(language),), hours=168),
        newer_url="/?page=1",
        older_url="/?page=3",
        feed_url="/feed.xml",
    )
    return replace(page, **changes)


@cache
def sheets(language: str) -> dict[str, str]:
    """Every page of the paper, rendered: the address it stands for, and its HTML."""
    plain_page = {
        "title": "About the paper",
        "introduction": "Who makes it.",
        "body": sample_body(language)[:3],
    }
    with translation.override(language):
        return {
            "/story/": render_to_string(
                "stories/story.html", {"paper": PAPER, "story": sample_story(language)}
            ),
            "/bare/": render_to_string("stories/story.html", {"paper": PAPER, "story": bare_story(language)}),
            "/closed/": render_to_string(
                "stories/story.html", {"paper": PAPER, "story": closed_story(language)}
            ),
            "/": render_to_string("stories/front.html", {"paper": PAPER, "front": sample_front(language)}),
            "/list/": render_to_string("stories/list.html", {"paper": PAPER, "list": sample_list(language)}),
            "/about/": render_to_string("stories/standard.html", {"paper": PAPER, "page": plain_page}),
        }


def bare_story(language: str = "en") -> StoryView:
    """A story with nothing but its words, and nobody has commented."""
    return sample_story(
        language,
        picture=None,
        dateline="",
        bylines=(),
        updated_at=None,
        topics=(),
        corrections=(),
        related=(),
        most_read=MostRead(),
        thread=sample_thread(language, comments=(), comments_count=0),
    )


def closed_story(language: str = "en") -> StoryView:
    """A closed thread under a headline that no line can hold."""
    return sample_story(
        language,
        headline=f"{LONG_WORD} {LONG_WORD}",
        thread=sample_thread(language, is_open=False, closed_reason="It went round in circles."),
    )
