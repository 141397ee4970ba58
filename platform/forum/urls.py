"""Every prefix of the site on one screen."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from common.policies import public
from common.styleguide import styleguide

from .pictures import picture

login_door = public("Wagtail's own sign-in form is never shown: there is one door.")(
    RedirectView.as_view(pattern_name="account_login", query_string=True)
)

# Wagtail brings a second sign-in form for private pages, without any limit on wrong passwords: left out.
page_patterns = [
    pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtailcore_login"
]

urlpatterns = [
    path("", include("common.urls")),
    path("styleguide/", styleguide, name="styleguide"),
    path("accounts/", include("allauth.urls")),
    path("admin/login/", login_door),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("skills/", include("skills.urls")),
    path("", include("profiles.urls")),
    path("", include("matching.urls")),
    path("", include("impact.urls")),
    path("", include("opportunities.urls")),
    path("", include("community.urls")),
    path("", include("desk.urls")),
    path("", include("mission.urls")),
    path("", include("cms.urls")),
    path("media/images/<path:name>", picture),
    path("", include(page_patterns)),
]

handler400 = "common.errors.bad_request"
handler403 = "common.errors.permission_denied"
handler404 = "cms.views.page_not_found"
handler500 = "common.errors.server_error"
