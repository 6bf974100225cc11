"""The form of one version of the policy: both texts in each language, words for our grounds, grounds of the paper.

    form = PolicyForm(request.POST or None, draft=draft_of(newest), now=now)
    form.draft                      # what was filled in, once it is valid

The fields are made from the languages and the grounds: `introduction_en`, `label_en_insult`, `own0_parent`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext_lazy as _

from kawaraban.doors.desk.moment_field import MomentField
from kawaraban.law.grounds import Ground
from kawaraban.law.policy.actions import REASON_LENGTH, GroundDraft, PolicyDraft, frozen_codes
from kawaraban.law.policy.versions import nearest_language
from kawaraban.law.policy.wording import (
    GROUND_EXPLANATIONS,
    GROUND_LABELS,
    GROUND_REASONS,
    REASON_OF_ANY_GROUND,
)
from kawaraban.look.clock_words import clock_words

# So many empty places for grounds of the paper; publishing and coming back gives as many again.
EMPTY_PLACES = 2


@dataclass(frozen=True, slots=True)
class WordsFields:
    """The fields of one ground in one language. `title` is the ground's name, or the language's."""

    title: str
    label: Any
    explanation: Any
    reason: Any


@dataclass(frozen=True, slots=True)
class LanguageFields:
    """Everything of one language."""

    code: str
    name: str
    is_filled: bool
    introduction: Any
    responsibility: Any
    grounds: tuple[WordsFields, ...]


@dataclass(frozen=True, slots=True)
class OwnFields:
    """One ground of the paper. `code` is "" in an empty place; `is_frozen`: its parent does not change any more."""

    place: int
    code: str
    title: str
    is_frozen: bool
    parent: Any
    takes_out: Any
    words: tuple[WordsFields, ...]


class PolicyForm(forms.Form):
    """One version in every language of the paper."""

    effective_at = MomentField(
        label=_("In force from"),
        help_text=_("Not before now. Comments keep the version that stood beside them when they were sent."),
    )

    def __init__(self, *args: Any, draft: PolicyDraft, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        when = self.fields["effective_at"]
        when.help_text = f"{when.help_text} {clock_words()}"
        self.start = draft
        self.frozen = frozen_codes(now)
        worded = {ground.code: ground for ground in draft.grounds if not ground.is_own}
        for code, _name in settings.LANGUAGES:
            self._add_texts(code, draft.texts.get(code, ("", "")))
            for ground in Ground:
                given = worded.get(ground.value)
                self._add_words(f"{code}_{ground.value}", code, given, ours=ground)
        self.own = [ground for ground in draft.grounds if ground.is_own]
        for place in range(len(self.own) + EMPTY_PLACES):
            self._add_own(place, self.own[place] if place < len(self.own) else None)

    def clean(self) -> dict[str, Any]:
        """A language has both texts or none, the policy one language at least, a ground of the paper a name."""
        said: dict[str, Any] = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            halves = [bool(said.get(f"{half}_{code}")) for half in ("introduction", "responsibility")]
            if any(halves) and not all(halves):
                empty = "introduction" if not halves[0] else "responsibility"
                self.add_error(f"{empty}_{code}", _("Fill in both texts of a language, or none."))
        if not self._texts(said):
            raise forms.ValidationError(_("A policy has a text in one language at least."), code="no_text")
        for place in range(len(self.own) + EMPTY_PLACES):
            words = self._own_words(place, said)
            if words and not any(label for label, _explanation in words.values()):
                first = settings.LANGUAGES[0][0]
                self.add_error(f"own{place}_label_{first}", _("Give this ground a name."))
        return said

    @property
    def draft(self) -> PolicyDraft:
        """What was filled in. Only of a valid form."""
        said = self.cleaned_data
        return PolicyDraft(texts=self._texts(said), grounds=(*self._ours(said), *self._own(said)))

    @property
    def languages(self) -> tuple[LanguageFields, ...]:
        """The fields as the page shows them, the paper's own language first."""
        codes = sorted(
            (code for code, _name in settings.LANGUAGES), key=lambda c: c != settings.LANGUAGE_CODE
        )
        return tuple(
            LanguageFields(
                code=code,
                name=str(get_language_info(code)["name_local"]),
                is_filled=bool(self[f"introduction_{code}"].value()),
                introduction=self[f"introduction_{code}"],
                responsibility=self[f"responsibility_{code}"],
                grounds=tuple(
                    WordsFields(
                        title=str(GROUND_LABELS[ground]),
                        label=self[f"label_{code}_{ground.value}"],
                        explanation=self[f"explanation_{code}_{ground.value}"],
                        reason=self[f"reason_{code}_{ground.value}"],
                    )
                    for ground in Ground
                ),
            )
            for code in codes
        )

    @property
    def own_grounds(self) -> tuple[OwnFields, ...]:
        """The grounds of the paper, and empty places for more."""
        return tuple(
            OwnFields(
                place=place,
                code=ground.code if ground else "",
                title=_title(ground),
                is_frozen=ground is not None and ground.code in self.frozen,
                parent=self[f"own{place}_parent"],
                takes_out=self[f"own{place}_out"] if ground else None,
                words=tuple(
                    WordsFields(
                        title=str(get_language_info(code)["name_local"]),
                        label=self[f"own{place}_label_{code}"],
                        explanation=self[f"own{place}_explanation_{code}"],
                        reason=self[f"own{place}_reason_{code}"],
                    )
                    for code, _name in settings.LANGUAGES
                ),
            )
            for place, ground in enumerate([*self.own, *[None] * EMPTY_PLACES])
        )

    def _add_texts(self, code: str, texts: tuple[str, str]) -> None:
        self.fields[f"introduction_{code}"] = _text_field(
            _("Introduction"),
            code,
            rows=8,
            initial=texts[0],
            help_text=_("An empty line starts a paragraph. The grounds are listed under it by themselves."),
        )
        self.fields[f"responsibility_{code}"] = _text_field(
            _("Sentence of responsibility"),
            code,
            rows=2,
            initial=texts[1],
            help_text=_("Stands beside the button: who answers for a comment."),
        )

    def _add_words(
        self, name: str, language: str, given: GroundDraft | None, *, ours: Ground | None = None
    ) -> None:
        """Name, explanation and reason in one language; what stands there while they are empty is ours."""
        label, explanation = given.words.get(language, ("", "")) if given else ("", "")
        with override(language):
            placeholders = (str(GROUND_LABELS[ours]), str(GROUND_EXPLANATIONS[ours])) if ours else ("", "")
            reason = str(GROUND_REASONS[ours] if ours else REASON_OF_ANY_GROUND)
        self.fields[_before("label", name)] = forms.CharField(
            label=_("Name"),
            initial=label,
            required=False,
            max_length=60,
            widget=forms.TextInput(attrs={"lang": language, "dir": "auto", "placeholder": placeholders[0]}),
        )
        self.fields[_before("explanation", name)] = _text_field(
            _("Explanation"), language, rows=2, initial=explanation, placeholder=placeholders[1]
        )
        self.fields[_before("reason", name)] = _text_field(
            _("Reason in a statement"),
            language,
            rows=2,
            initial=given.reasons.get(language, "") if given else "",
            help_text=_(
                "The author of a refused comment reads it: why such words are not shown. It names nobody."
            ),
            placeholder=reason,
            most=REASON_LENGTH,
        )

    def _add_own(self, place: int, ground: GroundDraft | None) -> None:
        is_frozen = ground is not None and ground.code in self.frozen
        self.fields[f"own{place}_parent"] = forms.ChoiceField(
            label=_("Sits under"),
            choices=[(parent.value, GROUND_LABELS[parent]) for parent in Ground],
            initial=ground.parent.value if ground else Ground.OTHER.value,
            required=False,
            disabled=is_frozen,
        )
        self.fields[f"own{place}_out"] = forms.BooleanField(label=_("Leave this ground out"), required=False)
        for code, _name in settings.LANGUAGES:
            self._add_words(f"own{place}:{code}", code, ground)

    def _texts(self, said: dict[str, Any]) -> dict[str, tuple[str, str]]:
        pairs = {
            code: (said.get(f"introduction_{code}") or "", said.get(f"responsibility_{code}") or "")
            for code, _name in settings.LANGUAGES
        }
        return {code: pair for code, pair in pairs.items() if all(pair)}

    def _ours(self, said: dict[str, Any]) -> Iterator[GroundDraft]:
        for ground in Ground:
            pairs = {
                code: (said[f"label_{code}_{ground.value}"], said[f"explanation_{code}_{ground.value}"])
                for code, _name in settings.LANGUAGES
            }
            words = {code: pair for code, pair in pairs.items() if any(pair)}
            reasons = _reasons(said, "", f"_{ground.value}")
            if words or reasons:
                yield GroundDraft(ground.value, ground, words, reasons)

    def _own(self, said: dict[str, Any]) -> Iterator[GroundDraft]:
        taken = {*(ground.value for ground in Ground), *self.frozen, *(own.code for own in self.own)}
        for place in range(len(self.own) + EMPTY_PLACES):
            words = self._own_words(place, said)
            if not words:
                continue
            code = self.own[place].code if place < len(self.own) else _new_code(words, taken)
            taken.add(code)
            parent = Ground(said[f"own{place}_parent"] or Ground.OTHER)
            yield GroundDraft(code, parent, words, _reasons(said, f"own{place}_"))

    def _own_words(self, place: int, said: dict[str, Any]) -> dict[str, tuple[str, str]]:
        """What is said of a ground of the paper; nothing of an empty place, or of one that is left out."""
        if said.get(f"own{place}_out"):
            return {}
        pairs = {
            code: (
                said.get(f"own{place}_label_{code}") or "",
                said.get(f"own{place}_explanation_{code}") or "",
            )
            for code, _name in settings.LANGUAGES
        }
        reasons = _reasons(said, f"own{place}_")
        return {code: pair for code, pair in pairs.items() if any(pair) or code in reasons}


