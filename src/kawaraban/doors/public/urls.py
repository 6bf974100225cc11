"""The addresses of readers and commenters, apart from the stories."""

from django.urls import path

from kawaraban.doors.public.comment import views as comment_views
from kawaraban.doors.public.form import views as form_views
from kawaraban.doors.public.policy import views as policy_views
from kawaraban.doors.public.redress.notice import views as notice_views
from kawaraban.doors.public.redress.report import views as report_views
from kawaraban.doors.public.robots import outside, security
from kawaraban.doors.public.robots import views as robots_views
from kawaraban.doors.public.tracking import views as tracking_views
from kawaraban.doors.public.transparency import views as transparency_views
from kawaraban.doors.public.trouble import views as trouble_views

app_name = "public"

urlpatterns = [
    path("comments/", form_views.send, name="send"),
    path("c/<slug:public_id>/reply/", comment_views.reply, name="reply"),
    path("c/<slug:public_id>/", comment_views.comment, name="comment"),
    path("c/<slug:public_id>/report/", report_views.report, name="report"),
    path("notice/", notice_views.notice, name="notice"),
    path("notice/follow/<str:token>/", notice_views.follow, name="notice_follow"),
    path("notice/<slug:language>/", notice_views.notice, name="notice_in"),
    path("track/<str:token>/", tracking_views.show, name="track"),
    path("track/<str:token>/withdraw/", tracking_views.withdraw, name="withdraw"),
    path("track/<str:token>/erase/", tracking_views.erase, name="erase"),
    path("track/<str:token>/revise/", tracking_views.revise, name="revise"),
    path("track/<str:token>/appeal/", tracking_views.appeal, name="appeal"),
    path(
        "track/<str:token>/suspension/<slug:public_id>/appeal/",
        tracking_views.appeal_suspension,
        name="appeal_suspension",
    ),
    path("policy/", policy_views.policy, name="policy"),
    path("policy/<int:number>/", policy_views.policy_version, name="policy_version"),
    path("policy/<slug:language>/", policy_views.policy, name="policy_in"),
    path("policy/<int:number>/<slug:language>/", policy_views.policy_version, name="policy_version_in"),
    path("how-we-count-reads/", policy_views.reads_rule, name="reads_rule"),
    path("how-we-count-reads/<slug:language>/", policy_views.reads_rule, name="reads_rule_in"),
    path("sorry/<slug:kind>/", trouble_views.sorry, name="sorry"),
    path("contact-points/", transparency_views.contact_points, name="contact_points"),
    path("contact-points/<slug:language>/", transparency_views.contact_points, name="contact_points_in"),
    path("moderation/", transparency_views.moderation, name="moderation"),
    path("moderation/<slug:language>/", transparency_views.moderation, name="moderation_in"),
    path("transparency/", transparency_views.transparency, name="transparency"),
    path("transparency/<int:year>/", transparency_views.transparency_year, name="transparency_year"),
    path("transparency/<int:year>/report.zip", transparency_views.report_zip, name="report_zip"),
    path(
        "transparency/<int:year>/report-<int:number>.zip",
        transparency_views.report_zip,
        name="report_version",
    ),
    path(
        "transparency/<int:year>/<slug:language>/",
        transparency_views.transparency_year,
        name="transparency_year_in",
    ),
    path("transparency/<slug:language>/", transparency_views.transparency, name="transparency_in"),
    path("robots.txt", robots_views.robots, name="robots"),
    path(".well-known/security.txt", security.security_txt, name="security_txt"),
    path(".well-known/kawaraban", outside.seen, name="seen_from_outside"),
    path("favicon.ico", robots_views.favicon, name="favicon"),
]
