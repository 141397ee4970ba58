"""Whom the demo region's custodians met at a meeting, waiting to take it up."""

from datetime import timedelta

from django.db import transaction

from profiles import services

from .seed import Region

WHERE = "The Forum’s meeting at the library in Coventry"
YES = "Yes, put me in and send me the link."


@transaction.atomic
def build_met(region: Region) -> None:
    """Two people and an organisation, each entered with their yes."""
    met_on = region.today - timedelta(days=9)
    for name, stage, summary in (
        (
            "Ottilie Brandreth",
            "returner",
            "Kept the books of a housing charity; would like to map.",
        ),
        ("Jervis Tolland", "expert", "Ran a survey team for twenty years, and has Fridays."),
    ):
        services.enter_met(
            by=region.second,
            kind="person",
            address=f"{name.lower().replace(' ', '.')}@met.example",
            name=name,
            stage=stage,
            summary=summary,
            district=region.districts["coventry"],
            met_on=met_on,
            met_where=WHERE,
            consent=YES,
        )
    services.enter_met(
        by=region.custodian,
        kind="organisation",
        address="hello@foleshill-repair.example",
        name="Sunita Parry",
        organisation_name="Foleshill Repair Café",
        organisation_kind="community",
        summary="Mends toasters and bicycles on Saturdays, and counts what it saves.",
        district=region.districts["coventry"],
        website="https://www.foleshill-repair.example/",
        met_on=met_on,
        met_where=WHERE,
        consent="Please do. I would like the committee to see it first.",
    )