def _reasons(said: dict[str, Any], before: str, after: str = "") -> dict[str, str]:
    """By language what was said why words on one ground are not shown."""
    reasons = {code: said.get(f"{before}reason_{code}{after}") or "" for code, _name in settings.LANGUAGES}
    return {code: reason for code, reason in reasons.items() if reason}


def _before(kind: str, name: str) -> str:
    """ "label_en_insult" of one of ours, "own0_label_en" of the paper's."""
    own, colon, language = name.partition(":")
    return f"{own}_{kind}_{language}" if colon else f"{kind}_{name}"


def _text_field(
    label: Any,
    language: str,
    *,
    rows: int,
    initial: str,
    help_text: Any = "",
    placeholder: str = "",
    most: int | None = None,
) -> forms.CharField:
    attrs = {"rows": rows, "lang": language, "dir": "auto", "placeholder": placeholder}
    return forms.CharField(
        label=label,
        initial=initial,
        required=False,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={name: value for name, value in attrs.items() if value}),
    )


def _title(ground: GroundDraft | None) -> str:
    """Its name in the language of the desk, else in the nearest that it has."""
    labels = {code: label for code, (label, _explanation) in ground.words.items() if label} if ground else {}
    return labels.get(nearest_language(get_language() or "", list(labels)), "")


def _new_code(words: dict[str, tuple[str, str]], taken: set[str]) -> str:
    """A code out of the first name that has Latin letters: "off_topic", "off_topic_2"; else "ground"."""
    slugs = (re.sub(r"[^a-z0-9]+", "_", slugify(label)).strip("_") for label, _explanation in words.values())
    stem = next((slug[:28] for slug in slugs if slug[:1].isalpha()), "ground")
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code
