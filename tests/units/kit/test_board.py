import os

from kawaraban.kit.board import Board


def test_what_one_process_puts_up_another_reads() -> None:
    board = Board.made(["clerk", "worker"])
    pid = os.fork()
    if pid == 0:
        Board(board.descriptor, ["clerk", "worker"]).beat("worker", troubles={"disk", "record"}, figure=7)
        os._exit(0)
    os.waitpid(pid, 0)

    assert board.silence("clerk") is None
    assert (board.silence("worker") or -1) > 0
    assert board.troubles() == {"disk", "record"}
    assert board.figure("worker") == 7


def test_a_place_that_is_cleared_says_nothing() -> None:
    board = Board.made(["clerk"])
    board.beat("clerk", troubles={"database"})

    board.clear("clerk")

    assert board.silence("clerk") is None
    assert board.troubles() == set()
