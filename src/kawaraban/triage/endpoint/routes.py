"""What may be asked here, and by whom. Decided from the head of a request, before a byte of its body is kept.

POST /v1alpha1/comments:analyze?key=K        Perspective's format; also without /v1alpha1, as some write the address
POST /v1alpha1/comments:suggestscore?key=K
POST /coral/moderation-phase                 Coral's external moderation phase, signed
GET  /$discovery/rest?version=v1alpha1       for Google's client libraries
GET  /healthz
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, unquote

from kawaraban.triage.endpoint.analyses import Analyses
from kawaraban.triage.endpoint.answer import EndpointAnswer, api_refusal, as_json, refusal
from kawaraban.triage.endpoint.callers import ANYBODY, Caller, Callers
from kawaraban.triage.endpoint.coral import question_of
from kawaraban.triage.endpoint.discovery import NAME, VERSION, document
from kawaraban.triage.endpoint.questions import Question
from kawaraban.triage.endpoint.rates import Rates
from kawaraban.triage.formats.api_errors import bad_key, no_key, no_such_method, too_many, unsigned
from kawaraban.triage.formats.coral import CORAL_PATH, SIGNATURE, CoralRules

# What is done with the body of an admitted request once it is there.
Take = Callable[[bytes], "EndpointAnswer | Question"]
Fields = Mapping[bytes, bytes]

_DISCOVERY: Final = frozenset({"/$discovery/rest", f"/discovery/v1/apis/{NAME}/{VERSION}/rest"})
_PAGES: Final = frozenset({"/healthz", *_DISCOVERY})
_HOST: Final = re.compile(rb"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")

_UNSIGNED: Final = api_refusal(unsigned())


class Routes:
    """Made once for each process. `address`: where others reach it, when that is not what their Host says."""

    def __init__(
        self, analyses: Analyses, callers: Callers, rates: Rates, *, coral: CoralRules, address: str = ""
    ) -> None:
        self.callers = callers
        self._analyses = analyses
        self._rates = rates
        self._coral = coral
        self._address = address
        self._methods: Mapping[str, Take] = {
            "comments:analyze": analyses.analyze,
            "comments:suggestscore": analyses.suggest,
        }

    def admit(
        self, method: bytes, target: bytes, fields: Fields, *, second: int
    ) -> "EndpointAnswer | tuple[Take, bool]":
        """The answer where none is needed of the body; else what takes the body, and whether a stranger sends it."""
        path, key = split(target)
        take = self._methods.get(path.removeprefix("/").removeprefix(f"{VERSION}/"))
        if take is not None:
            if method != b"POST":
                return refusal(405, "This is asked with POST.", allow="POST")
            # The header counts: a web server before us may put it where browsers write what they like.
            sent = fields.get(b"x-goog-api-key", b"").decode("latin-1") or key
            caller = self.callers.of_key(sent)
            if caller is None:
                return api_refusal(bad_key() if sent else no_key())
            return (take, False) if self._rates.allows(caller, second) else _too_many(caller)
        if path == CORAL_PATH:
            if method != b"POST":
                return refusal(405, "This is asked with POST.", allow="POST")
            signature = fields.get(SIGNATURE.encode(), b"").decode("latin-1")
            if not self.callers.may_sign(signature):
                return _UNSIGNED
            return (lambda body: self._moderate(body, signature, second)), not self.callers.is_open
        if path not in _PAGES:
            return api_refusal(no_such_method())
        if method not in {b"GET", b"HEAD"}:
            return refusal(405, "This is asked with GET.", allow="GET, HEAD")
        return self._document(fields) if path in _DISCOVERY else self._health()

    def _moderate(self, body: bytes, signature: str, second: int) -> "EndpointAnswer | Question":
        caller = self.callers.of_signature(signature, body)
        if caller is None:
            return _UNSIGNED
        if not self._rates.allows(caller, second):
            return _too_many(caller)
        return question_of(body, self._coral)

    def _health(self) -> EndpointAnswer:
        return as_json(
            200, {"status": "ok", "model": self._analyses.version, "languages": self._analyses.languages}
        )

    def _document(self, fields: Fields) -> EndpointAnswer:
        if self._address:
            return as_json(200, document(self._address.rstrip("/") + "/"))
        host = fields.get(b"host", b"")
        if not _HOST.fullmatch(host):
            return refusal(400, "The Host of the request is none.")
        return as_json(200, document(f"http://{host.decode('ascii')}/"))


def _too_many(caller: Caller) -> EndpointAnswer:
    return api_refusal(too_many(caller.per_second), retry_after="1")


# A client sends the same target each time. A key that is sent lies in memory anyway.
@lru_cache(maxsize=256)
def split(target: bytes) -> tuple[str, str]:
    """The path, and the key in the query."""
    path, _, query = target.partition(b"?")
    fields = parse_qsl(query.decode("latin-1"), max_num_fields=None) if query else []
    return unquote(path.decode("latin-1")), next((text for name, text in fields if name == "key"), "")


__all__ = ["ANYBODY", "Routes", "Take", "split"]
