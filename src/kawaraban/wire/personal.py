"""What agencies sent: published stories, by number and hash."""

from kawaraban.law.personal.lines import Part, Plain

PART = Part(
    plain=(Plain(("wire.wireitem",), "names, versions and hashes of items, and what was odd about them"),)
)
