"""What news of work means for plans: a finished order is an occasion done."""

from __future__ import annotations

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.events import reacts_to
from quartermaster.base.core.refs import key_of
from quartermaster.kernels.plans.commands.occasion import record_done, withdraw
from quartermaster.kernels.plans.expecting import local_day
from quartermaster.kernels.plans.models import Occasion
from quartermaster.kernels.plans.workflow import OCCASION
from quartermaster.kernels.work.events import WorkCancelled, WorkFinished


@reacts_to(WorkFinished)
def occasion_done(actor: Actor, event: WorkFinished) -> None:
    """Done on the day the work was finished; finishing it again after rework changes nothing."""
    occasion = _occasion(event.source)
    if occasion is not None and OCCASION.allows(occasion, "record_done"):
        record_done(actor.as_system(), occasion, done_on=local_day(actor.at))


@reacts_to(WorkCancelled)
def occasion_expected_again(actor: Actor, event: WorkCancelled) -> None:
    """A cancelled order is no excuse: the occasion waits for another order, or for a reason."""
    occasion = _occasion(event.source)
    if occasion is not None and OCCASION.allows(occasion, "withdraw"):
        withdraw(actor.as_system(), occasion)


def _occasion(source: str) -> Occasion | None:
    if not source.startswith("plans.occasion:"):
        return None
    return Occasion.objects.select_related("plan").filter(pk=key_of(source)).first()
