import hashlib
import hmac
import stat
from pathlib import Path

import pytest

from kawaraban.triage.endpoint.callers import BadKeyFile, Callers, add_line, hash_of, new_key, read_callers

pytestmark = pytest.mark.once("the endpoint has no Django")


def signed(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def test_6_10_a_key_that_was_written_into_the_file_is_known_and_does_not_stand_in_it(tmp_path: Path) -> None:
    path, key = tmp_path / "keys", new_key()

    add_line(path, "key", hash_of(key), per_second=50, name="Evening  Post\nof the port")

    caller = read_callers(path).of_key(key)
    assert caller is not None
    assert (caller.name, caller.per_second) == ("Evening Post of the port", 50)
    assert key not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_6_10_no_other_key_is_known_and_no_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    add_line(path, "key", hash_of(""), per_second=0, name="nobody")

    callers = read_callers(path)

    assert callers.of_key("") is None
    assert callers.of_key(new_key()) is None
    # The hash that stands in the file is no key.
    assert callers.of_key(hash_of("")) is None


def test_6_10_a_file_without_keys_lets_nobody_in(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text("# none\n\n")

    callers = read_callers(path)

    assert callers.of_key("anything") is None
    assert callers.of_signature(signed("anything", b"{}"), b"{}") is None


def test_6_10_a_signature_is_good_for_its_body_and_its_secret_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    add_line(path, "coral", "old-secret", per_second=0, name="before")
    add_line(path, "coral", "new-secret", per_second=9, name="after")
    callers = read_callers(path)

    both = f"{signed('unknown', b'{}')},{signed('new-secret', b'{}')}"
    found = callers.of_signature(both, b"{}")

    assert found is not None
    assert found.name == "after"
    assert callers.of_signature(both, b"{ }") is None
    assert callers.of_signature("", b"{}") is None
    assert callers.of_signature("sha256=é", b"{}") is None


def test_6_10_a_key_is_no_signature_and_a_secret_no_key(tmp_path: Path) -> None:
    path, key = tmp_path / "keys", new_key()
    add_line(path, "key", hash_of(key), per_second=0, name="a")
    add_line(path, "coral", "secret", per_second=0, name="b")
    callers = read_callers(path)

    assert callers.of_signature(signed(key, b"{}"), b"{}") is None
    assert callers.of_key("secret") is None


@pytest.mark.parametrize(
    "line",
    ["hush-hush", "key hush-hush 5 name", "coral hush-hush many name", f"key {'A' * 64} 1 hush-hush", "key"],
)
def test_6_10_a_line_that_is_none_is_named_by_its_number_and_never_quoted(tmp_path: Path, line: str) -> None:
    path = tmp_path / "keys"
    path.write_text(f"# keys\n{line}\n")

    with pytest.raises(BadKeyFile, match="Line 2") as refused:
        read_callers(path)

    assert "hush" not in str(refused.value)


def test_6_10_a_file_that_is_not_there_or_holds_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\xff\xfe\x00")

    for name in ("nothing", "picture"):
        with pytest.raises(BadKeyFile, match=name):
            read_callers(tmp_path / name)
    with pytest.raises(BadKeyFile):
        add_line(tmp_path / "no" / "folder", "key", hash_of("a"), per_second=0, name="a")


def test_6_10_a_last_line_without_an_end_is_not_run_into(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(f"key {hash_of('one')} 0 first")

    add_line(path, "key", hash_of("two"), per_second=0, name="second")

    callers = read_callers(path)
    assert [callers.of_key(key) is not None for key in ("one", "two")] == [True, True]


def test_6_10_without_keys_everybody_is_the_same_caller() -> None:
    callers = Callers(is_open=True)

    assert callers.of_key("") is callers.of_key("any") is callers.of_signature("", b"")
