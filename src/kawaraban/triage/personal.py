"""What triage keeps holds no words: codes, numbers, hashes, and which member of staff set it."""

from kawaraban.law.personal.lines import NAME_OF_STAFF, STAFF_ALONE, Line, Part, Plain

PART = Part(
    lines=(
        Line(
            ("triage.triagerules.set_by", "triage.apiclient.made_by", "triage.hintchoice.moderator"),
            period="staff_acts",
            erased=STAFF_ALONE,
            not_exported=NAME_OF_STAFF,
        ),
        Line(
            ("triage.apiclient.signing_secret",),
            period="staff_acts",
            erased=STAFF_ALONE,
            not_exported="a key of another program",
        ),
        Line(
            ("triage.suggestion.token_key",),
            period="decided_matters",
            erased="it stays until newer ones come: it names a text of another system, by a key of this paper",
            not_exported="a keyed hash that leads to nobody here",
        ),
    ),
    plain=(
        Plain(("triage.siteversion",), "weights of hashed pieces of words, summed over all that was decided"),
        Plain(
            (
                *("triage.assessment", "triage.nudgeday", "triage.apiclient.name"),
                *("triage.apiclient.key_hash", "triage.apiclient.key_start"),
                *("triage.suggestion.features", "triage.suggestion.head", "triage.suggestion.language"),
            ),
            "codes, numbers and hashes: what the model said and what was decided, without the words",
        ),
    ),
)
