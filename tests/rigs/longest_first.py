"""The order of the files when several workers share them: what takes longest begins first.

A worker takes whole files. One of two minutes that comes last leaves the other workers without work; one that comes
first is made up for by the hundreds of short ones. pytest-xdist orders by the number of tests instead, and the
longest files have few. A file that is not named comes after those that are: the list must not be complete.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# From what `--durations=0` says of the files, longest first.
LONGEST_FIRST = (
    "deploy/test_7_16_service.py",
    "flows/test_7_12_upgrading.py",
    "browser/test_1_20_every_screen.py",
    "browser/test_desk_pages.py",
    "browser/test_dress.py",
    "flows/test_2_11_killed.py",
    "flows/test_3_04_claims.py",
    "flows/test_2_12_benchmark.py",
    "flows/test_4_03_the_page_store_can_be_thrown_away.py",
    "flows/test_4_03_backup_and_restore.py",
    "flows/test_7_10_copies_in_a_bucket.py",
    "flows/test_7_10_copies_in_a_folder.py",
    "flows/test_7_11_export_and_import.py",
    "flows/test_7_06_media_in_a_bucket.py",
    "deploy/test_7_16_web_servers.py",
    "flows/test_4_02_slow_senders.py",
    "flows/test_4_02_web_servers.py",
    "flows/test_4_02_the_store_holds_the_papers_pages_alone.py",
    "browser/test_4_05_keys.py",
    "browser/test_3_03_sixty_decisions.py",
    "browser/test_3_02_restrictions.py",
    "browser/test_4_05_other_engines.py",
    "browser/test_4_05_comment_box.py",
    "flows/test_1_04_serve.py",
    "flows/test_1_01_make_run.py",
    "flows/test_2_10_the_clerk.py",
    "flows/test_1_03_program.py",
    "flows/test_3_06_roles.py",
    "browser/test_desk_keyboard.py",
    "flows/test_1_07_demo_paper.py",
    "flows/test_2_06_printing.py",
    "flows/test_2_07_published_files.py",
    "flows/test_2_05_relay.py",
    "browser/test_p6_comment_box.py",
    "browser/test_3_06_passkeys.py",
    "browser/test_3_09_policy_editor.py",
    "browser/test_2_09_the_page_of_reads.py",
    "flows/test_3_13_at_the_desk.py",
    "flows/test_3_15_erasure.py",
)
_PLACES = {TESTS / name: place for place, name in enumerate(LONGEST_FIRST)}


def keep_this_order(config: pytest.Config) -> None:
    """In the process that hands the files out: let them be taken in the order in which they are."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def put_longest_first(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a worker: the files of the list in its order, then the others as they are."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _PLACES.get(item.path, len(_PLACES)))
