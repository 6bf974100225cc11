"""The page that lies in an export: what it is, which files there are, and what in them is about people."""

from kawaraban.moving.exported.manifest import ExportManifest

_HEAD = """# An export of a paper

Made by kawaraban {version} on {made_at}, from tables of {profile}. `docs/export-format.md` of Kawaraban describes the
format; `export.json` has it for machines. `kawaraban import` makes a paper of this folder.

{secrets}

Whoever keeps this folder keeps what it says about people, and what is erased in the paper is not erased here.

| file | lines | columns that hold something about people |
|---|---|---|
"""
_WITH = "**It holds keys, hashes of passwords and second factors.** Whoever has it can act as the staff of the paper."
_WITHOUT = "It holds neither keys nor passwords. An import needs the files of `keys/` of the paper besides."


def read_me(manifest: ExportManifest) -> str:
    """In Markdown."""
    head = _HEAD.format(
        version=manifest.version,
        made_at=manifest.made_at,
        profile=manifest.profile,
        secrets=_WITH if manifest.has_secrets else _WITHOUT,
    )
    rows = [
        f"| `{file.path}` | {file.lines_count} | {', '.join(file.personal) or 'none'} |\n"
        for file in manifest.files
    ]
    return head + "".join(rows)
