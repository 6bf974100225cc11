"""How the tables of a database hang together."""

import psycopg


def structure_of(address: str) -> list[tuple[str, ...]]:
    """Every index, reference and trigger, by its definition."""
    with psycopg.connect(address) as server:
        return sorted(
            server.execute(
                "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
                " UNION ALL SELECT conrelid::regclass::text, conname || ' ' || pg_get_constraintdef(oid)"
                " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
                " UNION ALL SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger"
                " WHERE NOT tgisinternal"
            ).fetchall()
        )
