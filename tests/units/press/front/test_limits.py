import resource

import pytest

from kawaraban.press.front.limits import raise_open_files


def test_the_process_takes_as_many_files_as_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: (1_024, 20_000))
    monkeypatch.setattr(resource, "setrlimit", lambda _, both: taken.append(both))

    fit = raise_open_files()

    assert taken == [(20_000, 20_000)]
    assert 15_000 < fit < 20_000


def test_where_it_gets_no_more_it_makes_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuse)

    assert raise_open_files() == 64
