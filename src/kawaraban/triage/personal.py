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
    ),
    plain=(
        Plain(("triage.siteversion",), "weights of hashed pieces of words, summed over all that was decided"),
        Plain(
            (
                *("triage.assessment", "triage.nudgeday", "triage.suggestion", "triage.apiclient.name"),
                *(
                    "triage.apiclient.key_hash",
                    "triage.apiclient.key_start",
                    "triage.apiclient.signing_secret",
                ),
            ),
            "codes, numbers and hashes: what the model said and what was decided, without the words",
        ),
    ),
)
