"""Places: campus, building, floor, room, bed, plot — one tree with the names people really use."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from quartermaster.base.core.scope import InUnit, ScopedQuerySet


class Place(InUnit):
    """Somewhere a thing can be broken, cleaned, lit or owned. `unit` is who uses it."""

    class Kind(models.TextChoices):
        CAMPUS = "campus", _("campus")
        BUILDING = "building", _("building")
        FLOOR = "floor", _("floor")
        ROOM = "room", _("room")
        BED = "bed", _("bed")
        OUTDOOR = "outdoor", _("outdoor area")
        PLOT = "plot", _("plot")
        HOUSEHOLD = "household", _("household")

    sees = "places.see"
    natural_keys = ("code", "full_name", "name")
    selectable_when = Q(active=True)

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("lies in")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    full_name = models.CharField(_("full name"), max_length=160, editable=False)
    path = models.CharField(_("path"), max_length=120, unique=True, editable=False)
    level = models.IntegerField(_("storey"), null=True, blank=True)
    area = models.DecimalField(
        _("area (m²)"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    phone = models.CharField(_("extension"), max_length=20, blank=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    tag = models.CharField(_("QR tag"), max_length=16, unique=True, editable=False)
    active = models.BooleanField(_("active"), default=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.UniqueConstraint(fields=["institution", "code"], name="places_place_code_once")
        ]
        indexes = [
            models.Index(fields=["institution", "path"], name="places_place_by_path"),
            models.Index(
                fields=["institution", "phone"],
                condition=~Q(phone=""),
                name="places_place_by_phone",
            ),
        ]

    def __str__(self):
        return self.full_name

    def search_terms(self) -> tuple[str, str]:
        return self.full_name, f"{self.code} {self.phone}"


class PlaceName(InUnit):
    """Another name of a place: what people say, or what it was called until a date."""

    sees = "places.see"

    place = models.ForeignKey(Place, models.CASCADE, related_name="names", verbose_name=_("place"))
    name = models.CharField(_("name"), max_length=60)
    former = models.BooleanField(_("former name"), default=False)
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("further name")
        verbose_name_plural = _("further names")
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "place", "name"], name="places_name_once"
            )
        ]

    def __str__(self):
        return self.name

    def search_terms(self) -> tuple[str, str]:
        return self.name, self.place.full_name
