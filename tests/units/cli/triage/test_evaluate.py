"""6.12, 6.8: `kawaraban triage evaluate` judges any CSV, in words or as one object, and needs no paper."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kawaraban.cli.main import main
from kawaraban.triage.judging.identity_sentences import sentences

KIND = "Thank you for this careful report, I learnt a lot about our harbour number {}."
RUDE = "You are a stupid idiot and a pathetic liar, shut up, number {}."
JAPANESE = "この記事の番号は{}です。とても分かりやすく、ためになりました。"


def table(rows: list[tuple[str, str]], head: str = "comment,toxic") -> str:
    return "\n".join([head, *(f'"{text}",{label}' for text, label in rows)]) + "\n"


def rows(kind: str = KIND, rude: str = RUDE, *, count: int = 40) -> list[tuple[str, str]]:
    return [(kind.format(number), "0") for number in range(count)] + [
        (rude.format(number), "1") for number in range(count // 4)
    ]


def evaluate(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["triage", "evaluate", *map(str, arguments)])


def written(folder: Path, content: str, name: str = "comments.csv") -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(content.encode()) if name.endswith(".gz") else content.encode())
    return path


@pytest.mark.parametrize("name", ["comments.csv", "comments.csv.gz"])
def test_6_12_one_object_has_auc_its_interval_and_the_speed(tmp_path: Path, name: str) -> None:
    answer = evaluate(
        written(tmp_path, table(rows()), name), "--text", "comment", "--label", "toxic", "--json"
    )

    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert (told["n"], told["positives"], told["language"]) == (50, 10, "en")
    assert 0.9 < told["low"] <= told["auc"] <= told["high"] <= 1
    assert told["per_second"] > 0
    assert told["unscored"] == 0


def test_6_12_the_words_say_what_the_object_says(tmp_path: Path) -> None:
    answer = evaluate(written(tmp_path, table(rows())), "--text", "comment", "--label", "toxic")

    assert "50 texts, 10 of them against the policy (20 %)" in answer.output
    assert "400 draws, seed 0" in answer.output
    assert "Precision among the top 5 %: " in answer.output
    assert "texts a second" in answer.output


def test_6_08_it_says_what_approval_by_score_would_let_through(tmp_path: Path) -> None:
    answer = evaluate(written(tmp_path, table(rows(count=2000))), "--text", "comment", "--label", "toxic")

    assert "at most 0.5 % missed, 95 % sure" in answer.output
    assert "of all violations" in answer.output
    assert "Kawaraban does not offer this" in answer.output


def test_6_12_two_runs_say_the_same_but_for_the_speed(tmp_path: Path) -> None:
    path = written(tmp_path, table(rows()))
    first, second = (
        json.loads(evaluate(path, "--text", "comment", "--label", "toxic", "--json").stdout) for _run in "12"
    )

    assert first | {"per_second": 0} == second | {"per_second": 0}


def test_6_12_another_head_is_judged_on_demand(tmp_path: Path) -> None:
    path = written(tmp_path, table(rows()))
    told = json.loads(
        evaluate(path, "--text", "comment", "--label", "toxic", "--head", "insult", "--json").stdout
    )

    assert told["head"] == "insult"
    assert told["auc"] > 0.9


def test_6_12_of_a_language_without_a_head_nothing_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, table(rows(JAPANESE, JAPANESE + "馬鹿")))
    found = evaluate(path, "--text", "comment", "--label", "toxic")
    named = evaluate(path, "--text", "comment", "--label", "toxic", "--language", "ja")

    assert (found.exit_code, named.exit_code) == (1, 1)
    assert "does not know their languages" in found.output
    assert "The language ja has no head toxic. The model knows: " in named.output


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        ("a,b\n1,2\n", (), "There is no column 'text' and no column 'label'. There are: a, b."),
        ("", (), "The file is empty."),
        ("text,label\nfine,0\ngood,0\n", (), "all texts have the same label"),
        ("text,label\n", (), "all texts have the same label"),
        ("text,label\nfine,good\n", (), "--positive"),
        ("text,label\nfine,1\n", ("--positive", ">=x"), "a number must stand"),
    ],
)
def test_6_12_what_cannot_be_judged_is_told_in_a_sentence(
    tmp_path: Path, content: str, options: tuple[str, ...], said: str
) -> None:
    answer = evaluate(written(tmp_path, content), *options)

    assert answer.exit_code == 1
    assert said in answer.output
    assert "Traceback" not in answer.output


def test_6_12_no_words_of_a_text_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, table([*rows(), ("a secret of somebody", "perhaps")]))
    answer = evaluate(path, "--text", "comment", "--label", "toxic")

    assert "'perhaps'" in answer.output
    assert "secret" not in answer.output


@pytest.mark.parametrize("arguments", [(), ("FILE", "--suite", ".")])
def test_6_12_either_a_file_or_the_suite_is_judged(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    path = written(tmp_path, table(rows()))
    answer = evaluate(*(path if argument == "FILE" else argument for argument in arguments))

    assert answer.exit_code == 2


def test_6_12_a_folder_without_corpora_has_no_table(tmp_path: Path) -> None:
    answer = evaluate("--suite", tmp_path)

    assert answer.exit_code == 1
    assert "holds none of the corpora" in answer.output


def test_6_12_it_needs_neither_a_paper_nor_django(tmp_path: Path) -> None:
    path = written(tmp_path, table(rows()))
    program = (
        "import sys\n"
        "from kawaraban.triage.judging.suite import suite, told\n"
        "from kawaraban.cli.triage.evaluate import evaluate\n"
        f"evaluate([{str(path)!r}, '--text', 'comment', '--label', 'toxic'], standalone_mode=False)\n"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'wagtail', 'sklearn')])\n"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said.splitlines()[-1] == "[]"


def test_6_12_a_prejudice_would_be_seen_on_our_own_sentences(tmp_path: Path) -> None:
    asked = [(one.text, str(int(one.is_rude))) for one in sentences()]
    told = json.loads(
        evaluate(
            written(tmp_path, table(asked)),
            "--text",
            "comment",
            "--label",
            "toxic",
            "--language",
            "en",
            "--json",
        ).stdout
    )

    assert told["n"] == len(asked)
    assert told["auc"] > 0.9
