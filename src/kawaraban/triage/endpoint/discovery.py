"""The document from which Google's own client libraries learn what may be asked here, in our words.

    build("commentanalyzer", "v1alpha1", discoveryServiceUrl="http://127.0.0.1:8100/$discovery/rest?version=v1alpha1")

Its shape is that of Google's API discovery documents (version 1 of the format); what it says of fields is our own.
"""

from typing import Any, Final

VERSION: Final = "v1alpha1"
NAME: Final = "commentanalyzer"


def document(root: str) -> dict[str, Any]:
    """The whole document. `root`: where the endpoint is reached, with a slash at its end."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": f"{NAME}:{VERSION}",
        "name": NAME,
        "canonicalName": "Comment Analyzer",
        "version": VERSION,
        "revision": "20261130",
        "title": "Kawaraban triage",
        "description": "How probably a comment breaks the rules that most newsrooms have, in Perspective's format.",
        "protocol": "rest",
        "rootUrl": root,
        "servicePath": "",
        "baseUrl": root,
        "batchPath": "batch",
        "parameters": _PARAMETERS,
        "schemas": _SCHEMAS,
        "resources": {
            "comments": {
                "methods": {
                    "analyze": _method("analyze", "AnalyzeComment", "Scores for a comment."),
                    "suggestscore": _method(
                        "suggestscore", "SuggestCommentScore", "What you would have scored it."
                    ),
                }
            }
        },
    }


def _method(name: str, schema: str, what: str) -> dict[str, Any]:
    path = f"{VERSION}/comments:{name}"
    return {
        "id": f"{NAME}.comments.{name}",
        "description": what,
        "httpMethod": "POST",
        "path": path,
        "flatPath": path,
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": f"{schema}Request"},
        "response": {"$ref": f"{schema}Response"},
    }


def _text(what: str) -> dict[str, Any]:
    return {"type": "string", "description": what}


def _flag(what: str) -> dict[str, Any]:
    return {"type": "boolean", "description": what}


def _of(schema: str) -> dict[str, Any]:
    return {"$ref": schema}


def _list(items: dict[str, Any], what: str) -> dict[str, Any]:
    return {"type": "array", "items": items, "description": what}


def _named(items: dict[str, Any], what: str) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": items, "description": what}


def _schema(name: str, **fields: dict[str, Any]) -> dict[str, Any]:
    return {"id": name, "type": "object", "properties": fields}


_NUMBER: Final = {"type": "number", "format": "float", "description": "A probability, from 0 to 1."}
_OFFSET: Final = {"type": "integer", "format": "int32", "description": "A character of the text, from 0."}
_LANGUAGES: Final = _list(
    {"type": "string"}, "Languages by their codes of ISO 639-1; without them it is found out."
)

_PARAMETERS: Final[dict[str, Any]] = {
    "key": {**_text("The key that the endpoint's owner made for you."), "location": "query"},
    "alt": {
        **_text("The form of the answer: JSON alone."),
        "default": "json",
        "enum": ["json"],
        "location": "query",
    },
    "fields": {**_text("Passed over: the whole answer comes."), "location": "query"},
    "prettyPrint": {**_flag("Passed over."), "default": "true", "location": "query"},
}

_SCHEMAS: Final[dict[str, Any]] = {
    schema["id"]: schema
    for schema in (
        _schema("TextEntry", text=_text("The words."), type=_text("PLAIN_TEXT, or nothing.")),
        _schema("ArticleAndParentComment", article=_of("TextEntry"), parentComment=_of("TextEntry")),
        _schema(
            "Context",
            entries=_list(_of("TextEntry"), "What the comment answers. Passed over."),
            articleAndParentComment=_of("ArticleAndParentComment"),
        ),
        _schema("Score", value=_NUMBER, type=_text("PROBABILITY.")),
        _schema("SpanScore", begin=_OFFSET, end=_OFFSET, score=_of("Score")),
        _schema("AttributeParameters", scoreType=_text("PROBABILITY, or nothing."), scoreThreshold=_NUMBER),
        _schema(
            "AttributeScores",
            summaryScore=_of("Score"),
            spanScores=_list(_of("SpanScore"), "By sentence; never empty."),
        ),
        _schema(
            "AnalyzeCommentRequest",
            comment=_of("TextEntry"),
            context=_of("Context"),
            requestedAttributes=_named(
                _of("AttributeParameters"), "What is asked, by name: TOXICITY and so on."
            ),
            languages=_LANGUAGES,
            spanAnnotations=_flag("Score each sentence as well."),
            doNotStore=_flag("Nothing is stored here in any case."),
            clientToken=_text("Comes back as it was sent."),
            communityId=_text("Passed over."),
            sessionId=_text("Passed over."),
        ),
        _schema(
            "AnalyzeCommentResponse",
            attributeScores=_named(_of("AttributeScores"), "Scores by the name of what was asked."),
            languages=_LANGUAGES,
            detectedLanguages=_LANGUAGES,
            clientToken=_text("As it was sent."),
        ),
        _schema(
            "SuggestCommentScoreRequest",
            comment=_of("TextEntry"),
            context=_of("Context"),
            attributeScores=_named(_of("AttributeScores"), "What you would have scored."),
            languages=_LANGUAGES,
            clientToken=_text("Comes back as it was sent."),
            communityId=_text("Passed over."),
            sessionId=_text("Passed over."),
        ),
        _schema(
            "SuggestCommentScoreResponse",
            clientToken=_text("As it was sent."),
            detectedLanguages=_LANGUAGES,
            requestedLanguages=_LANGUAGES,
        ),
    )
}
