"""6.10: what "Moving from Perspective in ten minutes" tells people to type does what it says."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.rigs.triage.endpoint_process import ROOT, served_endpoint

from kawaraban.cli.main import main
from kawaraban.triage.formats.coral import CORAL_PATH

pytestmark = [pytest.mark.once("the endpoint has no Django"), pytest.mark.serve]

PAGE = (ROOT / "docs" / "moving-from-perspective.md").read_text()
GOOGLES = "https://commentanalyzer.googleapis.com"
# The line that is changed, in the shape that it has in each of the three.
LINES = {
    "discourse_perspective.rb": f'  DOMAIN = "{GOOGLES}"',
    "perlustration_svc.go": f'    fmt.Sprintf("{GOOGLES}/v1alpha1/comments:analyze?key=%s", key),',
    "common.js": f"const url = `{GOOGLES}/v1alpha1/comments:analyze?key=${{ key }}`;",
}


def test_6_10_the_curl_of_the_page_is_answered_with_a_score(tmp_path: Path) -> None:
    found = re.search(r"curl -s http://127\.0\.0\.1:8100(\S+) \\\n  -d '([^']+)'", PAGE)
    assert found is not None
    with served_endpoint(tmp_path) as endpoint:
        status, said = endpoint.ask(found[1], json.loads(found[2]))

        assert status == 200
        assert said["attributeScores"]["TOXICITY"]["summaryScore"]["value"] > 0.6


@pytest.mark.parametrize("file", LINES)
def test_6_10_each_line_of_sed_leads_a_program_to_us(tmp_path: Path, file: str) -> None:
    found = re.search(rf"^(sed -i 's\|.*') (\S*{re.escape(file)})$", PAGE, re.MULTILINE)
    assert found is not None
    (tmp_path / file).write_text(f"before\n{LINES[file]}\nafter\n")

    command = found[1].replace("sed -i", "sed")
    done = subprocess.run(
        f"{command} {file}", shell=True, cwd=tmp_path, capture_output=True, text=True, check=True
    )

    wanted = "" if file == "common.js" else "http://127.0.0.1:8100"
    assert done.stdout == f"before\n{LINES[file].replace(GOOGLES, wanted)}\nafter\n"


def test_6_10_every_option_and_address_that_the_page_names_is_there() -> None:
    shown = {name: CliRunner().invoke(main, ["triage", name, "--help"]).output for name in ("serve", "key")}
    named = set(re.findall(r"--[a-z][a-z-]+", PAGE)) - {"--text", "--label"}

    assert named
    assert not [option for option in named if option not in shown["serve"] + shown["key"]]
    assert f"http://127.0.0.1:8100{CORAL_PATH}" in PAGE
    assert "[the Containerfile](../Containerfile)" in PAGE
