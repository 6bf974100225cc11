"""What modules load: each is imported in a process that has imported nothing else of ours.

said = what_is_wrong_with(["kawaraban.kit.text"], unwanted=("django",))    # {"kawaraban.kit.text": ""}

One interpreter is started and forks for each module. What others wrote is imported before the forks, once: it would
be loaded again in each. That none of it is unwanted is asked before.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = """
import importlib, json, os, sys

modules, unwanted, ours = json.load(sys.stdin)

def in_a_child(work):
    reading, writing = os.pipe()
    if not (child := os.fork()):
        try:
            said = work()
        except BaseException as failure:
            said = f"{type(failure).__module__}.{type(failure).__name__}: {failure}"
        with open(writing, "w") as pipe:
            json.dump(said, pipe)
        os._exit(0)
    os.close(writing)
    with open(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else "died"

def loaded():
    found = sorted({name.partition(".")[0] for name in sys.modules} & set(unwanted))
    return f"loads {', '.join(found)}" if found else ""

def all_of_others():
    for module in modules:
        importlib.import_module(module)
    return [name for name in sys.modules if name.partition(".")[0] != ours]

def alone(module):
    importlib.import_module(module)
    return loaded()

others = in_a_child(all_of_others)
if isinstance(others, list) and not {name.partition(".")[0] for name in others} & set(unwanted):
    for name in others:
        try:
            importlib.import_module(name)
        except ImportError:
            pass
assert not loaded(), loaded()
print(json.dumps({module: in_a_child(lambda: alone(module)) for module in modules}))
"""


def what_is_wrong_with(modules: Sequence[str], *, unwanted: Sequence[str]) -> dict[str, str]:
    """For each module the unwanted packages that it loads, or why it cannot be imported; empty when all is well."""
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        input=json.dumps([list(modules), list(unwanted), "kawaraban"]),
        # A library that starts threads would carry them into no fork.
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT / "src")},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-500:]
    return dict(json.loads(done.stdout))
