"""The addresses of the paper besides its pages, which Wagtail finds by their place in the tree."""

from django.urls import path

from kawaraban.stories import views

app_name = "stories"

urlpatterns = [
    path("feed.xml", views.feed, name="feed"),
    path("feeds/<str:slug>.xml", views.section_feed, name="section_feed"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    # Beside the pages it names: a map speaks for what lies under its own folder.
    path("sitemap-<str:part>.xml", views.site_map, name="map"),
    path("news-sitemap.xml", views.news_sitemap, name="news_sitemap"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("authors/<str:slug>/", views.author, name="author"),
]
