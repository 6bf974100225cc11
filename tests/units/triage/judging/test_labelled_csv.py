"""6.12: any CSV is read, and one that cannot be read is told of in a sentence."""

import csv
import gzip
from pathlib import Path

import pytest

from kawaraban.triage.judging.labelled_csv import CsvColumns, LabelledText, UnreadableFileError, rows_of

COLUMNS = CsvColumns(text="comment", label="toxic")
PLAIN = 'id,comment,toxic\n1,"Well said, thank you",0\n2,"You\nidiot",1\n'


def read(path: Path, columns: CsvColumns = COLUMNS) -> list[LabelledText | None]:
    return list(rows_of(path, columns))


def written(folder: Path, content: bytes | str, name: str = "file.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def wrong(path: Path, columns: CsvColumns = COLUMNS) -> str:
    with pytest.raises(UnreadableFileError) as told:
        read(path, columns)
    return str(told.value)


EXPECTED = [LabelledText("Well said, thank you", 0.0, False), LabelledText("You\nidiot", 1.0, True)]


@pytest.mark.parametrize("name", ["file.csv", "file.csv.gz", "file"])
@pytest.mark.parametrize("is_packed", [True, False])
def test_6_12_it_is_unpacked_by_what_it_is_and_not_by_its_name(
    tmp_path: Path, name: str, is_packed: bool
) -> None:
    content = gzip.compress(PLAIN.encode()) if is_packed else PLAIN.encode()

    assert read(written(tmp_path, content, name)) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_6_12_a_byte_order_mark_says_what_it_is(tmp_path: Path, encoding: str) -> None:
    assert read(written(tmp_path, PLAIN.encode(encoding))) == EXPECTED


def test_6_12_another_encoding_is_named_by_whoever_knows_it(tmp_path: Path) -> None:
    path = written(tmp_path, "comment,toxic\nça suffit,0\n".encode("windows-1252"))

    assert "--encoding" in wrong(path)
    assert "nobody" in wrong(path, CsvColumns("comment", "toxic", encoding="klingon")).casefold()
    [row] = read(path, CsvColumns("comment", "toxic", encoding="windows-1252"))
    assert row is not None
    assert row.text == "ça suffit"


@pytest.mark.parametrize("mark", ["\t", ";"])
def test_6_12_tabs_and_semicolons_are_found(tmp_path: Path, mark: str) -> None:
    content = f"comment{mark}toxic\nWell, well{mark}1\n"

    assert read(written(tmp_path, content)) == [LabelledText("Well, well", 1.0, True)]


def test_6_12_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    told = wrong(written(tmp_path, PLAIN), CsvColumns("words", "toxic"))

    assert told == "There is no column 'words'. There are: id, comment, toxic."


def test_6_12_both_columns_may_be_missing(tmp_path: Path) -> None:
    assert "'a' and no column 'b'" in wrong(written(tmp_path, PLAIN), CsvColumns("a", "b"))


def test_6_12_a_table_of_a_thousand_columns_is_not_listed_whole(tmp_path: Path) -> None:
    told = wrong(written(tmp_path, ",".join(f"column{number}" for number in range(1000)) + "\n"))

    assert told.endswith("and 970 more.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"PK\x03\x04rest", "ZIP"),
        (gzip.compress(PLAIN.encode(), mtime=0)[:-12], "not whole"),
        (b"\x1f\x8bnothing of the kind", "damaged"),
        (b"\x00\x01\x02", "no column"),
    ],
)
def test_6_12_what_is_no_table_is_told_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    assert said in wrong(written(tmp_path, content))


def test_6_12_a_quotation_mark_that_nobody_closed_is_found(tmp_path: Path) -> None:
    path = written(tmp_path, 'comment,toxic\n"' + "never closed, " * 200_000)

    assert "quotation mark" in wrong(path)


def test_6_12_a_long_text_is_read_and_the_bound_of_the_process_stays(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    words = "long " * 100_000

    [row] = read(written(tmp_path, f"comment,toxic\n{words},1\n"))

    assert row is not None
    assert row.text == words
    assert csv.field_size_limit() == before


def test_6_12_rows_without_text_or_label_are_none(tmp_path: Path) -> None:
    assert read(written(tmp_path, "comment,toxic\n ,1\nsaid,\nsaid\nsaid,1,more\n")) == [
        None,
        None,
        None,
        LabelledText("said", 1.0, True),
    ]


@pytest.mark.parametrize(
    ("label", "positive", "grade", "is_violation"),
    [
        ("0.4", (), 0.4, False),
        ("0.5", (), 0.5, True),
        ("1.0", (), 1.0, True),
        ("True", (), 1.0, True),
        ("no", (), 0.0, False),
        ("OFF", ("off",), 1.0, True),
        ("NOT", ("off",), 0.0, False),
        ("1.0", ("1",), 1.0, True),
        ("offensive", ("hate", "offensive"), 1.0, True),
        ("0.79", (">=0.8",), 0.79, False),
        ("0.8", (">=.8",), 0.8, True),
        ("4", (">=3",), 1.0, True),
    ],
)
def test_6_12_a_label_means_what_the_file_or_the_command_says(
    tmp_path: Path, label: str, positive: tuple[str, ...], grade: float, is_violation: bool
) -> None:
    path = written(tmp_path, f"comment,toxic\nsaid,{label}\n")

    assert read(path, CsvColumns("comment", "toxic", positive)) == [LabelledText("said", grade, is_violation)]


@pytest.mark.parametrize(
    ("label", "positive", "said"),
    [
        ("hate", (), "--positive"),
        ("3", (), "--positive"),
        ("nan", (), "--positive"),
        ("hate", (">=.8",), "no number"),
        ("1", (">=much",), "a number must stand"),
    ],
)
def test_6_12_a_label_that_says_nothing_is_asked_about(
    tmp_path: Path, label: str, positive: tuple[str, ...], said: str
) -> None:
    told = wrong(
        written(tmp_path, f"comment,toxic\nsaid,{label}\n"), CsvColumns("comment", "toxic", positive)
    )

    assert told.startswith("Line 2: ")
    assert said in told


def test_6_12_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "cannot be read" in wrong(tmp_path)
