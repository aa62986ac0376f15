"""Addresses of people."""

from django.urls import path

from shouwang.desk.people.views import estate, find, households, imports, links, persons, plan, states

app_name = "people"
urlpatterns = [
    path("", households.households, name="households"),
    path("find", find.find, name="find"),
    path("plan", plan.plan, name="plan"),
    path("households/new", households.add_household, name="add_household"),
    path("households/<uuid:pk>/", households.household, name="household"),
    path("households/<uuid:pk>/move", households.move_household, name="move_household"),
    path("households/<uuid:pk>/leave", households.leave_household, name="leave_household"),
    path("households/<uuid:pk>/confirm", households.confirm_household, name="confirm_household"),
    path("households/<uuid:pk>/state", states.set_state, name="set_state"),
    path("states/<uuid:pk>/end", states.end_state, name="end_state"),
    path("households/<uuid:pk>/persons", persons.add_person, name="add_person"),
    path("households/<uuid:pk>/link", links.make_link, name="make_link"),
    path("links/<uuid:pk>/revoke", links.revoke_link, name="revoke_link"),
    path("persons/<uuid:pk>/", persons.change_person, name="change_person"),
    path("persons/<uuid:pk>/gone", persons.remove_person, name="remove_person"),
    path("persons/<uuid:pk>/facts", persons.add_fact, name="add_fact"),
    path("persons/<uuid:pk>/contacts", persons.add_contact, name="add_contact"),
    path("facts/<uuid:pk>/end", persons.end_fact, name="end_fact"),
    path("contacts/<uuid:pk>/remove", persons.remove_contact, name="remove_contact"),
    path("doors/<uuid:pk>/", households.door, name="door"),
    path("estate/", estate.estate, name="estate"),
    path("estate/buildings", estate.add_building, name="add_building"),
    path("estate/buildings/<uuid:pk>/", estate.building, name="building"),
    path("estate/buildings/<uuid:pk>/doors", estate.add_door, name="add_door"),
    path("estate/buildings/<uuid:pk>/aliases", estate.add_alias, name="add_alias"),
    path("estate/buildings/<uuid:pk>/state", states.set_building_state, name="set_building_state"),
    path("estate/buildings/<uuid:pk>/grid", estate.assign_building, name="assign_building"),
    path("estate/grids", estate.add_grid, name="add_grid"),
    path("estate/grids/<uuid:pk>/lead", estate.appoint_lead, name="appoint_lead"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new", imports.import_sheet, name="import_sheet"),
    path("imports/<uuid:pk>/", imports.show_import, name="show_import"),
    path("imports/<uuid:pk>/columns", imports.correct_columns, name="correct_columns"),
    path("imports/<uuid:pk>/settle", imports.settle_rows, name="settle_rows"),
    path("imports/<uuid:pk>/apply", imports.apply_import, name="apply_import"),
    path("imports/<uuid:pk>/drop", imports.drop_import, name="drop_import"),
    path("imports/<uuid:pk>/undo", imports.undo_import, name="undo_import"),
    path("imports/rows/<uuid:pk>", imports.settle_row, name="settle_row"),
]
