"""Addresses of consultations, public and at the desk."""

from django.urls import path

from ..views import consultations, desk_consultations, desk_reports, desk_responses, responding

PUBLIC = "consultations/"
ONE = f"{PUBLIC}<slug:slug>/"
DESK = "desk/consultations/"
ROW = f"{DESK}<int:pk>/"

urlpatterns = [
    path(PUBLIC, consultations.consultations, name="consultations"),
    path(f"{PUBLIC}feed.atom", consultations.feed, name="consultation_feed"),
    path(f"{PUBLIC}responses/<int:pk>/", responding.response, name="response"),
    path(f"{PUBLIC}responses/<int:pk>/withdraw/", responding.withdraw, name="response_withdraw"),
    path(ONE, consultations.consultation, name="consultation"),
    path(f"{ONE}report/", consultations.report, name="consultation_report"),
    path(f"{ONE}report/export.csv", consultations.report_csv, name="consultation_csv"),
    path(f"{ONE}report/export.json", consultations.report_json, name="consultation_json"),
    path(f"{ONE}follow/", consultations.follow, name="consultation_follow"),
    path(f"{ONE}respond/", responding.respond, name="respond"),
    path(f"{ONE}respond/link/", responding.ask_link, name="respond_link"),
    path(f"{ONE}respond/thanks/", responding.thanks, name="thanks"),
    path(f"{ONE}respond/by/<str:signed>/", responding.respond_guest, name="respond_guest"),
    path(DESK, desk_consultations.overview, name="desk_consultations"),
    path(f"{DESK}new/", desk_consultations.create, name="desk_consultation_new"),
    path(ROW, desk_consultations.consultation, name="desk_consultation"),
    path(f"{ROW}edit/", desk_consultations.edit, name="desk_consultation_edit"),
    path(f"{ROW}questions/new/", desk_consultations.add_question, name="desk_question_new"),
    path(f"{ROW}questions/<int:question>/", desk_consultations.edit_question, name="desk_question"),
    path(f"{ROW}responses/", desk_responses.responses, name="desk_responses"),
    path(f"{ROW}responses/<int:number>/", desk_responses.response, name="desk_response"),
    path(f"{ROW}texts/", desk_responses.moderation, name="desk_moderation"),
    path(f"{ROW}conversations/", desk_responses.conversations, name="desk_conversations"),
    path(f"{ROW}report/", desk_reports.report, name="desk_report"),
]
