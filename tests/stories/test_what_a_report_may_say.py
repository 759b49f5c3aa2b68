"""The half-year report says no more than its records carry, and stays as it was frozen."""

from __future__ import annotations

import zlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from quartermaster.base.core.errors import Conflict, Refused
from quartermaster.base.core.models import Audit
from quartermaster.base.core.proofs import PROOFS
from quartermaster.base.core.refs import ref
from quartermaster.kernels.reports import claims, evidence
from quartermaster.kernels.reports import commands as reports
from quartermaster.kernels.reports.claims import Seen, judge
from quartermaster.kernels.reports.models import Claim, Figure, Report, Verdict
from quartermaster.kernels.work import commands as work
from tests.world import World


def drafted(world: World, period: str = "2026H1") -> Report:
    return reports.draft(
        world.as_(world.chief), kind="half-year", institution=world.hospital, period=period
    )


def repaired(world: World, moment: str, minutes: int = 5):
    """Reported, dispatched and arrived after so many minutes, finished ten later."""
    world.at(moment)
    order = world.dispatched()
    world.later(minutes=minutes)
    order = work.arrive(world.as_(world.electrician), order)
    world.later(minutes=10)
    return work.finish(world.as_(world.electrician), order, result="更换日光灯管")


def verdict(report: Report, key: str) -> str:
    return report.sentences.get(key=key).verdict


def figure(report: Report, key: str, slot: str) -> Figure:
    return report.figures.get(sentence__key=key, slot=slot)


@pytest.mark.rows("X-07", "R1-51")
def test_all_is_said_of_all_only(world):
    repaired(world, "2026-03-02 10:00", minutes=19)
    repaired(world, "2026-03-03 10:00", minutes=20)
    world.at("2026-07-01 09:00")
    report = drafted(world)
    # Both within the twenty minutes of a P3 order.
    assert verdict(report, "arrival") == Verdict.HOLDS
    assert figure(report, "arrival", "arrivals").value == 2

    repaired(world, "2026-03-04 10:00", minutes=21)
    world.at("2026-07-01 10:00")
    weaker = drafted(world)
    assert verdict(weaker, "arrival") == Verdict.WEAKER
    assert figure(weaker, "arrival", "rate").value == Decimal("66.67")
    # The one that was late is not among the evidence of the rate's part.
    assert figure(weaker, "arrival", "arrivals").evidence_count == 3
    assert figure(report, "arrival", "arrivals").value == 2


@pytest.mark.rows("X-07")
def test_nothing_happened_needs_a_register_that_was_kept(world):
    assert judge(Claim.ZERO, Seen([], [], zero=Decimal(0))).verdict == Verdict.PENDING
    gaps = Seen([], [], zero=Decimal(0), register=Decimal("98.90"))
    assert judge(Claim.ZERO, gaps).verdict == Verdict.PENDING
    assert "98.90" in judge(Claim.ZERO, gaps).reason
    kept = Seen([], [], zero=Decimal(0), register=Decimal(100))
    assert judge(Claim.ZERO, kept).verdict == Verdict.HOLDS
    broken = Seen([], [], zero=Decimal(1), register=Decimal(100))
    assert judge(Claim.ZERO, broken).verdict == Verdict.WEAKER
    # The hospital keeps no register of incidents yet, so the report does not claim there was none.
    repaired(world, "2026-03-02 10:00")
    world.at("2026-07-01 09:00")
    accidents = drafted(world).sentences.get(key="accidents")
    assert accidents.verdict == Verdict.PENDING
    assert not claims.forbidden_words(accidents.text, Claim.ZERO, accidents.verdict)


@pytest.mark.rows("X-08")
def test_a_change_needs_the_figure_it_is_compared_with(world):
    repaired(world, "2026-03-02 10:00")
    repaired(world, "2026-03-03 10:00")
    order = repaired(world, "2026-03-04 10:00")
    work.rate(world.as_(world.nurse), order, rating=5)
    world.at("2026-07-01 09:00")
    alone = drafted(world)
    assert verdict(alone, "service") == Verdict.WEAKER
    assert not alone.figures.filter(sentence__key="service", slot="count_change").exists()
    with pytest.raises(Refused) as refusal:
        reports.rewrite(
            world.as_(world.chief), alone, sentence="service", words="报修 {count} 件，明显增加。"
        )
    assert refusal.value.rule == "claim_guard"

    # Two in the half-year before, from its beginning on: three of two are half as many again.
    repaired(world, "2025-01-06 10:00")
    repaired(world, "2025-03-03 10:00")
    world.at("2026-07-01 10:00")
    compared = drafted(world)
    assert verdict(compared, "service") == Verdict.HOLDS
    change = figure(compared, "service", "count_change")
    assert (change.value, change.base) == (3, 2)
    assert "50" in change.text
    assert figure(compared, "service", "count").value == 3


