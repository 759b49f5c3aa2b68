"""Pages for anybody with a phone: report by QR, follow by claim code. They work without scripts."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from quartermaster.base.accounts.queries import guest_of
from quartermaster.base.core.errors import Refused
from quartermaster.base.core.models import Attachment
from quartermaster.base.core.refs import ref
from quartermaster.base.core.screen import bind
from quartermaster.base.documents.labels import Label, label_sheet
from quartermaster.base.web.asking import Asking
from quartermaster.base.web.limiting import limit
from quartermaster.base.web.public import public
from quartermaster.kernels.places.models import Place
from quartermaster.kernels.places.queries import below, place_of_tag
from quartermaster.kernels.work import commands as work
from quartermaster.kernels.work.models import Order

from .guests import claim_of_form, order_of_claim

REPORTS_PER_DEVICE = 10
REPORTS_PER_PLACE = 30
LOOKS_PER_DEVICE = 120
DEVICE = "device"


@public
def by_tag(request: HttpRequest, tag: str) -> HttpResponse:
    """The page behind the QR sheet of a place: what is wrong, a photo, sent."""
    device = _device(request)
    limit(f"look:{device}", LOOKS_PER_DEVICE)
    place = place_of_tag(tag)
    if place is None:
        return _keep(device, render(request, "repairs/unknown_tag.html", {"tag": tag}, status=404))
    actor = request.actor or guest_of(place.institution_id, timezone.now())
    guest = request.method == "POST" and not request.actor
    claim = claim_of_form(request.POST.get("key", "")) if guest else ""
    asking = Asking(request, actor, _bound(place, claim))
    if request.method == "POST":
        # Counted per device and per place: a ward behind one address is not punished together.
        limit(f"report:{device}", REPORTS_PER_DEVICE)
        limit(f"report:{place.pk}", REPORTS_PER_PLACE)
        if asking.submit():
            return _keep(device, _sent(request, asking, claim))
    page = render(
        request,
        "repairs/report.html",
        {"title": place.full_name, "place": place, "asking": asking},
        status=asking.status,
    )
    return _keep(device, page)


def _bound(place: Place, claim: str):
    return bind(
        work.report,
        place=place,
        unit=None,
        category=None,
        urgency=None,
        kind=Order.Kind.REPAIR,
        channel=Order.Channel.QR,
        appointment_at=None,
        asset_note="",
        source="",
        claim=claim,
    )


def _sent(request: HttpRequest, asking: Asking, claim: str) -> HttpResponse:
    if request.actor:
        return redirect(f"/s/repairs/{asking.result.pk}/")
    return render(
        request, "repairs/sent.html", {"order": asking.result, "claim": claim, "title": claim}
    )


def _device(request: HttpRequest) -> str:
    """A name for this browser, so that limits hit it and not everybody behind its address."""
    kept = request.get_signed_cookie(DEVICE, default="", salt=DEVICE)
    return kept or secrets.token_urlsafe(12)


def _keep(device: str, response: HttpResponse) -> HttpResponse:
    response.set_signed_cookie(
        DEVICE, device, salt=DEVICE, max_age=365 * 86_400, httponly=True, samesite="Lax"
    )
    return response


@public
def follow(request: HttpRequest) -> HttpResponse:
    """Type or follow a claim code: how it stands; add, confirm, rate, re-open."""
    device = _device(request)
    limit(f"look:{device}", LOOKS_PER_DEVICE)
    claim = request.POST.get("claim") or request.GET.get("claim", "")
    if not claim:
        return _keep(device, render(request, "repairs/follow.html", {"claim": ""}))
    try:
        order = order_of_claim(claim, timezone.now())
    except Refused as refusal:
        page = render(
            request, "repairs/follow.html", {"claim": claim, "problem": refusal}, status=422
        )
        return _keep(device, page)
    return _keep(device, _followed(request, order, claim))


GUEST_VERBS = {
    "rate": work.rate,
    "verify": work.verify,
    "send_back": work.send_back,
    "reopen": work.reopen,
}


def _followed(request: HttpRequest, order: Order, claim: str) -> HttpResponse:
    actor = guest_of(order.institution_id, timezone.now())
    offered = {
        verb: bind(run) for verb, run in GUEST_VERBS.items() if run.spec.offered_to(actor, order)
    }
    verb = request.GET.get("do", "")
    asking = Asking(request, actor, offered[verb], order) if verb in offered else None
    if asking is not None and request.method == "POST" and asking.submit():
        return redirect(f"/follow/?claim={claim}")
    return render(
        request,
        "repairs/followed.html",
        {
            "order": order,
            "claim": claim,
            "offered": [(name, bound.spec.label) for name, bound in offered.items()],
            "asking": asking,
            "photos": Attachment.objects.filter(subject=ref(order)).count(),
            "title": order.number,
        },
        status=asking.status if asking is not None else 200,
    )


def tag_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """QR sheets, 21 to the page, of a place and everything in it."""
    place = Place.objects.visible_to(request.actor, "places.see").filter(pk=pk).first()
    if place is None:
        raise Http404
    origin = request.build_absolute_uri("/").rstrip("/")
    rows = below(place).filter(active=True).order_by("path")[:2_000]
    labels = [Label(row.name, row.full_name, f"{origin}/q/{row.tag}/") for row in rows]
    response = HttpResponse(label_sheet(labels, settings.QM_FONTS), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{place.code}.pdf"'
    return response


urlpatterns = [
    path("q/<slug:tag>/", by_tag),
    path("follow/", follow),
    path("places/<int:pk>/tags.pdf", tag_sheet),
]
