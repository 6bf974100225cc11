"""6.10: clients that others wrote for Perspective ask the endpoint with their own code; its address alone is ours."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from googleapiclient.discovery import build  # type: ignore[import-untyped]  # it has no types
from googleapiclient.errors import HttpError  # type: ignore[import-untyped]  # it has no types
from tests.rigs.npm_tools import FOLDER as NPM
from tests.rigs.npm_tools import missing
from tests.rigs.triage.endpoint_process import ROOT, ServedEndpoint, served_endpoint

pytestmark = [pytest.mark.once("the endpoint has no Django"), pytest.mark.serve]

RUDE = "You are a stupid idiot and a liar."
FRIENDLY = "Thank you for this careful report on the harbour."
PYPI = ROOT / ".make" / "clients"
NPM_CLIENT = NPM / "perspective-api-client" / "index.js"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedEndpoint]:
    with served_endpoint(tmp_path_factory.mktemp("endpoint")) as served:
        yield served


def toxicity(answer: Any) -> float:
    value: float = answer["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    return value


class TestGooglesOwnLibrary:
    @pytest.fixture
    def comments(self, endpoint: ServedEndpoint) -> Iterator[Any]:
        with build(
            "commentanalyzer",
            "v1alpha1",
            developerKey="any",
            discoveryServiceUrl=f"{endpoint.address}/$discovery/rest?version=v1alpha1",
            static_discovery=False,
            cache_discovery=False,
        ) as service:
            yield service.comments()

    def test_6_10_learns_from_our_document_what_it_may_ask_and_asks_it(self, comments: Any) -> None:
        def body(text: str) -> dict[str, Any]:
            return {
                "comment": {"text": text},
                "requestedAttributes": {"TOXICITY": {}},
                "languages": ["en"],
                "clientToken": "a-token",
                "spanAnnotations": True,
            }

        rude = comments.analyze(body=body(RUDE)).execute()
        friendly = comments.analyze(body=body(FRIENDLY)).execute()

        assert toxicity(rude) > 0.7 > 0.4 > toxicity(friendly)
        assert rude["clientToken"] == "a-token"
        assert rude["attributeScores"]["TOXICITY"]["spanScores"]

    def test_6_10_reads_our_errors_as_googles(self, comments: Any) -> None:
        asked = {"comment": {"text": RUDE}, "requestedAttributes": {"INSULT": {}}, "languages": ["ja"]}

        with pytest.raises(HttpError) as refused:
            comments.analyze(body=asked).execute()

        (detail,) = refused.value.error_details
        assert refused.value.status_code == 400
        assert refused.value.reason == "Attribute INSULT does not support request languages: ja"
        assert detail["errorType"] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"

    def test_6_10_suggests_a_score(self, comments: Any) -> None:
        suggested = {
            "comment": {"text": RUDE},
            "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
            "languages": ["en"],
            "clientToken": "7",
        }

        assert comments.suggestscore(body=suggested).execute() == {
            "clientToken": "7",
            "requestedLanguages": ["en"],
        }


@pytest.mark.skipif(
    not PYPI.exists(), reason="not here: perspective of PyPI (tools/test_tools.sh installs it)"
)
def test_6_10_the_client_on_pypi_scores_suggests_and_is_refused(
    endpoint: ServedEndpoint, tmp_path: Path
) -> None:
    script = (
        "import json, sys\n"
        "from urllib.error import HTTPError\n"
        "from perspective.perspective import PerspectiveAPI\n"
        "client = PerspectiveAPI('any')\n"
        "client.api_client.url = sys.argv[1] + '/v1alpha1/{endpoint}'\n"
        "rude = client.score(sys.argv[2], tests=['TOXICITY', 'INSULT'])\n"
        "friendly = client.score(sys.argv[3])\n"
        "scores = {'TOXICITY': {'summaryScore': {'value': 1.0}}}\n"
        "thanks = client.suggest_score(sys.argv[2], scores, client_token='7', languages=['en'])\n"
        "try:\n"
        "    client.analyze_comment('', validate=False)\n"
        "except HTTPError as refused:\n"
        "    error = json.load(refused)\n"
        "print(json.dumps([rude, friendly, thanks, error]))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script, endpoint.address, RUDE, FRIENDLY],
        env=os.environ | {"PYTHONPATH": str(PYPI)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    rude, friendly, thanks, refused = json.loads(done.stdout)
    assert set(rude) == {"TOXICITY", "INSULT"}
    assert rude["TOXICITY"] > 0.7 > 0.4 > friendly["TOXICITY"]
    assert thanks == {"clientToken": "7", "requestedLanguages": ["en"]}
    assert refused["error"]["details"][0]["errorType"] == "COMMENT_EMPTY"


@pytest.mark.skipif(
    bool(missing(NPM_CLIENT, programs=("node",))), reason=missing(NPM_CLIENT, programs=("node",)) or "here"
)
def test_6_10_the_client_on_npm_scores_and_is_refused(endpoint: ServedEndpoint, tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node is not None
    script = """
        const [folder, address, rude, friendly] = process.argv.slice(1);
        require(`${folder}/axios`).interceptors.request.use((asked) => {
          asked.url = asked.url.replace("https://commentanalyzer.googleapis.com", address);
          return asked;
        });
        const Perspective = require(`${folder}/perspective-api-client`);
        const client = new Perspective({ apiKey: "any" });
        (async () => {
          const one = await client.analyze(rude, { attributes: ["toxicity", "insult"] });
          const other = await client.analyze(`<p>${friendly}</p>`, { truncate: true });
          const refused = await client.analyze("<b></b>", { validate: false }).catch((error) => error);
          console.log(JSON.stringify([one, other, refused.message, refused.response.status]));
        })();
    """

    done = subprocess.run(
        [node, "-e", script, str(NPM), endpoint.address, RUDE, FRIENDLY],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    rude, friendly, message, status = json.loads(done.stdout)
    assert set(rude["attributeScores"]) == {"TOXICITY", "INSULT"}
    assert toxicity(rude) > 0.7 > 0.4 > toxicity(friendly)
    assert (message, status) == ("Comment must be non-empty.", 400)


# What four systems send, field for field, and what each of them reads of the answer.
CORAL = {
    "comment": {"text": RUDE},
    "doNotStore": True,
    "requestedAttributes": {"TOXICITY": {}},
    "languages": ["en"],
}
CORALS_DECISION = {
    "comment": {"text": RUDE},
    "context": {
        "entries": [{"text": '{"url":"https://paper.example/port/?commentID=7","Coral_comment_id":"7"}'}]
    },
    "attributeScores": {"TOXICITY": {"summaryScore": {"value": 1}}},
    "languages": ["en"],
    "communityId": "Coral:https://comments.paper.example",
    "clientToken": "comment:7",
}
SIX = ("TOXICITY", "SEVERE_TOXICITY", "IDENTITY_ATTACK", "INSULT", "PROFANITY", "THREAT")
COMENTARIO = {"comment": {"text": f"**{RUDE}**"}, "requestedAttributes": {name: {} for name in SIX}}
DISCOURSE = {
    "comment": {"text": RUDE},
    "doNotStore": True,
    "sessionId": "https://forum.example_7",
    "requestedAttributes": {"TOXICITY": {"scoreType": "PROBABILITY"}},
}
WORDPRESS = {"comment": {"text": RUDE}, "doNotStore": False, "requestedAttributes": {"TOXICITY": {}}}


@pytest.mark.parametrize(
    "body", [CORAL, COMENTARIO, DISCOURSE, WORDPRESS], ids=["Coral", "Comentario", "Discourse", "WP"]
)
def test_6_10_four_known_callers_read_what_they_look_for(endpoint: ServedEndpoint, body: Any) -> None:
    status, said = endpoint.ask("/v1alpha1/comments:analyze?key=any", body, Content_Type="application/json")

    assert status == 200
    assert set(said["attributeScores"]) == set(body["requestedAttributes"])
    assert toxicity(said) > 0.7


def test_6_10_corals_decision_is_thanked_for(endpoint: ServedEndpoint) -> None:
    answer = endpoint.ask("/v1alpha1/comments:suggestscore?key=any", CORALS_DECISION)

    assert answer == (200, {"clientToken": "comment:7", "requestedLanguages": ["en"]})
