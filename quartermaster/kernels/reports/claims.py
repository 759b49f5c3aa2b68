"""The claim guard: what may be said, given the figures (X-07, X-08)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as text

from .models import Claim, Verdict

WHOLE = Decimal(100)

CLAIMING_WORDS = {
    Claim.ALL: ("全部", "所有", "无一", "一律", "每天都", "100%", "all ", "every ", "always"),
    Claim.ZERO: (
        "为零",
        "零事故",
        "零投诉",
        "未发生",
        "未出现",
        "从未",
        "杜绝",
        "never",
        "no accident",
    ),
    Claim.COMPARISON: (
        "明显",
        "大幅",
        "显著",
        "大大",
        "有较大",
        "markedly",
        "sharply",
        "greatly",
    ),
}
DIGITS = re.compile(r"[0-9０-９]")
SLOT = re.compile(r"\{([a-z_0-9]+)\}")


@dataclass(frozen=True)
class Judgement:
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True)
class Seen:
    """The values a guard looks at: of every slot, of the special ones, and of the basis."""

    values: Sequence[Decimal | None]
    bases: Sequence[Decimal | None]
    share: Decimal | None = None
    zero: Decimal | None = None
    register: Decimal | None = None
    basis: Decimal | None = None


def judge(claim: Claim, seen: Seen) -> Judgement:
    """Whether a sentence of this claim may stand on these values."""
    if claim in {Claim.RHETORIC, Claim.HEADING}:
        return Judgement(Verdict.HOLDS, text("A set phrase; it is no evidence."))
    if claim is Claim.ZERO:
        return _zero(seen)
    if claim is not Claim.PLAN and not seen.basis and not any(seen.values):
        return Judgement(Verdict.EMPTY, text("Nothing is recorded for this in the period."))
    if claim is Claim.ALL:
        return _all(seen)
    if claim is Claim.COMPARISON:
        return _comparison(seen)
    if any(value is None for value in seen.values):
        return Judgement(Verdict.PENDING, text("A figure has no records to stand on."))
    return Judgement(Verdict.HOLDS)


def _zero(seen: Seen) -> Judgement:
    """Absence counts only when somebody looked: records 0 and the register kept throughout."""
    if seen.zero:
        reason = text("%(count)d records contradict it.") % {"count": seen.zero}
        return Judgement(Verdict.WEAKER, reason)
    if seen.register is None:
        return Judgement(
            Verdict.PENDING, text("No register was kept, so that nothing happened is not proven.")
        )
    if seen.register < WHOLE:
        return Judgement(
            Verdict.PENDING,
            text("The register was kept on %(share)s %% of the expected days only.")
            % {"share": seen.register},
        )
    return Judgement(Verdict.HOLDS)


def _all(seen: Seen) -> Judgement:
    if seen.share is None:
        return Judgement(Verdict.PENDING, text("It is not known how many there should have been."))
    if seen.share < WHOLE:
        reason = text("%(share)s %% is not all.") % {"share": seen.share}
        return Judgement(Verdict.WEAKER, reason)
    return Judgement(Verdict.HOLDS)


def _comparison(seen: Seen) -> Judgement:
    if any(value is None for value in seen.values):
        return Judgement(Verdict.PENDING, text("A figure has no records to stand on."))
    if any(base is None for base in seen.bases):
        return Judgement(
            Verdict.WEAKER, text("There is no figure of the other period to compare with.")
        )
    return Judgement(Verdict.HOLDS)


def forbidden_words(wording: str, claim: Claim, verdict: Verdict) -> list[str]:
    """Words in a rewritten sentence that claim more than its figures carry."""
    if verdict == Verdict.HOLDS and claim in CLAIMING_WORDS:
        allowed = set(CLAIMING_WORDS[claim])
    else:
        allowed = set()
    lowered = wording.lower()
    words = {word for group in CLAIMING_WORDS.values() for word in group}
    return sorted(word for word in words - allowed if word in lowered)


def typed_digits(wording: str, original: str) -> list[str]:
    """Numbers typed by hand: figures come from records, so only slots may carry them."""
    known = set(re.findall(r"[0-9０-９]+", SLOT.sub("", original)))
    return [
        number
        for number in re.findall(r"[0-9０-９][0-9０-９.]*", SLOT.sub("", wording))
        if number not in known
    ]


def slots_of(wording: str) -> list[str]:
    return SLOT.findall(wording)
