"""6.3: `kawaraban triage train` makes the model, and says in a sentence what it cannot read."""

from pathlib import Path

from click.testing import CliRunner
from tests.units.triage.training import small_corpora

from kawaraban.cli.main import main


def test_it_names_the_version_and_the_languages(tmp_path: Path) -> None:
    (tmp_path / "corpora").mkdir()
    path = small_corpora.write(tmp_path, "archive", ("text", "label"), small_corpora.sentences(40))
    out = tmp_path / "out"

    said = CliRunner().invoke(
        main,
        [
            "triage",
            "train",
            str(tmp_path / "corpora"),
            "--out",
            str(out),
            "--archive",
            str(path),
            "--archive-language",
            "nl",
        ],
    )

    assert said.exit_code == 0, said.output
    assert "languages nl" in said.output
    assert (out / "base.npz").exists()


def test_an_empty_folder_is_no_traceback(tmp_path: Path) -> None:
    said = CliRunner().invoke(main, ["triage", "train", str(tmp_path), "--out", str(tmp_path / "out")])

    assert said.exit_code == 1
    assert "civil_comments_train" in said.output
    assert not (tmp_path / "out").exists()
