"""The log begins with 1 for each test: PostgreSQL gives no number twice, also where a test was rolled back."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def log_from_one(request: pytest.FixtureRequest) -> None:
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # Rolled back with the test.
                cursor.execute("ALTER TABLE press_reprintorder ALTER COLUMN id RESTART")
