"""What the forms take: good answers, in which one place at a time is made bad."""

import datetime

PROBLEM = {"title": "Who is missed?", "description": "We cannot see it.", "benefit": "Families."}
DATA = {"data_note": "One spreadsheet.", "sensitivity": "open", "result": "A map."}
CARE = {
    "lawful_basis": "consent",
    **dict.fromkeys(("agreed", "seen_by", "harm", "kept", "checks", "safeguarding"), "Us."),
    "meets": "no",
}
WHEN = {"pattern": "remote", "days_of_effort": "5", "starts": "2027-01-04", "ends": "2027-03-01"}
TERMS = {"pay_basis": "funded", "funding_source": "A bursary", "seats": "1"}
JOB = {
    "title": "Open data officer",
    "description": "Look after the open data.",
    "employer_form_url": "https://theirs.example/jobs/12",
}
OFFER = {"kind": "hour", "title": "An hour", "summary": "An hour of help.", "capacity": "1"}
EVENT = {
    "title": "A talk",
    "day": "2027-01-14",
    "begins": "18:00",
    "finishes": "20:00",
    "mode": "in_person",
    "place": "A room",
    "summary": "An evening.",
}
ORGANISATION = {"name": "Severn Choir", "kind": "community", "website": "https://severn.example"}
ROOM = {
    "dates": "Tuesdays in March",
    "room": "The Hall",
    "address": "1 River Street",
    "capacity": "40",
    "access": "Step-free.",
    "hybrid": "",
}
AGREEMENT_TYPED = {
    "starts": "2027-01-04",
    "ends": "2027-03-01",
    "days": "Mondays",
    "supervisor_name": "Sam",
    "supervisor_address": "sam@host.example",
    "aims": "To map.",
    "data_handling": "Open data only.",
}
AGREEMENT = {
    **AGREEMENT_TYPED,
    "starts": datetime.date(2027, 1, 4),
    "ends": datetime.date(2027, 3, 1),
}

MEETING = {
    "day": "2027-05-12", "from_time": "10:30", "to_time": "11:55", "mode": "in_person",
    "place": "The Lock Works", "title": "The May meeting",
}  # fmt: skip
SHEET = {"places": "40", "purge_days": "28"}
