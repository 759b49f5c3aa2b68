"""The text of a report with its figures open to their records, and its files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe

from quartermaster.base.core.listing import page_of
from quartermaster.base.core.measure import measure
from quartermaster.base.core.refs import ref
from quartermaster.base.core.screen import SCREENS
from quartermaster.kernels.reports.evidence import rows as evidence_rows
from quartermaster.kernels.reports.models import Figure, Report
from quartermaster.kernels.reports.queries import compared

from .publishing import TYPES, published

SHOWN = 200


def text_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Left the text as it will be printed, right what the guard says of each sentence."""
    report = _report(request, pk)
    body = published(request.actor, report, "html").decode()
    earlier = (
        Report.objects.filter(institution_id=report.institution_id, kind=report.kind)
        .exclude(pk=report.pk)
        .exclude(state="withdrawn")
        .order_by("-since", "-pk")[:5]
    )
    return render(
        request,
        "reporting/text.html",
        {
            "title": report.title,
            "report": report,
            # The writer of documents escapes every word itself.
            "body": mark_safe(body),  # noqa: S308
            "sentences": report.sentences.exclude(claim="HEAD").order_by("position"),
            "forms": [form for form in TYPES if form != "html"],
            "actions": SCREENS["reports"].offered(request.actor, report),
            "earlier": earlier,
        },
    )


def file_page(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    if form not in TYPES:
        raise Http404
    report = _report(request, pk)
    address = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(
        published(request.actor, report, form, address), content_type=TYPES[form]
    )
    response["Content-Disposition"] = f'attachment; filename="{report.number}.{form}"'
    return response


def figure_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What a figure is, and the very records it counted."""
    figure = Figure.objects.visible_to(request.actor, "reports.see").filter(pk=pk).first()
    if figure is None:
        raise Http404
    of = measure(figure.measure)
    rows = evidence_rows(request.actor, figure)
    order = f"-{of.evidence_order()}"
    page = page_of(rows, order, request.GET.get("page", ""), 50)
    found = [] if of.restricted else [(ref(row), str(row)) for row in page.rows]
    return render(
        request,
        "reporting/figure.html",
        {
            "title": of.label,
            "figure": figure,
            "measure": of,
            "rows": found,
            "count": rows.count(),
            "next": page.next,
            "previous": page.previous,
        },
    )


def compare_page(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    now, before = _report(request, pk), _report(request, other)
    return render(
        request,
        "reporting/compare.html",
        {
            "title": now.title,
            "now": now,
            "before": before,
            "pairs": [
                (pair, measure(pair.measure).label, pair.label) for pair in compared(now, before)
            ],
        },
    )


def _report(request: HttpRequest, pk: int) -> Report:
    rows = Report.objects.visible_to(request.actor, "reports.see").select_related("institution")
    report = rows.filter(pk=pk).first()
    if report is None:
        raise Http404
    return report


urlpatterns = [
    path("reports/<int:pk>/", text_page),
    path("reports/<int:pk>/file.<slug:form>", file_page),
    path("reports/<int:pk>/compare/<int:other>/", compare_page),
    path("figures/<int:pk>/", figure_page),
]
