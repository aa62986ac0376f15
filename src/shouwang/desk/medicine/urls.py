"""Addresses of medicine."""

from django.urls import path

from shouwang.desk.medicine.views import hunts

app_name = "medicine"
urlpatterns = [
    # Hunts
    path("hunts", hunts.hunts, name="hunts"),
    path("hunts/<uuid:pk>/", hunts.hunt, name="hunt"),
    path("hunts/<uuid:pk>/ask", hunts.ask, name="ask"),
    path("hunts/<uuid:pk>/decide", hunts.decide_hunt, name="decide_hunt"),
    path("hunts/asks/<uuid:pk>/answer", hunts.answer, name="answer"),
    path("items/<uuid:pk>/hunt", hunts.open_hunt, name="open_hunt"),
]
