"""The table: time and memory, in a process of its own, as a small server would start it.

Time is the processor's, so that whatever else runs on the machine does not count. Memory is told on Linux alone.
"""

import json
import random
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from kawaraban.triage.judging.suite.row import FigureRow

PART: Final = "Cost"
TRIES: Final = 3
# What the fresh process does: everything between its first line and the answer counts.
PROGRAM: Final = """
import json, sys, time
began = time.process_time()
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.model.scores import Context
model = Model.load(with_share_alike={share_alike})
loaded = time.process_time() - began
texts = json.load(sys.stdin)
context = Context(language="en")
for text in texts[:200]:
    model.score(text, context)
single = []
for text in texts:
    at = time.process_time()
    model.score(text, context)
    single.append(time.process_time() - at)
at = time.process_time()
for first in range(0, len(texts), 256):
    batch = texts[first : first + 256]
    model.score_many(batch, [context] * len(batch))
batch_seconds = time.process_time() - at
single.sort()
print(json.dumps({{
    "load": loaded,
    "median": single[len(single) // 2],
    "p99": single[len(single) * 99 // 100],
    "per_second": len(texts) / batch_seconds,
    "memory": {memory},
}}))
"""
# The most it ever held, in kB. What `getrusage` says is that of the process that started it, where that was larger.
MEMORY: Final = 'int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])'
BARE: Final = f"print({MEMORY})"
# Sentences as they stand under news; words that nobody has written before are mixed in (`made_texts`).
SAMPLE: Final = (
    "I read this twice and still do not see how the new tax is supposed to pay for the school, and nobody asks.",
    "You are an idiot if you believe one word of what this mayor says about money, or about anything else.",
    "Thanks for the careful report. The map of the flooded streets helped us to find a way home last night.",
    "What a load of rubbish. Nobody in this town asked for a second roundabout. Spend it on the library!",
    "My mother worked in that factory for thirty years. It was loud and dirty, and she did not miss a day.",
    "lol sure, and who pays for all of it?? we do, as always, they laugh",
)
SYLLABLES: Final = ("ba", "den", "ko", "lim", "ra", "sto", "ti", "ver", "pol", "gra", "ne", "fus")
RARE: Final = 1 / 3
RARE_WORDS: Final = 10_000
WORDS: Final = 19
TEXTS: Final = 3000
KILOBYTE: Final = 1024


def cost_rows(*, has_share_alike: bool) -> list[FigureRow]:
    """Of some tries the best: a machine that others use makes nothing faster."""
    texts = made_texts()
    runs = [run(texts, has_share_alike=has_share_alike) for _try in range(TRIES)]
    bare = int(answer_of(BARE, "")) * KILOBYTE / 1e6
    best = {name: min(one[name] for one in runs) for name in runs[0]}
    fastest = max(one["per_second"] for one in runs)
    length = statistics.mean(map(len, texts))
    count = len(texts)
    whole = best["memory"] * KILOBYTE / 1e6
    return [
        FigureRow(PART, "one comment, median (ms)", 1000 * best["median"], count, is_cost=True),
        FigureRow(
            PART, "one comment, p99 (ms)", 1000 * best["p99"], count, floor=1.0, goal=0.3, is_cost=True
        ),
        FigureRow(
            PART,
            "comments a second, in batches of 256",
            fastest,
            count,
            floor=8000,
            goal=15_000,
            note=f"{length:.0f} characters on average",
        ),
        FigureRow(
            PART, "import and load (ms)", 1000 * best["load"], TRIES, floor=150, goal=100, is_cost=True
        ),
        FigureRow(
            PART,
            "memory of the whole process (MB)",
            whole,
            TRIES,
            floor=45,
            goal=36,
            is_cost=True,
            note=f"Python alone {bare:.0f} MB",
        ),
        FigureRow(PART, "weights on disk (MB)", weights_size(), floor=10, goal=5, is_cost=True),
    ]


def made_texts() -> list[str]:
    """Texts of about 115 characters. Every third word is one of ten thousand: real texts repeat themselves little."""
    chance = random.Random(0)  # noqa: S311
    known = " ".join(SAMPLE).split()
    rare = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _word in range(RARE_WORDS)]
    return [
        " ".join(chance.choice(rare if chance.random() < RARE else known) for _word in range(WORDS))
        for _text in range(TEXTS)
    ]


def run(texts: list[str], *, has_share_alike: bool) -> dict[str, Any]:
    """One fresh process over all texts."""
    found: dict[str, Any] = json.loads(
        answer_of(PROGRAM.format(share_alike=has_share_alike, memory=MEMORY), json.dumps(texts))
    )
    return found


def answer_of(program: str, given: str) -> str:
    """What a new Python says. Raises CalledProcessError where it fails."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "-c", program], input=given, capture_output=True, text=True, check=True
    ).stdout


def weights_size() -> float:
    """All weight files of the package together, in MB."""
    folder = Path(__file__).parents[2] / "model" / "weights"
    return sum(file.stat().st_size for file in folder.glob("*.npz")) / 1e6
