"""P2 over the golden sentences of others: 23 languages, numbers, titles, quotations."""

import json
import os
from pathlib import Path

import pytest
from tests.text_promises import assert_is_a_lead

from kawaraban.kit.text import graphemes_count, lead, one_line

REAL_DATA = Path(
    os.environ.get("KAWARABAN_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data"
)
SENTENCES = REAL_DATA / "sentences"
FILES = sorted(SENTENCES.glob("*.json"))
LANGUAGES = {
    "amharic": "am", "arabic": "ar", "armenian": "hy", "bulgarian": "bg", "burmese": "my", "chinese": "zh",
    "danish": "da", "deutsch": "de", "dutch": "nl", "english": "en", "french": "fr", "greek": "el", "hindi": "hi",
    "italian": "it", "japanese": "ja", "kazakh": "kk", "marathi": "mr", "persian": "fa", "polish": "pl",
    "russian": "ru", "slovak": "sk", "spanish": "es", "turkish": "tr", "urdu": "ur",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not FILES, reason=f"the sentences of others are not here: {SENTENCES}")


def _language(path: Path) -> str:
    return LANGUAGES.get(path.name.removeprefix("test_").split("_")[0], "en")


def _texts(path: Path) -> list[str]:
    cases = json.loads(path.read_text(encoding="utf-8"))["cases"]
    texts = [case["text"] if isinstance(case["text"], str) else " ".join(case["text"]) for case in cases]
    return [*texts, " ".join(texts)[:1500]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_lead_of_any_length_keeps_its_promises(path: Path) -> None:
    for text in _texts(path):
        longest = graphemes_count(one_line(text)) + 1
        for limit in range(0, longest + 1, max(1, longest // 40)):
            assert_is_a_lead(lead(text, limit, _language(path)), text=text, limit=limit)
