"""6.1: probabilities, sentences, words and languages, of any text and from any thread."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.units.triage.model.small_weights import dense_logits, small_weights

from kawaraban.law.grounds import Ground
from kawaraban.triage.model.blocks import IDENTITY, ROWS, STARTS
from kawaraban.triage.model.heads import GROUND_OF, Head
from kawaraban.triage.model.language_model import LanguageModel
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.model.scores import Context
from kawaraban.triage.model.weights import write_weights

_TEXTS = [
    "You are an idiot!",
    "What a nice article. The story is good, you moron! Go away.",
    "f u c k you, f)u)c)k and fu ck",
    "Sh1t 5tupid a$$hole duck",
    "gay and muslim women are the story of all black men",
    "the the the the the the duck duck duck duck",
    "これは an idiot 한국 바보",
    "",
    "!!!",
    "x" * 5_000,
    "idiot " * 3_000,
    "half a pair \ud800 you idiot! And \udc00 more.",
]
ENGLISH = Context("en")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("weights")
    write_weights(place / "base.npz", small_weights())
    return place


@pytest.fixture(scope="module")
def model(folder: Path) -> Model:
    return Model.load(folder)


def test_6_01_every_head_speaks_of_a_ground_and_no_head_of_what_people_judge() -> None:
    assert set(GROUND_OF) == set(Head)
    untold = {Ground.DEFAMATION, Ground.ILLEGAL, Ground.PERSONALITY_RIGHTS}
    assert untold.isdisjoint(GROUND_OF.values())


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=200), st.sampled_from(["", "en", "ja"]))
def test_6_02_scores_of_any_unicode_lie_between_nought_and_one(
    model: Model, text: str, language: str
) -> None:
    scores = model.score(text, Context(language))
    assert all(0.0 <= value <= 1.0 for value in scores.heads.values())
    assert len(scores.spans) >= 1
    assert all(0 <= span.begin <= span.end <= len(text) for span in scores.spans)
    assert all(text[word.begin : word.end] == word.words for word in scores.weighed)


def test_6_02_a_text_scores_the_same_alone_among_others_and_in_a_new_process(
    model: Model, folder: Path
) -> None:
    many = model.score_many(_TEXTS, [ENGLISH] * len(_TEXTS))
    fresh = Model.load(folder)
    for text, among in zip(reversed(_TEXTS), reversed(many), strict=True):
        alone = fresh.score(text, ENGLISH)
        assert alone.heads == pytest.approx(among.heads, abs=1e-9)
        assert alone.version == among.version


def test_6_02_columns_say_what_their_definition_says_row_by_row() -> None:
    part = small_weights().parts["en"]
    assert part.columns is not None
    plain = [text for text in _TEXTS if "fu ck" not in text and "5tupid" not in text]
    found = LanguageModel.of("en", [part]).reckoned(plain).inputs[:, :2]
    assert found == pytest.approx(dense_logits(plain, part.columns), abs=1e-5)


def test_6_01_threads_that_ask_at_once_get_what_one_gets(folder: Path) -> None:
    model = Model.load(folder)
    texts = [f"{text} {number}" for number in range(40) for text in _TEXTS[:8]]
    expected = [scores.heads for scores in Model.load(folder).score_many(texts, [ENGLISH] * len(texts))]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: model.score(text, ENGLISH).heads, texts))
    for one, other in zip(found, expected, strict=True):
        assert one == pytest.approx(other, abs=1e-9)


def test_6_01_what_was_forgotten_is_learnt_again_and_scores_the_same(folder: Path) -> None:
    part = small_weights().parts["en"]
    small, large = LanguageModel.of("en", [part]), LanguageModel.of("en", [part])
    small.reader.remembered = 3
    for _ in range(2):
        for text in _TEXTS:
            assert small.logits([text]) == pytest.approx(large.logits([text]), abs=1e-9)


def test_6_01_the_sentence_that_is_rude_is_named_and_so_is_the_word(model: Model) -> None:
    text = "What a nice article. You are an idiot! The story is good."
    scores = model.score(text, ENGLISH)
    worst = max(scores.spans, key=lambda span: span.heads[Head.TOXIC])
    assert text[worst.begin : worst.end] == "You are an idiot!"
    heaviest = next(word for word in scores.weighed if word.head == Head.TOXIC)
    assert heaviest.words == "idiot"


@pytest.mark.parametrize(("written", "named"), [("you f u c k you", "f u c k"), ("you fu ck", "fu ck")])
def test_6_01_words_that_were_parted_are_named_as_they_stand(model: Model, written: str, named: str) -> None:
    assert named in {word.words for word in model.score(written, ENGLISH).weighed}


def test_6_01_a_language_without_a_head_gets_no_number(model: Model) -> None:
    for context in (Context(), Context("ja"), Context("en")):
        scores = model.score("これはひどい記事だ。バカ！", context)
        assert scores.heads == {}
        assert scores.language == "ja"
        assert len(scores.spans) >= 1
    assert model.score("Das ist wirklich eine sehr dumme Geschichte, mein Herr.").heads == {}


def test_6_01_a_short_text_is_in_the_language_of_its_page(model: Model) -> None:
    assert model.score("ok lol", Context(expected="en")).language == "en"
    assert model.score("!!!", Context("en")).language == "en"
    assert model.score("!!!", Context("en")).heads != {}


def test_6_01_the_site_learns_words_of_every_language_and_none_for_groups_of_people(model: Model) -> None:
    plain = model.features("You idiot of the story", "en")
    assert (np.diff(plain.indices.astype(np.int64)) > 0).all()
    assert plain.indices.max() < ROWS
    assert plain.dense[list(Head).index(Head.TOXIC)] != 0.0
    assert plain.dense[list(Head).index(Head.SPAM)] == 0.0
    japanese = model.features("これはひどい", "ja")
    assert len(japanese.indices) > 5
    assert not japanese.dense.any()
    named = model.features("the gay muslim women", "en")
    assert (named.indices < STARTS[IDENTITY]).all()
    assert np.array_equal(named.indices, model.features("the", "en").indices)


def test_6_01_features_of_many_are_those_of_each(model: Model) -> None:
    languages = ["en"] * 4 + ["ja"] * 4
    many = model.features_many(_TEXTS[:8], languages)
    for text, language, among in zip(_TEXTS[:8], languages, many, strict=True):
        alone = model.features(text, language)
        assert np.array_equal(alone.indices, among.indices)
        assert alone.values == pytest.approx(among.values)
        assert alone.dense == pytest.approx(among.dense, abs=1e-5)


def test_6_01_scores_and_features_come_from_one_reading(model: Model) -> None:
    contexts = [Context("en"), Context(expected="ja")] * 4
    texts = _TEXTS[:8]
    scored = model.score_many(texts, contexts)
    both = model.scored_features_many(texts, contexts)
    features = model.features_many(texts, [each.language for each in scored])
    for (scores, seen), expected, alone in zip(both, scored, features, strict=True):
        assert scores.language == expected.language
        assert scores.heads == pytest.approx(expected.heads, abs=1e-6)
        assert np.array_equal(seen.indices, alone.indices)
        assert seen.dense == pytest.approx(alone.dense, abs=1e-6)


def test_6_01_the_words_that_weigh_are_told_without_the_sentences_too(model: Model) -> None:
    text = "You are an idiot. What a story."
    assert model.weighed(text, "en") == model.score(text, Context("en")).weighed != ()
    assert model.weighed(text, "xx") == ()


def test_6_01_other_weights_are_another_version(folder: Path, tmp_path: Path) -> None:
    write_weights(tmp_path / "base.npz", small_weights())
    assert Model.load(tmp_path).version == Model.load(folder).version
    (tmp_path / "share-alike.npz").write_bytes((tmp_path / "base.npz").read_bytes())
    assert Model.load(tmp_path, with_share_alike=False).version == Model.load(folder).version
    assert Model.load(tmp_path).version != Model.load(folder).version
