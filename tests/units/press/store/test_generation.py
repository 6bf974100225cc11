import multiprocessing
from pathlib import Path

from kawaraban.press.store.generation import Generation


def test_two_who_have_it_mapped_see_each_other_turn(tmp_path: Path) -> None:
    ours, theirs = Generation(tmp_path), Generation(tmp_path)
    before = ours.cell[0]

    theirs.turn()

    assert ours.cell[0] == theirs.cell[0] != before


def test_another_process_is_seen_too(tmp_path: Path) -> None:
    ours = Generation(tmp_path)
    before = ours.cell[0]

    process = multiprocessing.get_context("spawn").Process(target=Generation(tmp_path).turn)
    process.start()
    process.join()

    assert ours.cell[0] != before


def test_turns_do_not_repeat(tmp_path: Path) -> None:
    generation = Generation(tmp_path)
    seen = set()

    for _ in range(1_000):
        generation.turn()
        seen.add(generation.cell[0])

    assert len(seen) == 1_000
