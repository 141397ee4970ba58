"""The search, what programs look for, the theory. Other pages are Wagtail's catch-all."""

from django.urls import path

from . import views

app_name = "cms"
urlpatterns = [
    path("<slug:slug>/feed.atom", views.news_feed, name="news_feed"),
    path("desk/links/", views.links, name="links"),
    path("search/", views.search, name="search"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
