"""The addresses of readers and commenters, apart from the stories."""

from django.urls import path

from kawaraban.doors.public import (
    views_comment,
    views_duties,
    views_notice,
    views_report,
    views_rules,
    views_send,
    views_small,
    views_sorry,
    views_track,
)

app_name = "public"

urlpatterns = [
    path("comments/", views_send.send, name="send"),
    path("c/<slug:public_id>/reply/", views_comment.reply, name="reply"),
    path("c/<slug:public_id>/", views_comment.comment, name="comment"),
    path("c/<slug:public_id>/report/", views_report.report, name="report"),
    path("notice/", views_notice.notice, name="notice"),
    path("notice/follow/<str:token>/", views_notice.follow, name="notice_follow"),
    path("notice/<slug:language>/", views_notice.notice, name="notice_in"),
    path("track/<str:token>/", views_track.show, name="track"),
    path("track/<str:token>/withdraw/", views_track.withdraw, name="withdraw"),
    path("track/<str:token>/erase/", views_track.erase, name="erase"),
    path("track/<str:token>/revise/", views_track.revise, name="revise"),
    path("track/<str:token>/appeal/", views_track.appeal, name="appeal"),
    path(
        "track/<str:token>/suspension/<slug:public_id>/appeal/",
        views_track.appeal_suspension,
        name="appeal_suspension",
    ),
    path("policy/", views_rules.policy, name="policy"),
    path("policy/<int:number>/", views_rules.policy_version, name="policy_version"),
    path("policy/<slug:language>/", views_rules.policy, name="policy_in"),
    path("policy/<int:number>/<slug:language>/", views_rules.policy_version, name="policy_version_in"),
    path("how-we-count-reads/", views_rules.reads_rule, name="reads_rule"),
    path("how-we-count-reads/<slug:language>/", views_rules.reads_rule, name="reads_rule_in"),
    path("sorry/<slug:kind>/", views_sorry.sorry, name="sorry"),
    path("contact-points/", views_duties.contact_points, name="contact_points"),
    path("contact-points/<slug:language>/", views_duties.contact_points, name="contact_points_in"),
    path("moderation/", views_duties.moderation, name="moderation"),
    path("moderation/<slug:language>/", views_duties.moderation, name="moderation_in"),
    path("transparency/", views_duties.transparency, name="transparency"),
    path("transparency/<int:year>/", views_duties.transparency_year, name="transparency_year"),
    path("transparency/<int:year>/report.zip", views_duties.report_zip, name="report_zip"),
    path("transparency/<int:year>/report-<int:number>.zip", views_duties.report_zip, name="report_version"),
    path(
        "transparency/<int:year>/<slug:language>/",
        views_duties.transparency_year,
        name="transparency_year_in",
    ),
    path("transparency/<slug:language>/", views_duties.transparency, name="transparency_in"),
    path("robots.txt", views_small.robots, name="robots"),
    path("favicon.ico", views_small.favicon, name="favicon"),
]
