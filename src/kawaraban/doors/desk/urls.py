"""The addresses of the desk. Lanes first, then one comment, then what is done to it."""

from django.urls import path

from kawaraban.doors.desk.acts import deciding, holding, marking, noting, suspending
from kawaraban.doors.desk.bulk import views as bulk_views
from kawaraban.doors.desk.demands import views as demands_views
from kawaraban.doors.desk.figures import views as figures_views
from kawaraban.doors.desk.health import views as health_views
from kawaraban.doors.desk.keys import views as keys_views
from kawaraban.doors.desk.notices import views as notices_views
from kawaraban.doors.desk.policy import views as policy_views
from kawaraban.doors.desk.record import views as record_views
from kawaraban.doors.desk.record.crimes import views as crimes_views
from kawaraban.doors.desk.record.duties import views as duties_views
from kawaraban.doors.desk.record.report import views as report_views
from kawaraban.doors.desk.rules import views as rules_views
from kawaraban.doors.desk.screen import views
from kawaraban.doors.desk.triage import version_views
from kawaraban.doors.desk.triage import views as triage_views
from kawaraban.doors.desk.triage.clients import views as clients_views
from kawaraban.people.views import SignInView

app_name = "desk"

urlpatterns = [
    path("", views.lane, {"code": "queue"}, name="queue"),
    path("reported/", views.lane, {"code": "reported"}, name="reported"),
    path("appeals/", views.lane, {"code": "appeals"}, name="appeals"),
    path("approved/", views.lane, {"code": "approved"}, name="approved"),
    path("not-published/", views.lane, {"code": "not_published"}, name="not_published"),
    path("sent-back/", views.lane, {"code": "returned"}, name="returned"),
    path("withheld/", views.lane, {"code": "withheld"}, name="withheld"),
    path("all/", views.lane, {"code": "all"}, name="all"),
    path("find/", views.find, name="find"),
    path("card/<str:public_id>/", views.card, name="card"),
    *(
        path(f"card/<str:public_id>/{code.replace('_', '-')}", view, name=code)
        for code, view in deciding.ACT_VIEWS.items()
    ),
    path("card/<str:public_id>/pick", marking.mark, {"act": "pick"}, name="pick"),
    path("card/<str:public_id>/unpick", marking.mark, {"act": "unpick"}, name="unpick"),
    path("card/<str:public_id>/pin", marking.mark, {"act": "pin"}, name="pin"),
    path("card/<str:public_id>/unpin", marking.mark, {"act": "unpin"}, name="unpin"),
    path("card/<str:public_id>/close-thread", marking.close, name="close_thread"),
    path("card/<str:public_id>/open-thread", marking.open_again, name="open_thread"),
    path("card/<str:public_id>/undo", deciding.undo, name="undo"),
    path("card/<str:public_id>/hold", holding.hold, name="hold"),
    path("card/<str:public_id>/leave", holding.leave, name="leave"),
    path("card/<str:public_id>/take-over", holding.take, name="take_over"),
    path("card/<str:public_id>/notes", noting.add, name="add_note"),
    path("card/<str:public_id>/notes/<int:note_id>/remove", noting.remove, name="remove_note"),
    path("card/<str:public_id>/restrict", suspending.restrict_author, name="restrict"),
    path("card/<str:public_id>/restrict/lift", suspending.lift_on_card, name="lift_restriction"),
    path("card/<str:public_id>/restrict/undo", suspending.undo_on_card, name="undo_restrict"),
    path("list/<str:public_id>/", views.around, name="around"),
    path("arrivals/", views.arrivals, name="arrivals"),
    path("bulk/", bulk_views.bulk, name="bulk"),
    path("bulk/<str:public_id>/", bulk_views.job, name="bulk_job"),
    path("bulk/<str:public_id>/state", bulk_views.job_state, name="bulk_job_state"),
    path("bulk/<str:public_id>/undo", bulk_views.job_undo, name="bulk_job_undo"),
    path("notices/", notices_views.notices, name="notices"),
    path("notices/<uuid:notice_id>/", notices_views.notice, name="notice"),
    path("notices/<uuid:notice_id>/answer", notices_views.answer, name="answer_notice"),
    path("notices/<uuid:notice_id>/undo", notices_views.undo, name="undo_notice"),
    path("demands/", demands_views.demands, name="demands"),
    path("demands/enter", demands_views.enter, name="enter_demand"),
    path("demands/<uuid:demand_id>/", demands_views.demand, name="demand"),
    path("demands/<uuid:demand_id>/correct", demands_views.correct, name="correct_demand"),
    path("demands/<uuid:demand_id>/take-back", demands_views.take_back, name="take_back_demand"),
    path("demands/<uuid:demand_id>/confirm", demands_views.confirm, name="confirm_demand"),
    path("demands/<uuid:demand_id>/settle", demands_views.settle, name="settle_demand"),
    path("demands/<uuid:demand_id>/reopen", demands_views.reopen, name="reopen_demand"),
    path("restrictions/", suspending.restrictions, name="restrictions"),
    path("restrictions/decide", suspending.decide, name="decide_restriction"),
    path("restrictions/undo", suspending.undo, name="undo_restriction"),
    path("figures/", figures_views.page, name="figures"),
    path("figures/figures.csv", figures_views.as_csv, name="figures_csv"),
    path("rules/", rules_views.rules, name="rules"),
    path("triage/", triage_views.page, name="triage"),
    path("triage/agreement.csv", triage_views.as_csv, name="triage_csv"),
    path("triage/settings", triage_views.settings, name="triage_settings"),
    path("triage/retrain", version_views.retrain, name="triage_retrain"),
    path("triage/back", version_views.back, name="triage_back"),
    path("triage/switch", triage_views.switch, name="triage_switch"),
    path("triage/clients/", clients_views.clients, name="triage_clients"),
    path("triage/clients/<int:pk>/change", clients_views.change, name="triage_client_change"),
    path("triage/clients/<int:pk>/revoke", clients_views.take_back, name="triage_client_revoke"),
    path("health/", health_views.page, name="health"),
    path("health/look", health_views.look, name="health_look"),
    path("health/mails/again", health_views.all_mails_again, name="mails_again"),
    path("health/mails/dismiss", health_views.dismiss_mails, name="mails_dismiss"),
    path("health/mails/<int:pk>/again", health_views.mail_again, name="mail_again"),
    path("health/hooks/<int:pk>/again", health_views.delivery_again, name="delivery_again"),
    path("keys/", keys_views.keys, name="keys"),
    path("keys/hints", keys_views.hints, name="hints"),
    path("policy/", policy_views.versions, name="policy"),
    path("policy/new/", policy_views.new, name="policy_new"),
    path("policy/publish/", policy_views.publish, name="policy_publish"),
    path("policy/<int:number>/", policy_views.change, name="policy_change"),
    path("policy/<int:number>/revise/", policy_views.revise, name="policy_revise"),
    path("policy/<int:number>/drop/", policy_views.drop, name="policy_drop"),
    path("records/", record_views.overview, name="records"),
    path("records/settings/", duties_views.duties, name="duties"),
    path("records/settings/save/", duties_views.duties_save, name="duties_save"),
    path("records/report/publish/", report_views.publish, name="report_publish"),
    path("records/report/draft/", report_views.files, name="report_draft"),
    path("records/report/<int:year>/", report_views.report, name="report"),
    path("records/statements/", record_views.statements, name="statements"),
    path("records/holds/", record_views.hold, name="hold"),
    path("records/holds/<int:pk>/lift/", record_views.lift, name="hold_lift"),
    path("records/crimes/", crimes_views.crimes, name="crimes"),
    path("records/crimes/<int:pk>/told/", crimes_views.told, name="crime_told"),
    path("records/crimes/<int:pk>/evidence/", crimes_views.gather, name="crime_evidence"),
    path("records/erase/", record_views.erase, name="erase"),
    path("records/person/", record_views.person, name="person"),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", holding.sign_out, name="sign_out"),
]
