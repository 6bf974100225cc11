"""The model of one language: a reader, the linear columns, the lexicon and the stack, put together."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from kawaraban.triage.model.disguises.repairs import Repairs
from kawaraban.triage.model.linear import Linear
from kawaraban.triage.model.reading import Reader
from kawaraban.triage.model.rudeness import Rudeness
from kawaraban.triage.model.stacking import Stacking
from kawaraban.triage.model.style import STYLE, style
from kawaraban.triage.model.vectors import Measured, Numbers, Sparse, measured, sparse
from kawaraban.triage.model.weights import Columns, DamagedWeights, Lexicon, Stack, WeightsPart

# Texts are read in portions of about this many signs, so that the table of words never grows far.
_PORTION = 16_384


@dataclass(frozen=True, slots=True)
class Reckoned:
    """Some texts and all that is reckoned of them: what stands in them, the inputs of the stack, the logits."""

    texts: Measured
    inputs: Numbers
    logits: Numbers


@dataclass(slots=True)
class LanguageModel:
    """Scores texts of one language. May be asked by many threads: they take turns."""

    language: str
    reader: Reader
    linear: Linear
    rudeness: Rudeness
    stacking: Stacking
    lock: threading.RLock = field(default_factory=threading.RLock)

    @staticmethod
    def of(language: str, parts: Sequence[WeightsPart]) -> "LanguageModel":
        """From what each file says of the language, in order. Raises DamagedWeights."""
        columns: list[Columns] = [part.columns for part in parts if part.columns]
        lexicons: list[Lexicon] = [part.lexicon for part in parts if part.lexicon]
        stacks: list[Stack] = [part.stack for part in parts if part.stack]
        if not (columns and stacks):
            raise DamagedWeights(f"{language}: no columns or no stack")
        linear = Linear.of(columns)
        rudeness = Rudeness(lexicons[-1] if lexicons else _no_lexicon())
        stacking = Stacking.of(stacks[-1], input_names(linear.names, rudeness.lexicon.names))
        reader = Reader(language, repairs=Repairs.of(lexicons[-1]) if lexicons else None)
        return LanguageModel(language, reader, linear, rudeness, stacking)

    def logits(self, texts: Sequence[str]) -> Numbers:
        """The calibrated logits of each text, (texts, heads of `stacking`)."""
        found = [self.reckoned(portion).logits for portion in portions(texts)]
        return np.concatenate(found) if found else np.zeros((0, len(self.stacking.heads)))

    def reckoned(self, texts: Sequence[str]) -> Reckoned:
        """A portion of texts with all that was reckoned. Hold `lock` as long as the table is looked at after it."""
        with self.lock:
            if self.reader.is_full:
                self.forget()
            reading = self.reader.read(texts)
            self.learn()
            table = self.reader.table
            known = measured(reading, table)
            inputs = np.concatenate(
                [
                    self.linear.logits(known),
                    self.rudeness.inputs(known.distinct, known.count),
                    style(texts, reading, table),
                ],
                axis=1,
            )
            return Reckoned(known, inputs, self.stacking.logits(inputs))

    def learn(self) -> None:
        """Reckon what is to be known of words that were read since."""
        self.linear.learn(self.reader.table)
        self.rudeness.learn(self.reader.table)

    def sparse(self, texts: Sequence[str]) -> tuple[Sparse, Numbers]:
        """The vectors of a portion of texts without block IDENTITY, and their logits."""
        with self.lock:
            found = self.reckoned(texts)
            return sparse(found.texts, self.reader.table, with_identity=False), found.logits

    def forget(self) -> None:
        """Forget the words of all texts read so far."""
        with self.lock:
            self.reader.forget()
            self.linear.forget()
            self.rudeness.forget()


def input_names(columns: Sequence[str], lexicon: Sequence[str]) -> list[str]:
    """The inputs a stack may name, in the order in which they are reckoned."""
    return [*columns, *(f"{name}:{way}" for way in ("max", "sum") for name in lexicon), *STYLE]


def portions(texts: Sequence[str]) -> list[Sequence[str]]:
    """The texts in portions of at most `_PORTION` signs, or of a single text."""
    found: list[Sequence[str]] = []
    first = signs = 0
    for place, text in enumerate(texts):
        signs += len(text)
        if signs > _PORTION and place > first:
            found.append(texts[first:place])
            first, signs = place, len(text)
    if first < len(texts):
        found.append(texts[first:])
    return found


def _no_lexicon() -> Lexicon:
    none = np.zeros(0, np.uint32)
    return Lexicon((), none, np.zeros((0, 0), np.uint8), none, ())
