"""Reads are counted and readers are not kept: nothing here is about a person."""

from kawaraban.law.personal.lines import Part, Plain

PART = Part(
    plain=(
        Plain(("reads.hourtally", "reads.foldmark"), "numbers of stories and hours, and names of files"),
        Plain(
            ("reads.dayreaders",),
            "a sketch under a key of the day that was never written down: it names nobody",
        ),
        Plain(
            ("reads.sharedkey", "reads.sharedreads"),
            "where several machines serve the paper: half of a key of the day, and keyed hashes of reads with their"
            " minutes, without stories; both go with the day and the 24 hours after it",
        ),
    )
)
