"""What beat runs. Beat only rings bells: whatever is due is already a row."""

SCHEDULE = {
    "sweep-the-outbox": {"task": "common.tasks.sweep", "schedule": 10.0},
    "heartbeat": {"task": "common.tasks.heartbeat", "schedule": 60.0},
    "close-what-has-ended": {"task": "opportunities.tasks.close_ended", "schedule": 3600.0},
    "offer-clock": {"task": "profiles.tasks.offer_clock", "schedule": 3600.0},
    "answer-clock": {"task": "matching.tasks.run_clocks", "schedule": 900.0},
    "membership-clock": {"task": "profiles.tasks.run_clocks", "schedule": 3600.0},
    "nightly-match": {"task": "matching.tasks.nightly_run", "schedule": 86400.0},
    "forget-old-keys": {"task": "common.tasks.forget_old_keys", "schedule": 86400.0},
    "sweep-the-vault": {"task": "profiles.tasks.sweep_vault", "schedule": 86400.0},
    "check-invariants": {"task": "common.tasks.check_invariants", "schedule": 86400.0},
    "publish-scheduled-pages": {"task": "cms.tasks.publish_scheduled", "schedule": 600.0},
}
