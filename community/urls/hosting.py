"""Addresses of hosting."""

from django.urls import path

from ..views import desk_hosting, hosting

HERE, DESK = "meetings/hosting/", "desk/hosting/"

urlpatterns = [
    path(HERE, hosting.hosting, name="hosting"),
    path(f"{HERE}offer/", hosting.offer, name="host_offer"),
    path(f"{HERE}<int:pk>/withdraw/", hosting.withdraw, name="host_offer_withdraw"),
    path(DESK, desk_hosting.room, name="desk_hosting"),
    path(f"{DESK}<int:pk>/", desk_hosting.decide, name="desk_host_offer"),
    path(f"{DESK}calls/new/", desk_hosting.call_new, name="desk_host_call_new"),
]
