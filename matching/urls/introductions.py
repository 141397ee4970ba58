"""Addresses of introductions, their threads and their brokers."""

from django.urls import path

from ..views import answers, brokering, introductions, stopping, threads

urlpatterns = [
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/<int:pk>/", introductions.introduction, name="introduction"),
    path("introductions/<int:pk>/accept/", introductions.accept, name="introduction_accept"),
    path("introductions/<int:pk>/decline/", introductions.decline, name="introduction_decline"),
    path("introductions/<int:pk>/move/", introductions.advance, name="introduction_move"),
    path("introductions/<int:pk>/stop/", stopping.stop, name="introduction_stop"),
    path("introductions/<int:pk>/custodian/", introductions.ask_custodian, name="ask_custodian"),
    path("introductions/<int:pk>/thread/", threads.thread, name="thread"),
    path("introductions/<int:pk>/thread/block/", threads.block, name="thread_block"),
    path("introductions/messages/<int:pk>/delete/", threads.delete, name="message_delete"),
    path("introductions/messages/<int:pk>/report/", threads.report, name="message_report"),
    path("desk/introductions/", brokering.board, name="broker_board"),
    path("desk/introductions/<int:pk>/", brokering.see_to, name="broker"),
    path("desk/messages/<int:pk>/", brokering.settle, name="message_settle"),
    path("introductions/answer/<str:signed>/", answers.answer, name="introduction_answer"),
]
