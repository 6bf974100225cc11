import subprocess
import sys
from pathlib import Path

import pytest
from tests.rigs.serve_factory import Served, environment, make_paper


@pytest.mark.parametrize(
    "module",
    [
        "kawaraban.config.processes.roles",
        "kawaraban.config.processes.front_role",
        "kawaraban.press.front.front",
        "kawaraban.press.store.store",
        "kawaraban.reads.rule",
        "kawaraban.config.processes.supervisor",
    ],
)
def test_the_front_and_all_that_it_runs_load_no_django(module: str) -> None:
    code = f"import sys, {module}; sys.exit(any(name.split('.')[0] in ('django', 'wagtail') for name in sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], check=False)

    assert done.returncode == 0


def test_6_14_the_model_is_read_before_the_fork_and_not_by_the_front() -> None:
    loaded = "import sys; from kawaraban.config.processes.roles import load_model; load_model(); "
    loaded += "from kawaraban.triage.model.scorer import base_model; sys.exit(base_model.cache_info().currsize != 1)"
    front = "import sys, kawaraban.config.processes.front_role, kawaraban.press.front.front; "
    front += "sys.exit(any(name.startswith(('numpy', 'kawaraban.triage')) for name in sys.modules))"

    done = [subprocess.run([sys.executable, "-c", code], check=False).returncode for code in (loaded, front)]

    assert done == [0, 0]


@pytest.mark.serve
def test_roles_can_be_processes_of_their_own_where_a_fork_is_not_possible(tmp_path: Path) -> None:
    code = """
from kawaraban.config.env import data_dir
from kawaraban.config.processes.supervisor import ServeOptions, serve
serve(data_dir(), ServeOptions(host="127.0.0.1", port=0, apps_count=1, forks=False), say=print)
"""
    with Served.started(make_paper(tmp_path / "paper"), code=code) as served:
        assert served.ask("/test/private/").body == b"for you"
        assert served.stop() == 0


@pytest.mark.serve
def test_press_tells_what_is_printed_and_orders_by_hand(tmp_path: Path) -> None:
    data = make_paper(tmp_path / "paper")

    def press(*words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "kawaraban", "press", *words],
            check=False,
            capture_output=True,
            text=True,
            env=environment(data),
        )

    ordered = press("reprint", "story-1", "thread-1")
    everything = press("reprint", "--all")
    status = press("status")
    nothing = press("reprint")

    assert "Order 1 is in the log" in ordered.stdout
    assert "Order 2 is in the log" in everything.stdout
    assert "newest order:     2" in status.stdout
    assert "pages stored:     0" in status.stdout
    assert nothing.returncode == 2
    assert "--all" in nothing.stderr
