"""6.10: `kawaraban triage serve` answers other comment systems, without a paper, and keeps nothing."""

import hashlib
import hmac
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.rigs.serve_factory import wait_until
from tests.rigs.triage.endpoint import answers_in, asks, post
from tests.rigs.triage.endpoint_process import (
    COMMAND,
    ROOT,
    ServedEndpoint,
    plain_environment,
    served_endpoint,
)

pytestmark = [pytest.mark.once("the endpoint has no Django"), pytest.mark.serve]

ANALYZE = "/v1alpha1/comments:analyze?key=any"
RUDE = "You are a stupid idiot and a liar."
FRIENDLY = "Thank you for this careful report on the harbour."


def toxicity(endpoint: ServedEndpoint, text: str, path: str = ANALYZE) -> float:
    status, said = endpoint.ask(path, json.loads(asks(text, languages=["en"])))
    assert status == 200, said
    value: float = said["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    return value


def commanded(folder: Path, *words: str, typed: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, "triage", *words],
        cwd=folder,
        env=plain_environment(),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


def test_6_10_it_tells_rude_words_from_friendly_ones_and_makes_no_file(tmp_path: Path) -> None:
    with served_endpoint(tmp_path) as endpoint:
        assert toxicity(endpoint, RUDE) > 0.7
        assert toxicity(endpoint, FRIENDLY) < 0.4
        assert endpoint.stop() == 0

        assert endpoint.logged() == ""
    assert [path.name for path in tmp_path.iterdir()] == ["triage.log"]


def test_6_10_it_loads_no_django_and_needs_no_package_but_those_that_its_container_has(
    tmp_path: Path,
) -> None:
    needs = (ROOT / "Containerfile").read_text().partition('ARG NEEDS="')[2].partition('"')[0].split()
    alone = (
        "import sys, sysconfig\n"
        "from importlib.metadata import packages_distributions\n"
        f"allowed = {{*{needs!r}, 'kawaraban'}}\n"
        "found = packages_distributions()\n"
        "class OnlyThose:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        top = name.partition('.')[0]\n"
        "        if top in found and not allowed.intersection(found[top]):\n"
        "            raise ModuleNotFoundError(f'{name} is not in the container', name=name)\n"
        "sys.meta_path.insert(0, OnlyThose())\n"
        "from kawaraban.cli.main import main\n"
        "main(prog_name='kawaraban')\n"
    )
    with served_endpoint(tmp_path, command=(sys.executable, "-c", alone)) as endpoint:
        assert toxicity(endpoint, RUDE) > 0.7
        assert endpoint.ask("/healthz")[1]["status"] == "ok"
        assert endpoint.ask("/$discovery/rest")[0] == 200
        assert endpoint.stop() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_6_10_told_to_end_it_answers_what_was_asked_and_takes_nothing_more(
    tmp_path: Path, number: int
) -> None:
    with (
        served_endpoint(tmp_path) as endpoint,
        socket.create_connection(("127.0.0.1", endpoint.port)) as line,
    ):
        line.settimeout(60)
        line.sendall(post(asks("x " * 9_000)) * 8 + post(asks())[:-3])
        got = line.recv(1)

        endpoint.process.send_signal(number)
        while piece := line.recv(65_536):
            got += piece

        answers = answers_in(got)
        assert answers
        assert all(answer.status == 200 for answer in answers)
        assert endpoint.process.wait(60) == 0
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", endpoint.port))


def test_6_10_a_key_is_made_used_and_taken_away_while_it_answers(tmp_path: Path) -> None:
    made = commanded(tmp_path, "key", "Evening Post", "--keys", "keys", "--per-second", "0")
    key = made.stdout.splitlines()[-1]
    with served_endpoint(tmp_path, "--keys", "keys", "--host", "0.0.0.0") as endpoint:
        path = f"/v1alpha1/comments:analyze?key={key}"
        assert toxicity(endpoint, RUDE, path) > 0.7
        assert endpoint.ask(ANALYZE, asks())[0] == 400
        assert endpoint.ask("/v1alpha1/comments:analyze", asks())[0] == 403

        second = commanded(tmp_path, "key", "Another", "--keys", "keys").stdout.splitlines()[-1]
        wait_until(lambda: endpoint.ask(f"/v1alpha1/comments:analyze?key={second}", asks())[0] == 200)

        lines = (tmp_path / "keys").read_text().splitlines(keepends=True)
        (tmp_path / "keys").write_text("".join(line for line in lines if "Evening Post" not in line))
        wait_until(lambda: endpoint.ask(path, asks())[0] == 400)
        assert endpoint.ask(f"/v1alpha1/comments:analyze?key={second}", asks())[0] == 200
        assert key not in endpoint.logged()
        assert key not in (tmp_path / "keys").read_text()


def test_6_10_a_file_of_keys_that_is_broken_while_it_answers_leaves_those_of_before(tmp_path: Path) -> None:
    key = commanded(tmp_path, "key", "Evening Post", "--keys", "keys").stdout.splitlines()[-1]
    with served_endpoint(tmp_path, "--keys", "keys") as endpoint:
        (tmp_path / "keys").write_text("half a li")
        wait_until(lambda: "The keys of before hold" in endpoint.logged())

        assert endpoint.ask(f"/v1alpha1/comments:analyze?key={key}", asks())[0] == 200
        assert "half a li" not in endpoint.logged()


def test_6_10_corals_phase_is_answered_by_the_secret_that_was_typed_in(tmp_path: Path) -> None:
    made = commanded(tmp_path, "key", "Coral", "--keys", "keys", "--coral", typed="signing-secret\n")
    assert made.returncode == 0, made.stderr
    body = json.dumps({"action": "NEW", "comment": {"body": RUDE, "parentID": None}}, indent=2).encode()
    mark = "sha256=" + hmac.new(b"signing-secret", body, hashlib.sha256).hexdigest()
    with served_endpoint(tmp_path, "--keys", "keys") as endpoint:
        status, said = endpoint.ask("/coral/moderation-phase", body, X_Coral_Signature=mark)
        friendly = body.replace(RUDE.encode(), FRIENDLY.encode())
        passed = hmac.new(b"signing-secret", friendly, hashlib.sha256).hexdigest()

        assert status == 200
        assert said["actions"] == [{"actionType": "FLAG", "reason": "COMMENT_DETECTED_TOXIC"}]
        assert said["tags"] == []
        assert said["kawaraban"]["model"] == endpoint.ask("/healthz")[1]["model"]
        assert endpoint.ask("/coral/moderation-phase", body)[0] == 401
        assert endpoint.ask("/coral/moderation-phase", friendly, X_Coral_Signature=f"sha256={passed}") == (
            204,
            None,
        )
        assert "signing-secret" not in made.stdout + endpoint.logged()


def test_6_10_several_processes_answer_over_one_socket_and_one_that_dies_is_begun_anew(
    tmp_path: Path,
) -> None:
    with served_endpoint(tmp_path, "--processes", "2") as endpoint:
        children = Path(f"/proc/{endpoint.process.pid}/task/{endpoint.process.pid}/children")
        if not children.exists():
            pytest.skip("the children of a process are read from Linux's /proc")
        wait_until(lambda: len(children.read_text().split()) == 2)
        first = children.read_text().split()

        os.kill(int(first[0]), signal.SIGKILL)
        wait_until(lambda: len(set(children.read_text().split()) | set(first)) == 3)

        threads = [threading.Thread(target=toxicity, args=(endpoint, RUDE)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        now = children.read_text().split()
        assert endpoint.stop() == 0
        assert not [child for child in now if Path(f"/proc/{child}").exists()]


def test_6_10_when_the_first_process_is_killed_the_others_end_by_themselves(tmp_path: Path) -> None:
    with served_endpoint(tmp_path, "--processes", "2") as endpoint:
        children = Path(f"/proc/{endpoint.process.pid}/task/{endpoint.process.pid}/children")
        if not children.exists():
            pytest.skip("the children of a process are read from Linux's /proc")
        wait_until(lambda: len(children.read_text().split()) == 2)
        begun = children.read_text().split()

        endpoint.stop(signal.SIGKILL)

        wait_until(lambda: not [child for child in begun if Path(f"/proc/{child}").exists()])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("serve", "--host", "0.0.0.0"), "who may ask must be said"),
        (("serve", "--keys", "nowhere"), "cannot be read"),
        (("serve", "--host", "192.0.2.1", "--keys", "empty"), "Cannot listen"),
        (("key", "a", "--keys", "no/folder"), "cannot be written"),
    ],
)
def test_6_10_what_cannot_be_done_is_said_in_a_sentence(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    (tmp_path / "empty").write_text("")

    done = commanded(tmp_path, *words)

    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