@pytest.mark.rows("X-06")
def test_a_figure_may_be_worded_roughly_and_stays_exact(world):
    for day in range(1, 24):
        world.at(f"2026-03-{day:02} 10:00")
        world.reported()
    world.at("2026-07-01 09:00")
    report = drafted(world)
    chief = world.as_(world.chief)
    reports.restyle(chief, report, sentence="service", slot="count", style="over")
    count = figure(report, "service", "count")
    assert (count.text, count.value, count.evidence_count) == ("20多", 23, 23)
    with pytest.raises(Refused):
        reports.restyle(chief, report, sentence="service", slot="done_rate", style="over")
    with pytest.raises(Refused) as refusal:
        reports.rewrite(chief, report, sentence="service", words="报修 30 件。")
    assert refusal.value.rule == "figures_are_locked"
    with pytest.raises(Refused):
        reports.rewrite(chief, report, sentence="service", words="报修 {invented} 件。")
    assert figure(report, "service", "count").text == "20多"


@pytest.mark.rows("X-05")
def test_a_frozen_report_keeps_its_evidence_and_a_changed_figure_is_named(world):
    first = repaired(world, "2026-03-02 10:00")
    world.at("2026-07-01 09:00")
    chief = world.as_(world.chief)
    report = reports.freeze(chief, drafted(world))
    done = figure(report, "arrival", "done")
    assert evidence.unpack(done.evidence) == [first.pk]

    # Life goes on: another order of March is entered; the frozen report does not know it.
    repaired(world, "2026-03-20 10:00")
    world.at("2026-07-02 09:00")
    assert list(evidence.rows(world.as_(world.chief), done)) == [first]
    assert figure(drafted(world), "arrival", "done").value == 2
    with pytest.raises(Conflict):
        reports.refresh(world.as_(world.chief), report)
    assert list(PROOFS["reports.frozen"].check(None)) == []
    report = reports.sign(world.as_(world.chief), report, post="主任")
    with pytest.raises(Conflict):
        reports.thaw(world.as_(world.chief), report)

    # One figure made prettier behind the program's back.
    Figure.objects.filter(pk=done.pk).update(value=Decimal(9))
    assert list(PROOFS["reports.frozen"].check(None)) == [
        f"reports.report:{report.pk} {report.number} was changed after freezing"
    ]
    Figure.objects.filter(pk=done.pk).update(value=done.value, evidence=zlib.compress(b"\0" * 8, 6))
    assert list(PROOFS["reports.frozen"].check(None)) == [
        f"reports.figure:{done.pk} of {report.number}: its evidence was changed"
    ]
    Figure.objects.filter(pk=done.pk).update(evidence=done.evidence)
    assert list(PROOFS["reports.frozen"].check(None)) == []


def test_a_report_changed_after_freezing_is_not_signed(world):
    repaired(world, "2026-03-02 10:00")
    world.at("2026-07-01 09:00")
    report = reports.freeze(world.as_(world.chief), drafted(world))
    report.sentences.filter(key="service").update(text="一切都好。")
    with pytest.raises(Refused):
        reports.sign(world.as_(world.chief), report)
    assert not report.signatures.exists()
    report.refresh_from_db()
    assert report.state == "frozen"


def test_a_byte_changed_in_the_audit_trail_is_named(world):
    order = repaired(world, "2026-03-02 10:00")
    for name, each in PROOFS.items():
        assert list(each.check(None)) == [], name
    connection.check_constraints()
    triggers = {
        "postgresql": ["core_audit_append_only ON core_audit"],
        "sqlite": ["core_audit_no_update", "core_audit_no_delete"],
    }
    with connection.cursor() as cursor:
        for name in triggers[connection.vendor]:
            cursor.execute(f"DROP TRIGGER {name}")
    row = Audit.objects.get(subject=ref(order), command="work.arrive")
    Audit.objects.filter(pk=row.pk).update(at=row.at - timedelta(microseconds=1))
    (fault,) = PROOFS["audit"].check(None)
    assert fault.startswith(f"audit row {row.pk} (")
    assert fault.endswith("was changed")
    assert list(PROOFS["append_only"].check(None)) != []
