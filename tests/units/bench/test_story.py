"""The story of the benchmark is the same for everybody."""

from statistics import mean

from bench.story import write_story


def test_the_story_is_always_the_same() -> None:
    assert write_story() == write_story()


def test_it_has_two_hundred_comments_of_the_length_that_people_write() -> None:
    comments = write_story().comments

    assert len(comments) == 200
    assert sum(comment.parent is not None for comment in comments) == 78
    assert 145 < mean(len(comment.text) for comment in comments) < 165


def test_no_two_comments_are_alike_and_no_name_is_used_twice() -> None:
    comments = write_story().comments

    assert len({comment.name for comment in comments}) == len({comment.text for comment in comments}) == 200


def test_a_reply_answers_a_comment_before_it_that_is_no_reply() -> None:
    comments = write_story().comments

    for place, comment in enumerate(comments):
        if comment.parent is not None:
            assert comment.parent < place
            assert comments[comment.parent].parent is None
