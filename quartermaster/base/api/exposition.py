"""The numbers of /metrics as Prometheus reads them (text format 0.0.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min

from quartermaster.base.core.models import Audit
from quartermaster.base.jobs.models import Job

from .metering import BUCKETS, counts_of_all

RECENTLY = timedelta(minutes=5)
NEWEST_ROWS = 20_000
EDGES = (*(str(edge) for edge in BUCKETS), "+Inf")


def exposed(now: datetime) -> str:
    """Everything, one family after the other."""
    counts = counts_of_all()
    families = (_requests(counts), _durations(counts), _commands(now), _jobs(now))
    return "".join(f"{line}\n" for family in families for line in family)


def _requests(counts: list[tuple[int, dict]]) -> Iterator[str]:
    yield from _head("quartermaster_http_requests_total", "counter", "Answers by route and status.")
    for process, each in counts:
        for route, method, status, number in each["requests"]:
            labels = _labels(route=route, method=method, status=status, process=process)
            yield f"quartermaster_http_requests_total{labels} {number}"


def _durations(counts: list[tuple[int, dict]]) -> Iterator[str]:
    name = "quartermaster_http_request_duration_seconds"
    yield from _head(name, "histogram", "Time to answer, by route.")
    for process, each in counts:
        numbers = {(route, edge): number for route, edge, number in each["buckets"]}
        for route, seconds in each["seconds"]:
            up_to = 0
            for edge in EDGES:
                up_to += numbers.get((route, edge), 0)
                yield f"{name}_bucket{_labels(route=route, process=process, le=edge)} {up_to}"
            yield f"{name}_sum{_labels(route=route, process=process)} {seconds}"
            yield f"{name}_count{_labels(route=route, process=process)} {up_to}"


def _commands(now: datetime) -> Iterator[str]:
    """From the audit trail's tail, so that every process's commands count, whatever their way."""
    newest = Audit.objects.aggregate(newest=Max("id"))["newest"] or 0
    yield from _head(
        "quartermaster_audit_rows_total", "counter", "Commands carried out since the beginning."
    )
    yield f"quartermaster_audit_rows_total {newest}"
    name = "quartermaster_commands_recent"
    yield from _head(name, "gauge", "Commands carried out in the last five minutes.")
    rows = Audit.objects.filter(id__gt=newest - NEWEST_ROWS, at__gt=now - RECENTLY)
    counted = rows.order_by().values_list("command", "channel").annotate(number=Count("id"))
    for command, channel, number in sorted(counted):
        yield f"{name}{_labels(command=command, channel=channel)} {number}"


def _jobs(now: datetime) -> Iterator[str]:
    yield from _head("quartermaster_jobs", "gauge", "Background jobs by state.")
    unfinished = Job.objects.exclude(state="done").order_by()
    for state, number in unfinished.values_list("state").annotate(number=Count("id")):
        yield f"quartermaster_jobs{_labels(state=state)} {number}"
    name = "quartermaster_jobs_oldest_due_seconds"
    yield from _head(name, "gauge", "How long the oldest due job has been waiting.")
    due = Job.objects.filter(state="waiting", run_at__lte=now)
    oldest = due.aggregate(oldest=Min("run_at"))["oldest"]
    yield f"{name} {(now - oldest).total_seconds() if oldest else 0}"


def _head(name: str, kind: str, about: str) -> Iterable[str]:
    return (f"# HELP {name} {about}", f"# TYPE {name} {kind}")


def _labels(**labels: object) -> str:
    pairs = (f'{name}="{_escaped(str(value))}"' for name, value in labels.items())
    return "{" + ",".join(pairs) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
