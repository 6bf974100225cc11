"""The model: what it says of a text, with the files of weights that are there.

base_model().score("You utter idiot").heads[Head.INSULT]  -> 0.93
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np

from kawaraban.triage.model.explaining import weighed_words
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.language_model import LanguageModel, portions
from kawaraban.triage.model.languages import Guess, candidates_of, detected, primary
from kawaraban.triage.model.reading import Reader
from kawaraban.triage.model.scores import NOTHING_KNOWN, Context, Features, Scores, Span, Weighed
from kawaraban.triage.model.sentences import sentence_spans
from kawaraban.triage.model.stacking import probabilities
from kawaraban.triage.model.vectors import Numbers, Sparse, measured, sparse
from kawaraban.triage.model.weights import Weights, WeightsPart, mapped, read_weights

BASE: Final = "base.npz"
SHARE_ALIKE: Final = "share-alike.npz"
# From here on a head's words are named: below it nobody is told that something may be wrong.
NAMED_FROM: Final = 0.35
_HEADS: Final = tuple(Head)
_FOLDER = Path(__file__).with_name("weights")


@dataclass(frozen=True, slots=True)
class Model:
    """All languages of the files that were loaded. May be asked by many threads."""

    version: str
    # Whether what text under CC BY-SA has fed is in it. Without it the model is weaker.
    has_share_alike: bool
    _models: Mapping[str, LanguageModel]
    _readers: "_Readers"

    @staticmethod
    def load(folder: Path | None = None, *, with_share_alike: bool = True) -> "Model":
        """The weights of a folder; those of the product where none is given. A missing second file is no error.

        Raises FileNotFoundError without the first, and DamagedWeights.
        """
        folder = folder or _FOLDER
        files = [folder / BASE]
        if with_share_alike and (folder / SHARE_ALIKE).exists():
            files.append(folder / SHARE_ALIKE)
        parts = _parts([read_weights(mapped(file)) for file in files])
        models = {language: LanguageModel.of(language, said) for language, said in parts.items()}
        return Model(_version(files), len(files) > 1, models, _Readers())

    @property
    def languages(self) -> Mapping[str, frozenset[Head]]:
        """The languages that have a head, and which."""
        return {language: frozenset(model.stacking.heads) for language, model in self._models.items()}

    def score(self, text: str, context: Context = NOTHING_KNOWN, *, with_words: bool = True) -> Scores:
        """What the model says of one text, with its sentences and the words that weighed.

        Those words take as long as all the rest: who shows them to nobody asks without them.
        """
        [guess] = self._languages([text], [context])
        model = self._models.get(guess.language)
        if model is None:
            return self._nothing(text, guess)
        heads, weighed = self._reckoned(model, text, with_words=with_words)
        spans = self._spans(model, text, heads)
        return Scores(heads, guess.language, guess.confidence, spans, weighed, self.version)

    @staticmethod
    def _reckoned(
        model: LanguageModel, text: str, *, with_words: bool
    ) -> tuple[dict[Head, float], tuple[Weighed, ...]]:
        with model.lock:
            reckoned = model.reckoned([text])
            heads = _named(model, probabilities(reckoned.logits)[0])
            named = [head for head in model.stacking.heads if with_words and heads[head] >= NAMED_FROM]
            return heads, weighed_words(model, text, reckoned, named) if named else ()

    def score_many(self, texts: Sequence[str], contexts: Sequence[Context] = ()) -> list[Scores]:
        """What the model says of many texts, without sentences and words. Texts of any languages together."""
        guesses = self._languages(texts, contexts or [NOTHING_KNOWN] * len(texts))
        found: list[Scores | None] = [None] * len(texts)
        for language, places in _by_language(guesses).items():
            model = self._models.get(language)
            said = probabilities(model.logits([texts[place] for place in places])) if model else None
            for row, place in enumerate(places):
                heads = _named(model, said[row]) if model is not None and said is not None else {}
                found[place] = Scores(heads, language, guesses[place].confidence, (), (), self.version)
        return [scores for scores in found if scores is not None]

    def features(self, text: str, language: str = "") -> Features:
        """The text as the site's layer learns it; of every language, also of those without a head."""
        [features] = self.features_many([text], [language])
        return features

    def features_many(self, texts: Sequence[str], languages: Sequence[str]) -> list[Features]:
        """As `features`, of many texts; `languages` are what `score` said ("" is to be detected)."""
        contexts = [Context(language) for language in languages]
        guesses = self._languages(texts, contexts)
        found: list[Features | None] = [None] * len(texts)
        for language, places in _by_language(guesses).items():
            seen = self._features([texts[place] for place in places], language)
            for place, features in zip(places, seen, strict=True):
                found[place] = features
        return [features for features in found if features is not None]

    def scored_features_many(
        self, texts: Sequence[str], contexts: Sequence[Context]
    ) -> list[tuple[Scores, Features]]:
        """What `score_many` says, and the features of the same texts in the languages it found. They are read once."""
        guesses = self._languages(texts, contexts)
        found: list[tuple[Scores, Features] | None] = [None] * len(texts)
        for language, places in _by_language(guesses).items():
            model = self._models.get(language)
            columns = _columns(model)
            for place, features in zip(
                places, self._features([texts[place] for place in places], language), strict=True
            ):
                heads: dict[Head, float] = {}
                if model is not None:
                    logits = features.dense[columns].astype(np.float64)
                    heads = _named(model, probabilities(logits))
                scores = Scores(heads, language, guesses[place].confidence, (), (), self.version)
                found[place] = (scores, features)
        return [each for each in found if each is not None]

    def weighed(self, text: str, language: str) -> tuple[Weighed, ...]:
        """The words that weighed most where `score` names any, of a text in a language. Without its sentences."""
        model = self._models.get(language)
        return self._reckoned(model, text, with_words=True)[1] if model is not None else ()

    def _features(self, texts: Sequence[str], language: str) -> list[Features]:
        model = self._models.get(language)
        columns = _columns(model)
        found: list[Features] = []
        for portion in portions(texts):
            if model is None:
                vectors, logits = self._readers.sparse(language, portion), np.zeros((len(portion), 0))
            else:
                vectors, logits = model.sparse(portion)
            dense = np.zeros((len(portion), len(_HEADS)), np.float32)
            dense[:, columns] = logits
            for row in range(len(portion)):
                span = slice(int(vectors.starts[row]), int(vectors.starts[row + 1]))
                found.append(Features(vectors.indices[span], vectors.values[span], dense[row]))
        return found

    def _languages(self, texts: Sequence[str], contexts: Sequence[Context]) -> list[Guess]:
        """Declared languages are taken, unless the script is another's; the others are detected."""
        guesses: list[Guess | None] = [
            _declared(text, context) for text, context in zip(texts, contexts, strict=True)
        ]
        unsure = [place for place, guess in enumerate(guesses) if guess is None]
        if unsure:
            found = detected(
                [texts[place] for place in unsure], [contexts[place].expected for place in unsure]
            )
            for place, guess in zip(unsure, found, strict=True):
                guesses[place] = guess
        return [guess for guess in guesses if guess is not None]

    def _spans(self, model: LanguageModel, text: str, heads: Mapping[Head, float]) -> tuple[Span, ...]:
        spans = sentence_spans(text, model.language)
        if len(spans) == 1:
            return (Span(*spans[0], heads),)
        said = probabilities(model.logits([text[begin:end] for begin, end in spans]))
        return tuple(
            Span(begin, end, _named(model, row)) for (begin, end), row in zip(spans, said, strict=True)
        )

    def _nothing(self, text: str, guess: Guess) -> Scores:
        spans = tuple(Span(begin, end, {}) for begin, end in sentence_spans(text, guess.language))
        return Scores({}, guess.language, guess.confidence, spans, (), self.version)


