from kawaraban.kit.remembered import Remembered


def test_a_text_is_made_once_for_each_name() -> None:
    kept = Remembered(limit=100)
    made = []

    def make() -> str:
        made.append(1)
        return "text"

    assert [kept.of(("a", "en"), make), kept.of(("a", "en"), make), kept.of(("a", "tr"), make)] == [
        "text"
    ] * 3
    assert len(made) == 2


def test_no_more_characters_are_kept_than_allowed_and_those_asked_for_stay() -> None:
    kept = Remembered(limit=30)
    for name in "abc":
        kept.of(name, lambda: "x" * 10)
    kept.of("a", lambda: "another")
    kept.of("d", lambda: "y" * 10)

    assert kept.size == 30
    assert kept.of("a", lambda: "another") == "x" * 10
    assert kept.of("b", lambda: "another") == "another"


def test_what_is_longer_than_all_that_may_be_kept_is_made_and_not_kept() -> None:
    kept = Remembered(limit=30)

    assert kept.of("a", lambda: "x" * 31) == "x" * 31
    assert (len(kept), kept.size) == (0, 0)
