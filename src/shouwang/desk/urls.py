"""Every address of the desk. Who may open which is in base/policy/: a name without an entry there is refused."""

from django.urls import include, path

urlpatterns = [
    path("", include("shouwang.desk.base.urls")),
    path("messages/", include("shouwang.desk.messages.urls")),
    path("people/", include("shouwang.desk.people.urls")),
    path("", include("shouwang.desk.needs.urls")),
    path("ledger/", include("shouwang.desk.ledger.urls")),
    path("partners/", include("shouwang.desk.partners.urls")),
    path("rounds/", include("shouwang.desk.rounds.urls")),
    path("medicine/", include("shouwang.desk.medicine.urls")),
    path("watch/", include("shouwang.desk.checkins.urls")),
    path("gate/", include("shouwang.desk.gate.urls")),
]

handler400 = "shouwang.desk.base.views.errors.bad_request"
handler403 = "shouwang.desk.base.views.errors.not_here"
handler404 = "shouwang.desk.base.views.errors.not_here"
handler500 = "shouwang.desk.base.views.errors.our_fault"