class _Readers:
    """Readers of languages that have no weights, the few that were used last. For many threads: they take turns."""

    _MOST = 4

    def __init__(self) -> None:
        self._readers: dict[str, Reader] = {}
        self._lock = threading.Lock()

    def sparse(self, language: str, texts: Sequence[str]) -> Sparse:
        with self._lock:
            reader = self._readers.pop(language, None) or Reader(language, remembered=4_096)
            self._readers[language] = reader
            if len(self._readers) > self._MOST:
                del self._readers[next(iter(self._readers))]
            if reader.is_full:
                reader.forget()
            return sparse(measured(reader.read(texts), reader.table), reader.table, with_identity=False)


@lru_cache(maxsize=1)
def base_model() -> Model:
    """The model that comes with the product, loaded once in a process. Load it before processes part: they share it."""
    return Model.load()


def _version(files: Sequence[Path]) -> str:
    """Twelve hex signs of the hash of the files' hashes."""
    digests = []
    for path in files:
        with path.open("rb") as file:
            digests.append(hashlib.file_digest(file, "sha256").digest())
    return hashlib.sha256(b"".join(digests)).hexdigest()[:12]


def _parts(files: Sequence[Weights]) -> dict[str, list[WeightsPart]]:
    parts: dict[str, list[WeightsPart]] = {}
    for weights in files:
        for language, part in weights.parts.items():
            parts.setdefault(language, []).append(part)
    return parts


def _declared(text: str, context: Context) -> Guess | None:
    language = primary(context.language)
    if not language:
        return None
    candidates = candidates_of(text)
    if not candidates or language in candidates:
        return Guess(language, 1.0)
    return (
        Guess(language, 1.0) if candidates == candidates_of("a") and language not in _OTHER_SCRIPTS else None
    )


# These are not written in Latin letters: who declares one of them for Latin text is not believed.
_OTHER_SCRIPTS: Final = frozenset(("ja", "ko", "zh", "el", "he", "th"))


def _by_language(guesses: Sequence[Guess]) -> dict[str, list[int]]:
    """The places of the texts of each language."""
    found: dict[str, list[int]] = {}
    for place, guess in enumerate(guesses):
        found.setdefault(guess.language, []).append(place)
    return found


def _columns(model: LanguageModel | None) -> list[int]:
    """Where the model's heads stand among all."""
    return [_HEADS.index(head) for head in model.stacking.heads] if model is not None else []


def _named(model: LanguageModel, said: Numbers) -> dict[Head, float]:
    return dict(zip(model.stacking.heads, said.tolist(), strict=True))
