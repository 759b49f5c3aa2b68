"""The own account: name, unit, password, second factor, signing out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def account_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/account.html", {"title": request.account.name})
