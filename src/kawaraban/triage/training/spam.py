"""Advertising as it stands under stories, made from sentences of our own: few real examples may be passed on."""

import random
from typing import Final

_SEED: Final = 13
_COUNT: Final = 900

_OPENINGS = (
    "Hey guys", "Hello dear", "Hi everyone", "Nice article", "Great post", "Wow", "Thanks for sharing",
    "Good day", "Attention", "I never believed it", "My life changed", "", "", "",
)  # fmt: skip
_OFFERS = (
    "I make {money} {period} working from home",
    "my sister earned {money} last month on her laptop",
    "I got my loan of {money} in 24 hours from this company",
    "earn {money} {period} with bitcoin trading, no experience needed",
    "he helped me recover my lost crypto, contact him on whatsapp {phone}",
    "doctor {name} cured my herpes with his herbal medicine, email him {mail}",
    "he brought back my ex husband with a powerful love spell, contact {mail}",
    "buy cheap viagra and cialis without prescription",
    "best online casino with free spins and {money} bonus",
    "play slots and win {money} today",
    "buy real followers and likes for instagram",
    "we offer SEO services and backlinks, first page of google guaranteed",
    "cheap replica watches and handbags, free shipping worldwide",
    "hot singles near you want to chat",
    "sexy girls live on webcam, join for free",
    "free iphone, just click and fill out the survey",
    "download the full movie in HD for free",
    "watch live stream of the match for free",
    "best essay writing service, plagiarism free, {money} per page",
    "lose 20 pounds in two weeks with this one weird trick",
    "this keto diet pill is amazing, order now",
    "please subscribe to my channel and I will subscribe back",
    "check out my new video, like and subscribe",
    "sub for sub, follow me and I follow back",
    "check out my page and my music please",
    "visit my blog for more information about this topic",
    "telegram channel with trading signals, 300% profit {period}",
    "invest {money} and get double back, guaranteed profit",
    "emergency plumber, best prices in town, call {phone}",
    "cheap flights and hotel deals, book now",
)
_ENDINGS = (
    "{link}", "visit {link}", "click here {link}", "check it out: {link}", "more info at {link}", "go to {link} now",
    "contact {mail}", "call or text {phone}", "sign up here >> {link}", "link in bio", "{link} {link}", "",
)  # fmt: skip
_HAM = (
    "I watched the video on their channel and the interview is worth your time.",
    "You can read the whole report at https://www.parliament.example/report if you do not believe it.",
    "The council's own figures say otherwise: https://data.city.example/budget",
    "My sister works from home and earns less than before.",
    "Bitcoin is a bubble, and this article explains why.",
    "Casinos bring no jobs to this town. They bring debts.",
    "I subscribe to this paper because of stories like this one.",
    "Please check your source, the link in the second paragraph is broken.",
    "Free buses would cost the city about $400 a head.",
    "Follow the money and you will see who gains from this law.",
    "Call your representative and say what you think.",
    "A loan at that rate is a scam, and the bank knows it.",
    "Click on the map and you can see that the road ends there.",
    "I bought one last year and it broke after two weeks.",
    "Thanks for sharing this, it helped me understand the vote.",
    "Great article. I wish there were more about the schools.",
    "First time I agree with the mayor.",
    "Why is there no source for the second number?",
    "Here is the study they mention: http://doi.example/10.1000/182",
    "Correction: the match was on Saturday, not on Sunday.",
)
_NAMES = ("Adams", "Omoro", "Silva", "Grace", "Kent", "Peters", "Lucky", "Moon", "Harris", "Rose")
_ENDS = (".com", ".net", ".info", ".xyz", ".online", ".ru", ".biz", ".top", ".shop", ".club")
_STEMS = (
    "best-deals", "cash4u", "loan-fast", "win-big", "crypto-profit", "mega-casino", "slimnow", "hot-date",
    "topseo", "bit.ly/x", "freegift", "watch-hd",
)  # fmt: skip


def spam_and_ham() -> tuple[list[str], list[float]]:
    """Some texts and of each whether it is spam, 1 or 0. The same every time."""
    # Examples, not secrets.
    chance = random.Random(_SEED)  # noqa: S311
    texts = [_one(chance) for _ in range(_COUNT)]
    return [*texts, *_HAM], [1.0] * len(texts) + [0.0] * len(_HAM)


def _one(chance: random.Random) -> str:
    parts = [chance.choice(_OPENINGS), chance.choice(_OFFERS), chance.choice(_ENDINGS)]
    if chance.random() < 0.25:
        parts.insert(2, chance.choice(_OFFERS))
    text = chance.choice((". ", "! ", ", ", " ", "!!! ")).join(part for part in parts if part)
    link = (
        f"{chance.choice(('http://', 'https://', 'www.', ''))}{chance.choice(_STEMS)}{chance.choice(_ENDS)}"
    )
    name = chance.choice(_NAMES)
    text = text.format(
        money=f"${chance.choice((50, 250, 900, 2500, 5000, 8400, 25000))}",
        period=chance.choice(("a day", "per week", "daily", "every month", "an hour")),
        phone=f"+1{chance.randrange(10**9, 10**10)}",
        name=name,
        mail=f"{name.lower()}{chance.randrange(100)}@{chance.choice(('gmail.com', 'yahoo.com', 'outlook.com'))}",
        link=link,
    )
    case = chance.random()
    return text.upper() if case < 0.08 else text.lower() if case < 0.4 else text
