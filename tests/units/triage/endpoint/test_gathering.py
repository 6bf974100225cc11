import pytest
from tests.rigs.triage.endpoint import answers_in, asks, post, resting_endpoint

from kawaraban.triage.endpoint.limits import SIGNS_AT_ONCE

pytestmark = pytest.mark.once("the endpoint has no Django")


def test_6_11_what_sixteen_connections_ask_at_once_is_judged_at_once() -> None:
    with resting_endpoint() as endpoint:
        lines = [endpoint.connect() for _ in range(16)]

        for number, (connection, _) in enumerate(lines):
            connection.data_received(post(asks("you idiot" if number % 2 else "good morning")))
        endpoint.judge()

        scores = [answers_in(wire.written)[0].json["attributeScores"]["TOXICITY"] for _, wire in lines]
        assert [score["summaryScore"]["value"] for score in scores] == [0.01, 0.9] * 8
        assert endpoint.model.batches == [16]


def test_6_11_each_answer_is_one_write() -> None:
    with resting_endpoint() as endpoint:
        connection, wire = endpoint.connect()

        connection.data_received(post(asks()))
        endpoint.judge()

        assert wire.writes == 1


def test_6_11_long_texts_are_judged_one_by_one_so_that_others_need_not_wait_for_all_of_them() -> None:
    with resting_endpoint() as endpoint:
        for _ in range(3):
            endpoint.connect()[0].data_received(post(asks("a " * (SIGNS_AT_ONCE // 2))))
        for _ in range(3):
            endpoint.connect()[0].data_received(post(asks("short")))

        endpoint.judge()

        assert endpoint.model.batches == [1, 1, 1, 3]


def test_6_10_a_text_over_which_the_model_fails_is_the_only_one_without_an_answer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with resting_endpoint() as endpoint:
        lines = [endpoint.connect() for _ in range(3)]

        for (connection, _), text in zip(lines, ("you idiot", "this breaks", "good morning"), strict=True):
            connection.data_received(post(asks(text)))
        endpoint.judge()

        answers = [answers_in(wire.written)[0] for _, wire in lines]
        assert [answer.status for answer in answers] == [200, 500, 200]
        assert answers[1].json["error"]["status"] == "INTERNAL"
        assert "ValueError" in caplog.text
        assert "breaks" not in caplog.text


def test_6_10_what_nobody_waits_for_any_more_is_not_judged() -> None:
    with resting_endpoint() as endpoint:
        connection, _ = endpoint.connect()
        connection.data_received(post(asks()))

        connection.connection_lost(None)
        endpoint.judge()

        assert endpoint.model.asked == 0
        assert endpoint.stand.bytes_held == 0


def test_6_09_sentences_are_judged_where_they_were_asked_for() -> None:
    with resting_endpoint() as endpoint:
        (answer,) = endpoint.ask(post(asks("Good morning. You idiot.", spanAnnotations=True)))

        spans = answer.json["attributeScores"]["TOXICITY"]["spanScores"]
        assert [(span["begin"], span["end"]) for span in spans] == [(0, 13), (14, 24)]
        assert [span["score"]["value"] for span in spans] == [0.01, 0.9]


def test_6_09_a_text_of_thousands_of_sentences_is_judged_in_a_hundred_pieces() -> None:
    with resting_endpoint() as endpoint:
        (answer,) = endpoint.ask(post(asks("a!\n" * 6_000 + "idiot", spanAnnotations=True)))

        spans = answer.json["attributeScores"]["TOXICITY"]["spanScores"]
        assert len(spans) <= 100
        assert sum(endpoint.model.batches) <= 101
        assert spans[-1]["score"]["value"] == 0.9
        assert spans[-1]["end"] == 18_005


def test_6_09_sentences_of_many_texts_are_judged_together() -> None:
    with resting_endpoint() as endpoint:
        lines = [endpoint.connect() for _ in range(4)]

        for connection, _ in lines:
            connection.data_received(post(asks("Good morning. You idiot.", spanAnnotations=True)))
        endpoint.judge()

        assert endpoint.model.batches == [4, 8]
        assert all(len(answers_in(wire.written)) == 1 for _, wire in lines)
