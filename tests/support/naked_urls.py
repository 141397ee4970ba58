"""The site's addresses and one view that says nothing about who may see it."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from forum.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def naked(request: HttpRequest) -> HttpResponse:
    """Who may see this?"""
    return HttpResponse("everybody")


urlpatterns = [path("naked/", naked), *urlpatterns]
