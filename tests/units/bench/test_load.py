"""What wrk prints is read, and a load with errors is no load."""

import pytest

from bench.load import Wrk, read_wrk
from bench.refusals import Refused

GOOD = """Running 3s test @ http://127.0.0.1:8080/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     0.24ms    0.10ms   2.00ms   90.00%
    Req/Sec   117.77k     3.00k  120.00k    70.00%
  Latency Distribution
     50%  240.00us
     75%    0.30ms
     90%    0.40ms
     99%    1.37ms
  354000 requests in 3.01s, 4.80GB read
Requests/sec: 117607.97
Transfer/sec:      1.59GB
"""


def test_requests_time_and_percentiles_are_read() -> None:
    load = read_wrk(GOOD)

    assert (load.requests, load.seconds) == (354_000, 3.01)
    assert load.p50_ms == pytest.approx(0.24)
    assert load.p99_ms == pytest.approx(1.37)
    assert load.rate == pytest.approx(354_000 / 3.01)


@pytest.mark.parametrize(
    ("written", "milliseconds"), [("950.00us", 0.95), ("1.37ms", 1.37), ("1.20s", 1_200), ("1.50m", 90_000)]
)
def test_every_unit_that_wrk_writes_is_known(written: str, milliseconds: float) -> None:
    assert read_wrk(GOOD.replace("1.37ms", written)).p99_ms == pytest.approx(milliseconds)


def test_a_minute_is_a_minute() -> None:
    assert read_wrk(GOOD.replace("in 3.01s", "in 1.00m")).seconds == pytest.approx(60)


@pytest.mark.parametrize("kind", ["connect", "read", "write", "timeout"])
def test_a_socket_error_refuses_the_load(kind: str) -> None:
    counts = ", ".join(f"{name} {int(name == kind)}" for name in ("connect", "read", "write", "timeout"))

    with pytest.raises(Refused, match="Socket errors"):
        read_wrk(f"{GOOD}  Socket errors: {counts}\n")


def test_answers_that_are_neither_2xx_nor_3xx_refuse_the_load() -> None:
    with pytest.raises(Refused, match="12 answers were neither 2xx nor 3xx"):
        read_wrk(f"{GOOD}  Non-2xx or 3xx responses: 12\n")


@pytest.mark.parametrize("text", ["", "unable to connect", GOOD.replace("354000 requests", "0 requests")])
def test_no_answer_refuses_the_load(text: str) -> None:
    with pytest.raises(Refused, match="no request was answered"):
        read_wrk(text)


def test_a_missing_percentile_refuses_the_load() -> None:
    with pytest.raises(Refused, match="p99"):
        read_wrk(GOOD.replace("     99%    1.37ms\n", ""))


def test_wrk_is_told_headers_script_and_words() -> None:
    words = Wrk(
        "http://127.0.0.1:1/", 2, headers={"Accept-Encoding": "br"}, script="x.lua", words=["a", "b"]
    ).command()

    assert words[:5] == ["wrk", "-t1", "-c32", "-d2s", "--timeout"]
    assert words[words.index("-H") : words.index("-H") + 2] == ["-H", "Accept-Encoding: br"]
    assert words[-4:] == ["http://127.0.0.1:1/", "--", "a", "b"]
