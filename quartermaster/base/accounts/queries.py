"""Turning an account into an actor: every right resolved once per request."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as text

from quartermaster.base.core.actor import Actor, Reach
from quartermaster.base.core.models import Unit

from .models import Membership, SignIn, Token, User
from .roles import all_roles


def actor_of(user: User, at: datetime, channel: str = "web") -> Actor:
    """Everything `user` may do at that moment."""
    return Actor(
        user_id=user.pk,
        name=user.name,
        at=at,
        institution_id=user.institution_id,
        unit_id=user.unit_id,
        reaches=_reaches(_roots(user, at)),
        channel=channel,
    )


def guest_of(institution_id: int, at: datetime, role: str = "guest") -> Actor:
    """Somebody without an account: may do in one institution what the guest role allows."""
    reach = Reach(institutions=frozenset({institution_id}))
    permissions = all_roles()[role].permissions
    return Actor(
        None,
        text("guest"),
        at,
        institution_id,
        reaches=dict.fromkeys(permissions, reach),
        channel="public",
    )


def memberships_now(at: datetime) -> Q:
    """A membership begins and ends with the local day."""
    day = timezone.localdate(at)
    return (Q(since__isnull=True) | Q(since__lte=day)) & (Q(until__isnull=True) | Q(until__gt=day))


def held_now(at: datetime) -> QuerySet[Membership]:
    """The memberships that count: a lent one only while its lender still holds it himself."""
    lenders = Membership.objects.filter(
        memberships_now(at),
        user=OuterRef("on_behalf_of"),
        user__active=True,
        role=OuterRef("role"),
        unit=OuterRef("unit"),
        on_behalf_of__isnull=True,
    )
    own = Q(on_behalf_of__isnull=True)
    return Membership.objects.filter(memberships_now(at), own | Exists(lenders))


def _roots(user: User, at: datetime) -> dict[str, set[tuple[str, bool]]]:
    """permission → {(unit path, is it a whole institution)}"""
    roots: dict[str, set[tuple[str, bool]]] = defaultdict(set)
    rows = held_now(at).filter(user=user).select_related("unit")
    roles = all_roles()
    for membership in rows:
        role = roles.get(membership.role)
        for permission in role.permissions if role else ():
            roots[permission].add((membership.unit.path, membership.unit.is_root))
    return roots


def _reaches(roots: dict[str, set[tuple[str, bool]]]) -> dict[str, Reach]:
    held = {root for each in roots.values() for root in each}
    if not held:
        return {}
    condition = Q(pk__in=[])
    for path, whole in held:
        below = Q(path__startswith=path)
        condition |= below & Q(kind="institution") if whole else below
    rows = list(Unit.objects.filter(condition).values_list("pk", "path", "institution_id"))
    reached: dict[frozenset, Reach] = {}
    for each in {frozenset(r) for r in roots.values()}:
        reached[each] = _reach(each, rows)
    return {permission: reached[frozenset(each)] for permission, each in roots.items()}


def _reach(held: frozenset[tuple[str, bool]], rows: list[tuple[int, str, int]]) -> Reach:
    whole = [path for path, is_root in held if is_root]
    partly = [path for path, is_root in held if not is_root]
    return Reach(
        roots=tuple(sorted(path for path, _is_root in held)),
        institutions=frozenset(i for _pk, path, i in rows if _below(path, whole)),
        units=frozenset(
            pk for pk, path, _i in rows if _below(path, partly) and not _below(path, whole)
        ),
    )


def _below(path: str, roots: list[str]) -> bool:
    return any(path.startswith(root) for root in roots)


def holders(permission: str, institution_id: int, at: datetime) -> QuerySet[User]:
    """The active accounts that hold a permission anywhere in an institution."""
    names = [name for name, role in all_roles().items() if permission in role.permissions]
    held = held_now(at).filter(institution_id=institution_id, role__in=names)
    return User.objects.filter(pk__in=held.values("user_id"), active=True)


def accounts() -> QuerySet[User]:
    return User.objects.select_related("unit").order_by("username")


def memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "unit").order_by("-pk")


def tokens() -> QuerySet[Token]:
    return Token.objects.select_related("user").order_by("-pk")


def sign_ins() -> QuerySet[SignIn]:
    return SignIn.objects.order_by("-pk")
