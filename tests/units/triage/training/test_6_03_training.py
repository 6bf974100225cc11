"""6.3 The model is made anew from its corpora, byte for byte, and says what it was taught by."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.units.triage.training import small_corpora

from kawaraban.triage.judging.holdout import is_held_out
from kawaraban.triage.model.heads import Head
from kawaraban.triage.model.scorer import Model
from kawaraban.triage.model.scores import Context
from kawaraban.triage.training.build import read_corpora
from kawaraban.triage.training.corpora import archive
from kawaraban.triage.training.tables import UnreadableCorpus, digest_of
from kawaraban.triage.training.train import NothingToLearnFrom, train

FILES = ("base.npz", "share-alike.npz", "manifest.json", "card.md", "share-alike.NOTICE.txt")


def unseen(done: int, total: int) -> None:
    assert 0 < done <= total


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    small_corpora.civil(folder)
    small_corpora.founta(folder)
    small_corpora.wikipedia(folder)
    return folder


@pytest.fixture(scope="module")
def trained(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("first")
    train(corpora, out, look=unseen)
    return out


def test_the_same_corpora_give_the_same_bytes(corpora: Path, trained: Path, tmp_path: Path) -> None:
    model = train(corpora, tmp_path, look=unseen)

    assert [digest_of(tmp_path / name) for name in FILES] == [digest_of(trained / name) for name in FILES]
    assert Head.TOXIC in model.languages["en"]


def test_a_rude_text_that_it_never_saw_scores_above_a_calm_one(trained: Path) -> None:
    model = Model.load(trained)

    rude, calm = model.score_many(["what a moron you are", "what a museum this is"], [Context("en")] * 2)

    assert rude.heads[Head.TOXIC] > calm.heads[Head.TOXIC]
    assert rude.heads[Head.INSULT] > calm.heads[Head.INSULT]


def test_the_manifest_names_the_hash_of_every_file_that_went_in_and_came_out(
    corpora: Path, trained: Path
) -> None:
    said = json.loads((trained / "manifest.json").read_text())

    assert said["inputs"] == {path.name: digest_of(path) for path in sorted(corpora.iterdir())}
    assert said["outputs"] == {name: digest_of(trained / name) for name in FILES[:2]}


def test_without_share_alike_text_there_is_no_share_alike_file(tmp_path: Path) -> None:
    small_corpora.civil(tmp_path)
    small_corpora.founta(tmp_path)

    model = train(tmp_path, tmp_path / "out", look=unseen)

    assert not (tmp_path / "out" / "share-alike.npz").exists()
    assert not model.has_share_alike


def test_share_alike_text_changes_no_byte_of_the_open_file(trained: Path, tmp_path: Path) -> None:
    small_corpora.civil(tmp_path)
    small_corpora.founta(tmp_path)

    train(tmp_path, tmp_path / "out", look=unseen)

    assert digest_of(tmp_path / "out" / "base.npz") == digest_of(trained / "base.npz")


def test_no_text_that_is_kept_back_is_learnt_from(corpora: Path) -> None:
    found = read_corpora(corpora, [], lambda _: None)

    assert {corpus.name for corpus in found} == {"civil", "founta", "wikipedia"}
    assert not any(is_held_out(text) for corpus in found for text in corpus.texts)


def test_the_archive_of_a_newsroom_makes_a_head_of_its_language(tmp_path: Path) -> None:
    rows = small_corpora.sentences(60)
    path = small_corpora.write(tmp_path, "archive", ("text", "label"), rows)
    (tmp_path / "none").mkdir()

    model = train(tmp_path / "none", tmp_path / "out", archives=[archive(path, "nl")], look=unseen)

    assert set(model.languages) == {"nl"}
    rude, calm = model.score_many(["you moron", "the museum"], [Context("nl")] * 2)
    assert rude.heads[Head.TOXIC] > calm.heads[Head.TOXIC]


def test_the_whole_corpora_of_others_are_taken(tmp_path: Path) -> None:
    names = ("id", "comment_text", "toxic", "severe_toxic", "obscene", "threat", "insult", "identity_hate")
    rows = [
        (n, text, rude, 0, rude, rude, rude, rude)
        for n, (text, rude) in enumerate(small_corpora.sentences(40))
    ]
    small_corpora.write(tmp_path, "jigsaw_train", names, rows)
    civil = (
        "id",
        "target",
        "comment_text",
        "severe_toxicity",
        "obscene",
        "identity_attack",
        "insult",
        "threat",
        "sexual_explicit",
    )
    more = [
        (n, rude, text, 0, rude, rude, rude, rude, rude)
        for n, (text, rude) in enumerate(small_corpora.sentences(40))
    ]
    small_corpora.write(tmp_path, "civil_comments_all", civil, more)

    found = {corpus.name: corpus for corpus in read_corpora(tmp_path, [], lambda _: None)}

    assert found["jigsaw"].is_share_alike
    assert not found["civil_all"].is_share_alike
    assert set(found["civil_all"].labels) == {"toxic", "insult", "obscene", "threat", "identity", "sexual"}
    assert np.array_equal(found["jigsaw"].labels["threat"], found["jigsaw"].labels["toxic"])


def test_an_empty_folder_is_told_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(NothingToLearnFrom, match="civil_comments_train"):
        train(tmp_path, tmp_path / "out", look=unseen)


def test_a_table_without_its_column_is_named(tmp_path: Path) -> None:
    small_corpora.write(tmp_path, "fou18_en_train", ("words", "label"), [("a", 1)])

    with pytest.raises(UnreadableCorpus, match=r"fou18_en_train.csv.gz: no column text"):
        train(tmp_path, tmp_path / "out", look=unseen)
