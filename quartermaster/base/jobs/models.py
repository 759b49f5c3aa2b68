"""Background jobs and when the scheduled ones last ran."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.actor import Actor
from quartermaster.base.core.scope import Scoped, ScopedQuerySet

from .workflow import JOB

UNFINISHED = Q(state__in=["running", "waiting"])


class JobQuerySet(ScopedQuerySet):
    """Jobs of one institution are scoped; those of the installation have no institution."""

    def visible_to(self, actor: Actor, permission: str):
        """The jobs within reach; the installation's own for whoever may found institutions."""
        within_reach = super().visible_to(actor, permission)
        if actor.may("core.found") and actor.may(permission):
            return within_reach | self.filter(institution__isnull=True)
        return within_reach


class Job(Scoped):
    """One piece of work for the worker, put here in the transaction that wants it done.

    `key` is unique among the unfinished jobs of one task. While it runs, `worker` and `attempts`
    say whose it is until `lease_until`; after that moment anybody may take it over.
    """

    institution = models.ForeignKey(
        "core.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("institution"),
        related_name="+",
        db_index=False,
    )
    name = models.CharField(_("task"), max_length=60)
    payload = models.TextField(_("payload"), default="{}")
    key = models.CharField(_("key"), max_length=120, blank=True)
    state = JOB.field()
    run_at = models.DateTimeField(_("due at"))
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    lease_until = models.DateTimeField(_("lent until"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=40, blank=True)
    progress_done = models.PositiveBigIntegerField(_("done so far"), default=0)
    progress_total = models.PositiveBigIntegerField(_("of"), default=0)
    progress_text = models.CharField(_("progress"), max_length=200, blank=True)
    result = models.TextField(_("result"), blank=True)
    last_error = models.TextField(_("latest error"), blank=True)
    user_id = models.BigIntegerField(_("account"), null=True, blank=True)
    made_by = models.CharField(_("asked by"), max_length=60)
    made_at = models.DateTimeField(_("asked at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    sees = "core.audit"
    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes = [
            models.Index(
                fields=["run_at", "id"], condition=Q(state="waiting"), name="jobs_job_due"
            ),
            models.Index(
                fields=["lease_until"], condition=Q(state="running"), name="jobs_job_lent"
            ),
            models.Index(fields=["institution", "id"], name="jobs_job_of"),
        ]
        constraints = [
            JOB.constraint(),
            models.UniqueConstraint(
                fields=["institution", "name", "key"],
                condition=UNFINISHED & ~Q(key="") & Q(institution__isnull=False),
                name="jobs_job_key_once",
            ),
            models.UniqueConstraint(
                fields=["name", "key"],
                condition=UNFINISHED & ~Q(key="") & Q(institution__isnull=True),
                name="jobs_job_key_once_without_institution",
            ),
        ]

    def __str__(self):
        return f"{self.name} {self.pk}"

    @classmethod
    def scope_lookups(cls) -> tuple[str, str | None]:
        return "institution_id", None

    def scope_ids(self):
        return self.institution_id, None, None


class Schedule(models.Model):
    """When a scheduled task was last put into the queue; shared by all workers."""

    task = models.CharField(_("task"), max_length=60, unique=True)
    last_run_at = models.DateTimeField(_("last run at"), null=True)

    class Meta:
        verbose_name = _("schedule")

    def __str__(self):
        return self.task
