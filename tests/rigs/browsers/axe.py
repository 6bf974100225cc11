"""axe in an open page: what is wrong with it, a line for each place.

    assert faults_of(page) == []
    assert faults_of(page, rules=["color-contrast"]) == []

The library is brought into a document once, however often it is asked; and only what is wrong crosses from the
browser to here, not the long list of all that is right.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RUN = """([where, options]) =>
    axe.run(where || document, { resultTypes: ["violations"], ...options }).then((found) => found.violations)"""


def faults_of(
    page: Page, *, rules: Sequence[str] = (), inside: Mapping[str, object] | None = None
) -> list[str]:
    """All rules unless some are named; the whole page unless axe's own context names a part of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": list(rules)} if rules else {}
    found: list[dict[str, Any]] = page.evaluate(RUN, [inside, options])
    return [
        f"{rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for rule in found
        for node in rule["nodes"]
    ]
