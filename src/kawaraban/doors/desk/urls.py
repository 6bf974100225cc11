"""The addresses of the desk. Lanes first, then one comment, then what is done to it."""

from django.urls import path

from kawaraban.doors.desk import policy_views, views, views_decide
from kawaraban.people.views import SignInView, sign_out

app_name = "desk"

urlpatterns = [
    path("", views.lane, {"code": "queue"}, name="queue"),
    path("approved/", views.lane, {"code": "approved"}, name="approved"),
    path("not-published/", views.lane, {"code": "not_published"}, name="not_published"),
    path("card/<str:public_id>/", views.card, name="card"),
    path("card/<str:public_id>/approve", views_decide.approve, name="approve"),
    path("card/<str:public_id>/reject", views_decide.reject, name="reject"),
    path("card/<str:public_id>/undo", views_decide.undo, name="undo"),
    path("list/<str:public_id>/", views.around, name="around"),
    path("arrivals/", views.arrivals, name="arrivals"),
    path("policy/", policy_views.versions, name="policy"),
    path("policy/new/", policy_views.new, name="policy_new"),
    path("policy/publish/", policy_views.publish, name="policy_publish"),
    path("policy/<int:number>/", policy_views.change, name="policy_change"),
    path("policy/<int:number>/revise/", policy_views.revise, name="policy_revise"),
    path("policy/<int:number>/drop/", policy_views.drop, name="policy_drop"),
    path("sign-in/", SignInView.as_view(), name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
]
