"""The addresses of all pages that come from screens, and of the door."""

from __future__ import annotations

from django.urls import path, register_converter

from .account_page import account_page
from .act_page import act, start
from .detail_page import detail, on_paper, open_ref, parts, say
from .door import password_page, second_factor_page, sign_in_page, sign_out
from .file_page import thumbnail, whole_file
from .home_page import home
from .language import choose_language
from .list_page import export, list_page, saved_filters
from .notice_page import notice_page, open_notice, read_all
from .picking import pick_for_filter, pick_for_input
from .search_page import search_page


class ReferencePart:
    """`work.order:17` in an address."""

    regex = r"[a-z_]+\.[a-z]+:[0-9]{1,18}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ReferencePart, "reference")

urlpatterns = [
    path("", home),
    path("sign-in/", sign_in_page),
    path("sign-out/", sign_out),
    path("password/", password_page),
    path("second-factor/", second_factor_page),
    path("account/", account_page),
    path("language/", choose_language),
    path("search/", search_page),
    path("notices/", notice_page),
    path("notices/all/read/", read_all),
    path("notices/<int:pk>/", open_notice),
    path("files/<int:pk>/", whole_file),
    path("files/<int:pk>/thumbnail/", thumbnail),
    path("pick/<str:command>/<str:name>/", pick_for_input),
    path("r/<reference:reference>/", open_ref),
    path("r/<reference:reference>", open_ref),
    path("r/<reference:reference>/<slug:verb>/", say),
    path("s/<slug:screen>/", list_page),
    path("s/<slug:screen>/export.xlsx", export),
    path("s/<slug:screen>/filters/", saved_filters),
    path("s/<slug:screen>/pick/<slug:name>/", pick_for_filter),
    path("s/<slug:screen>/new/<slug:verb>/", start),
    path("s/<slug:screen>/<int:pk>/", detail),
    path("s/<slug:screen>/<int:pk>/parts/", parts),
    path("s/<slug:screen>/<int:pk>/print/", on_paper),
    path("s/<slug:screen>/<int:pk>/<slug:verb>/", act),
]
