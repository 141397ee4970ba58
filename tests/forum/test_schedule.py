"""Bells do not pile up, and what is nightly happens at night, one after the other."""

from celery import current_app
from celery.schedules import crontab

from forum.schedule import SCHEDULE, SIX_HOURS


def test_a_bell_is_worth_nothing_once_the_next_one_rings() -> None:
    for name, bell in SCHEDULE.items():
        interval = bell["schedule"]
        most = SIX_HOURS if isinstance(interval, crontab) else interval
        assert bell["options"]["expires"] == most, name


def test_each_nightly_job_has_a_time_of_its_own_after_the_clocks_change() -> None:
    times = [
        (min(bell["schedule"].hour), min(bell["schedule"].minute))
        for bell in SCHEDULE.values()
        if isinstance(bell["schedule"], crontab)
    ]

    assert len(times) == 6
    assert len(set(times)) == 6
    assert min(times) >= (3, 0)
    assert current_app.conf.timezone == "Europe/London"


def test_every_bell_rings_a_task_that_there_is() -> None:
    current_app.loader.import_default_modules()

    assert [
        bell["task"] for bell in SCHEDULE.values() if bell["task"] not in current_app.tasks
    ] == []
