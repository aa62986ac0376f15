"""Addresses of partners and of the lists sent to them."""

from django.urls import path

from shouwang.desk.partners.views import directory, importing, lists, making, own, paper, telephone

app_name = "partners"
urlpatterns = [
    path("", directory.directory, name="directory"),
    path("new", directory.add_partner, name="add_partner"),
    path("import", importing.import_partners, name="import_partners"),
    path("<uuid:pk>/", directory.partner, name="partner"),
    path("<uuid:pk>/change", directory.change_partner, name="change_partner"),
    path("<uuid:pk>/shut", directory.shut_partner, name="shut_partner"),
    path("<uuid:pk>/open", directory.open_again, name="open_again"),
    path("<uuid:pk>/retire", directory.retire_partner, name="retire_partner"),
    path("<uuid:pk>/stock", directory.note_stock, name="note_stock"),
    path("<uuid:pk>/list", making.make_list, name="make_list"),
    path("lists/", lists.lists, name="lists"),
    path("lists/find", paper.find_list, name="find_list"),
    path("lists/<uuid:pk>/", lists.show_list, name="list"),
    path("lists/<uuid:pk>/send", lists.send_list, name="send_list"),
    path("lists/<uuid:pk>/link", lists.renew_link, name="renew_link"),
    path("lists/<uuid:pk>/revoke", lists.revoke_list, name="revoke_list"),
    path("lists/<uuid:pk>/fetched", lists.fetch_list, name="fetch_list"),
    path("lists/<uuid:pk>/carrier", lists.name_carrier, name="name_carrier"),
    path("lists/<uuid:pk>/line", making.add_line, name="add_line"),
    path("lists/<uuid:pk>/telephone", telephone.telephone, name="telephone"),
    path("lists/<uuid:pk>/list.pdf", paper.list_pdf, name="list_pdf"),
    path("lists/<uuid:pk>/sheet", own.sheet, name="sheet"),
    path("lines/<uuid:pk>/heard", telephone.answer_heard, name="answer_heard"),
    path("lines/<uuid:pk>/answer", own.answer, name="answer"),
    path("lines/<uuid:pk>/picture", own.picture, name="picture"),
    path("mine", own.mine, name="mine"),
]
