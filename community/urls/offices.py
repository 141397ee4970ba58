"""Addresses of the office-holders and of the desk's list of them."""

from django.urls import path

from ..views import offices

urlpatterns = [
    path("office-holders/", offices.office_holders, name="office_holders"),
    path("desk/offices/", offices.offices, name="offices"),
    path("desk/offices/new/", offices.office_new, name="office_new"),
    path("desk/offices/<int:pk>/", offices.office_edit, name="office_edit"),
    path("desk/offices/<int:pk>/remove/", offices.office_remove, name="office_remove"),
]
