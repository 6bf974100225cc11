"""The official validator of statements, read out of its own PHP and applied: what the database would refuse.

    validator = OfficialValidator(Path("shared/data/dsa/validator"))
    validator.refuses(payload)      # [] or ["content_language: in", ...]

Nothing of it is ours: the lists, the lengths and the conditions are those of the files. Only the meaning of Laravel's
rules is written here, as far as these files use them. A rule that is not known here is an error, not a pass.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

_FIELD = re.compile(r"^            '([\w.-]+)' => \[(.*?)\],\n(?=\n|            '|        \])", re.M | re.S)
_RULE = re.compile(
    r"\$this->in\((?:array_keys\()?(\w+)::(\w+)\)?(?:, true)?\)"
    r"|Rule::(requiredIf|excludeIf)\((!?) ?\$this->(\w+)\(\)\)"
    r"|'((?:[^'\\]|\\.)*)'"
)
_CONDITIONS = {
    "checkForDecisionVisibilityOther": ("decision_visibility", "DECISION_VISIBILITY_OTHER"),
    "checkForContentTypeOther": ("content_type", "CONTENT_TYPE_OTHER"),
    "checkForSourceVoluntary": ("source_type", "SOURCE_VOLUNTARY"),
}
Rule = tuple[str, str]


class OfficialValidator:
    """`fields`: the rules of each, as (name, argument)."""

    def __init__(self, folder: Path) -> None:
        self._sources = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.php")}
        request = self._sources["StatementStoreRequest"]
        rules = request[request.index("public function rules") : request.index("private function in(")]
        self.fields: dict[str, list[Rule]] = {
            name: list(self._rules(body)) for name, body in _FIELD.findall(rules)
        }

    def listed(self, owner: str, constant: str) -> list[str]:
        """The keys of a constant, or its values where it has none; names of other constants are looked up."""
        source = self._sources[owner]
        [body] = re.findall(rf"const {constant} = \[(.*?)\];", source, re.S)
        keys = re.findall(r"'([^']+)' =>", body)
        values = keys or re.findall(r"'([^']+)'", body)
        return values or [self._text(source, name) for name in re.findall(r"self::(\w+)", body)]

    def longest(self) -> dict[str, int]:
        """By field, how many characters it takes."""
        return {
            name: int(argument)
            for name, rules in self.fields.items()
            for rule, argument in rules
            if rule == "max"
        }

    def refuses(self, payload: Mapping[str, Any]) -> list[str]:
        """Field and rule of everything that it would refuse, and fields that it does not know."""
        unknown = [f"{name}: unknown" for name in payload if name not in self.fields]
        return unknown + [
            f"{name}: {rule}"
            for name, rules in self.fields.items()
            for rule in self._broken(name, rules, payload)
        ]

    def _text(self, source: str, constant: str) -> str:
        [found] = re.findall(rf"const {constant} = '([^']*)'", source)
        return str(found)

    def _rules(self, body: str) -> Iterator[Rule]:
        for owner, constant, conditional, negated, condition, plain in _RULE.findall(body):
            if constant:
                yield "in", ",".join(self.listed(owner, constant))
            elif conditional:
                yield conditional, f"{negated}{condition}"
            else:
                name, _colon, argument = plain.partition(":")
                yield name, argument

    def _broken(self, name: str, rules: list[Rule], payload: Mapping[str, Any]) -> Iterator[str]:
        if any(self._is_excluded(rule, argument, payload) for rule, argument in rules):
            return
        value = payload.get(name)
        for rule, argument in rules:
            if value in (None, "", []):
                if self._is_owed(rule, argument, payload):
                    yield rule
            elif not _keeps(rule, argument, value):
                yield rule

    def _is_excluded(self, rule: str, argument: str, payload: Mapping[str, Any]) -> bool:
        if rule == "exclude_unless":
            other, wanted = argument.split(",")
            return bool(payload.get(other) != wanted)
        return rule == "excludeIf" and _holds(argument, payload)

    def _is_owed(self, rule: str, argument: str, payload: Mapping[str, Any]) -> bool:
        if rule == "required_if":
            other, wanted = argument.split(",")
            return bool(payload.get(other) == wanted)
        if rule == "required_without_all":
            return not any(payload.get(other) for other in argument.split(","))
        return rule == "required" or (rule == "requiredIf" and _holds(argument, payload))


def _holds(condition: str, payload: Mapping[str, Any]) -> bool:
    field, wanted = _CONDITIONS[condition.removeprefix("!")]
    given = payload.get(field) or []
    found = wanted in (given if isinstance(given, list) else [given])
    return found is not condition.startswith("!")


def _keeps(rule: str, argument: str, value: Any) -> bool:
    """Whether a value that is there keeps one rule. KeyError for a rule that is not known."""
    if rule == "in":
        allowed = set(argument.split(","))
        return set(value if isinstance(value, list) else [value]) <= allowed
    if rule in {"before_or_equal", "after_or_equal"}:
        # As days are written, their order is that of their letters; how they are written is a rule of its own.
        return bool(value <= argument if rule == "before_or_equal" else value >= argument)
    rules: dict[str, Callable[[], bool]] = {
        "array": lambda: isinstance(value, list),
        "string": lambda: isinstance(value, str),
        "max": lambda: len(value) <= int(argument),
        "date_format": lambda: (
            bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value)) and bool(date.fromisoformat(value))
        ),
        "url": lambda: bool(re.match(r"https?://[^/\s]+", value)),
        "regex": lambda: bool(re.search(argument.strip("/D").replace(r"\Z", "$"), value)),
        **dict.fromkeys(
            (
                "nullable",
                "required",
                "required_if",
                "requiredIf",
                "required_without_all",
                "exclude_unless",
                "excludeIf",
            ),
            lambda: True,
        ),
    }
    return rules[rule]()
