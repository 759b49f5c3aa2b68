"""The same fault again and again: the second time within thirty days is pointed out."""

from __future__ import annotations

from quartermaster.base.core.models import Notice


def told_of_repeats(world) -> list[str]:
    notices = Notice.objects.filter(user_id=world.foreman.pk, title__contains="2")
    return [n.title for n in notices if "30" in n.title]


def test_the_second_time_the_trade_leader_is_told(world):
    world.reported("插座漏电", category=world.lighting)
    assert told_of_repeats(world) == []
    world.later(days=10)
    second = world.reported("插座又漏电", category=world.lighting)
    assert second.repeat_of is not None
    assert len(told_of_repeats(world)) == 1


def test_after_thirty_days_it_is_a_new_fault(world):
    world.reported("插座漏电", category=world.lighting)
    world.later(days=31)
    later = world.reported("插座漏电", category=world.lighting)
    assert later.repeat_of is None
    assert told_of_repeats(world) == []
