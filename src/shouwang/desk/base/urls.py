"""Addresses of the ground."""

from django.urls import path

from shouwang.desk.base.views import (
    account,
    entrance,
    home,
    invitations,
    jobs,
    links,
    log,
    members,
    mode,
    shell,
    sunset,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("welcome/", home.welcome, name="welcome"),
    # The entrance
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-in/password/", entrance.sign_in_by_password, name="sign_in_by_password"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("i", invitations.open_invitation, name="open_invitation"),
    path("i/accept", invitations.accept_invitation, name="accept_invitation"),
    path("l", links.open_link, name="open_link"),
    # What the browser asks for
    path("language/", shell.set_language, name="set_language"),
    path("sw.js", shell.service_worker, name="service_worker"),
    path("manifest.webmanifest", shell.web_manifest, name="web_manifest"),
    path("offline/", shell.offline, name="offline"),
    path("health/", shell.health, name="health"),
    # Members
    path("members/", members.members, name="members"),
    path("members/invite/", invitations.invite_member, name="invite_member"),
    path("members/<uuid:pk>/invite/", invitations.invite_again, name="invite_again"),
    path("members/<uuid:pk>/revoke/", members.revoke_member, name="revoke_member"),
    path("devices/<uuid:pk>/revoke/", members.revoke_device, name="revoke_device"),
    path("account/", account.my_account, name="my_account"),
    path("account/password/", account.set_password, name="set_password"),
    path("account/pin/", account.change_pin, name="change_pin"),
    path("account/devices/<uuid:pk>/revoke/", account.revoke_my_device, name="revoke_my_device"),
    # The community's mode
    path("mode/", mode.mode, name="mode"),
    # What happened, and what did not
    path("log/", log.log, name="log"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<int:number>/again/", jobs.retry_job, name="retry_job"),
    path("sunset/", sunset.sunset, name="sunset"),
    path("certificates/<uuid:pk>/", sunset.certificate, name="certificate"),
]
