"""What a person was told: unread first on the home page, all of it here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as text
from django.views.decorators.http import require_POST

from quartermaster.base.core import queries
from quartermaster.base.core.commands import read_notice
from quartermaster.base.core.errors import Forbidden
from quartermaster.base.core.listing import page_of

MOST_AT_ONCE = 200


def notice_page(request: HttpRequest) -> HttpResponse:
    page = page_of(queries.notices(request.actor), "-id", request.GET.get("page", ""))
    return render(request, "web/notices.html", {"title": text("Notifications"), "page": page})


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Read it and go to what it is about."""
    notice = queries.notices(request.actor).filter(pk=pk).first()
    if notice is None:
        raise Forbidden(str(pk))
    if notice.read_at is None:
        read_notice(request.actor, notice)
    return redirect(f"/r/{notice.subject}/" if notice.subject else "/notices/")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    for notice in queries.unread_notices(request.actor)[:MOST_AT_ONCE]:
        read_notice(request.actor, notice)
    return redirect("/notices/")
