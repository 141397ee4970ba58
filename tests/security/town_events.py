"""Events of the town: published, drafts of each, and one that waits."""

from types import SimpleNamespace

from community.services import events
from tests.factories import community_events as make


def lay_events(town: SimpleNamespace) -> None:
    """Ours, drafts of everybody who may have one, and of somebody else."""
    town.our_event = make.EventFactory(
        title="Our event", organisation=town.ours, state={"owner": town.lead}
    )
    town.event_drafts = {
        role: make.draft(getattr(town, role), title=f"Draft of the {role}")
        for role in ("student", "expert", "member", "lead", "custodian")
    }
    town.their_event_draft = make.draft(town.rival, title="Draft of the rival")
    town.waiting_event = make.waiting(town.rival, title="Waiting event")
    town.event_task = town.waiting_event.current_workflow_state.current_task_state
    town.our_event_again = events.draft_event(by=town.lead, **make.words(title="To repeat"))
