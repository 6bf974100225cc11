"""The errors of the wire format: the status, and the object that clients read.

    raise comment_empty()
    except ApiError as error:
        status, body = error.answer()

The words are those that clients compare. Of what was sent, only names of attributes and languages are repeated.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

LONGEST_TEXT: Final = 20_480
_OURS: Final = "type.googleapis.com/google.commentanalyzer.v1alpha1.Error"
_RPC: Final = "type.googleapis.com/google.rpc."
_DOMAIN: Final = "googleapis.com"
_STATUS: Final = {
    "INVALID_ARGUMENT": 400,
    "UNAUTHENTICATED": 401,
    "PERMISSION_DENIED": 403,
    "NOT_FOUND": 404,
    "RESOURCE_EXHAUSTED": 429,
    "INTERNAL": 500,
    "UNAVAILABLE": 503,
}
Detail = Mapping[str, Any]


class ApiError(Exception):
    """What is said instead of an answer."""

    def __init__(
        self, message: str, details: Sequence[Detail] = (), *, status: str = "INVALID_ARGUMENT"
    ) -> None:
        super().__init__(message)
        self.message = message
        self.details = tuple(details)
        self.status_name = status

    @property
    def code(self) -> int:
        """The status of HTTP."""
        return _STATUS[self.status_name]

    def answer(self) -> tuple[int, bytes]:
        """The status and the body in ASCII JSON."""
        error: dict[str, Any] = {"code": self.code, "message": self.message, "status": self.status_name}
        if self.details:
            error["details"] = self.details
        return self.code, json.dumps({"error": error}, separators=(",", ":")).encode("ascii")


def _of_type(error_type: str, message: str) -> ApiError:
    return ApiError(message, [{"@type": _OURS, "errorType": error_type}])


def comment_empty() -> ApiError:
    return _of_type("COMMENT_EMPTY", "Comment must be non-empty.")


def comment_too_long() -> ApiError:
    return _of_type("COMMENT_TOO_LONG", "Comment text too long.")


def no_attributes() -> ApiError:
    return _of_type("NO_REQUESTED_ATTRIBUTES", "Missing requested_attributes")


def detection_failed() -> ApiError:
    return _of_type("LANGUAGE_DETECTION_FAILED", "Unable to detect language")


def invalid_request(message: str) -> ApiError:
    return _of_type("INVALID_REQUEST", message)


def language_not_supported(
    attributes: Sequence[str], *, requested: Sequence[str], detected: Sequence[str]
) -> ApiError:
    """A detail for each attribute: a client drops them all and asks once more. The message names the first."""
    named = {"requestedLanguages": list(requested)} if requested else {"detectedLanguages": list(detected)}
    details = [
        {
            "@type": _OURS,
            "errorType": "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
            "languageNotSupportedByAttributeError": {**named, "attribute": attribute},
        }
        for attribute in attributes
    ]
    languages = ", ".join(requested or detected)
    return ApiError(f"Attribute {attributes[0]} does not support request languages: {languages}", details)


def bad_json() -> ApiError:
    return ApiError("Invalid JSON payload received. Unable to parse the body.")


def bad_field(field: str, kind: str) -> ApiError:
    """`field` in snake case with dots; `kind` in the format's words, TYPE_STRING for one. The value is not repeated."""
    message = f"Invalid value at '{field}' ({kind})"
    violation = {"field": field, "description": message}
    return ApiError(message, [{"@type": f"{_RPC}BadRequest", "fieldViolations": [violation]}])


def body_too_large(most: int) -> ApiError:
    return ApiError(f"Request payload size exceeds the limit: {most} bytes.")


def no_key() -> ApiError:
    message = (
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or "
        "other form of API consumer identity to call this API."
    )
    return ApiError(message, status="PERMISSION_DENIED")


def bad_key() -> ApiError:
    """A key that is unknown, or was revoked. As the service that this replaces does, with 400."""
    return ApiError("API key not valid. Please pass a valid API key.", [_reason("API_KEY_INVALID")])


def unsigned() -> ApiError:
    """What Coral sends must be signed with the secret that it shows."""
    return ApiError("The signature is none that is known here.", status="UNAUTHENTICATED")


def switched_off() -> ApiError:
    message = (
        "Comment Analyzer is disabled here. Its publisher can enable it at the desk, on the page Triage."
    )
    return ApiError(message, [_reason("SERVICE_DISABLED")], status="PERMISSION_DENIED")


def too_many(per_second: int) -> ApiError:
    """Beyond the rate of the client; it may ask again after a second."""
    message = (
        "Quota exceeded for quota metric 'Analysis requests (AnalyzeComment)' and limit "
        "'Analysis requests (AnalyzeComment) per second'."
    )
    reason = _reason("RATE_LIMIT_EXCEEDED", quota_limit_value=str(per_second), quota_unit="1/s/{project}")
    retry = {"@type": f"{_RPC}RetryInfo", "retryDelay": "1s"}
    return ApiError(message, [reason, retry], status="RESOURCE_EXHAUSTED")


def no_such_method() -> ApiError:
    return ApiError("Method not found.", status="NOT_FOUND")


def internal_error() -> ApiError:
    return ApiError("Internal error encountered.", status="INTERNAL")


def unavailable() -> ApiError:
    return ApiError("The service is currently unavailable.", status="UNAVAILABLE")


def _reason(reason: str, **metadata: str) -> Detail:
    detail: dict[str, Any] = {"@type": f"{_RPC}ErrorInfo", "reason": reason, "domain": _DOMAIN}
    return {**detail, "metadata": metadata} if metadata else detail
