"""Addresses of rings between organisations."""

from django.urls import path

from ..views import ring_desk, rings

urlpatterns = [
    path("rings/", rings.rings, name="rings"),
    path("rings/mine/", rings.my_rings, name="my_rings"),
    path("rings/<int:pk>/", rings.ring, name="ring"),
    path("rings/<int:pk>/accept/", rings.accept, name="ring_accept"),
    path("rings/<int:pk>/decline/", rings.decline, name="ring_decline"),
    path("rings/<int:pk>/leave/", rings.leave, name="ring_leave"),
    path("rings/<int:pk>/propose/", ring_desk.propose, name="ring_propose"),
    path("rings/<int:pk>/stop/", ring_desk.stop, name="ring_stop"),
    path("desk/rings/", ring_desk.board, name="ring_board"),
    path("desk/rings/search/", ring_desk.search, name="ring_search_new"),
    path("desk/rings/searches/<int:pk>/", ring_desk.ring_search, name="ring_search"),
    path("desk/rings/links/", ring_desk.links, name="ring_links"),
    path("desk/rings/links/<int:pk>/drop/", ring_desk.drop_link, name="ring_link_drop"),
]
