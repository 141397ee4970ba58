"""Which views each walk looks at, by name; a view of two walks stands with the first of them."""

WALKED = {
    "of_anybody": """
        cms:search common:demo_mail community:consultation community:consultation_report
        community:consultations community:event community:event_month community:events
        community:hosting community:meeting community:meeting_pack community:meetings
        community:office_holders community:respond community:respond_guest
        community:respond_link community:thanks desk:newsletters impact:outcomes
        matching:how matching:public_balance matching:rings matching:round
        matching:round_report matching:rounds mission:node mission:priority mission:strand
        mission:theory opportunities:challenge opportunities:list profiles:offer
        profiles:offers profiles:organisation profiles:organisations profiles:people
        profiles:person profiles:terms skills:detail skills:list
    """,
    "of_trustee": """
        desk:mail_choices desk:mails desk:me desk:now matching:ask matching:introduction
        matching:introductions matching:my_matches matching:my_rings matching:shortlist
        opportunities:applications opportunities:challenge_end opportunities:challenge_help
        opportunities:challenge_interested opportunities:challenge_new
        opportunities:challenge_partner opportunities:challenge_step
        opportunities:challenge_together opportunities:challenge_versions opportunities:mine
        opportunities:placement_again opportunities:placement_firm profiles:invite
        profiles:join profiles:leave profiles:member profiles:member_remove profiles:members
        profiles:my_interests profiles:offer_close profiles:offer_edit profiles:offer_new
        profiles:offer_pause profiles:offer_renew profiles:offer_skills
        profiles:organisation_aims profiles:organisation_edit profiles:organisation_logo
        profiles:organisation_new profiles:organisation_registers profiles:relations
    """,
    "of_student": """
        community:event_new community:event_several community:meeting_update
        community:my_events desk:members_area matching:appeal_ask matching:asides
        matching:fits_me matching:my_appeals matching:put_aside matching:ranking
        matching:ranking_saved matching:why_not opportunities:agreement
        opportunities:agreement_answer opportunities:agreement_edit
        opportunities:desk_correction opportunities:desk_corrections
        opportunities:desk_placements opportunities:feedback opportunities:pathway
        opportunities:placement_end_early opportunities:search_new opportunities:searches
        opportunities:university_contact profiles:affiliation profiles:agree profiles:cv
        profiles:held profiles:held_rows profiles:profile profiles:profile_step
        profiles:resume_import profiles:view_as profiles:welcome_step profiles:who_sees_me
    """,
    "of_applicants": """
        opportunities:application opportunities:application_team
        opportunities:application_team_leave opportunities:application_withdraw
        opportunities:placement_application opportunities:placement_apply
        opportunities:placement_apply_check opportunities:placement_questions
        opportunities:search_change opportunities:search_delete opportunities:search_stop
        opportunities:team_invitation
    """,
    "of_hosts": """
        opportunities:placement_answer opportunities:placement_answer_check
        opportunities:placement_applications
    """,
    "of_desk": """
        cms:links community:desk_consultation community:desk_consultation_edit
        community:desk_consultation_new community:desk_consultations
        community:desk_conversations community:desk_host_call_new community:desk_hosting
        community:desk_item_edit community:desk_item_new community:desk_item_remove
        community:desk_meeting community:desk_meeting_call_off community:desk_meeting_edit
        community:desk_meeting_new community:desk_meeting_updates community:desk_meetings
        community:desk_moderation community:desk_paper_edit community:desk_paper_new
        community:desk_question community:desk_question_new community:desk_report
        community:desk_response community:desk_responses community:desk_series
        community:desk_series_new community:host_offer community:office_new
        community:offices community:response community:response_withdraw desk:decide
        desk:desk_newsletters desk:hand_over desk:hibernate desk:home desk:mail_stop
        impact:consent impact:decide impact:mine impact:outcome impact:record
        matching:balance matching:broker_board matching:desk_appeals matching:desk_round
        matching:desk_round_by_hand matching:desk_round_cancel matching:desk_round_conflicts
        matching:desk_round_edit matching:desk_round_new matching:desk_round_phase
        matching:desk_round_places matching:desk_rounds matching:introduction_answer
        matching:message_report matching:ring matching:ring_board matching:ring_leave
        matching:ring_links matching:ring_search matching:ring_stop matching:room
        matching:thread matching:weights matching:weights_act matching:weights_new
        opportunities:challenge_decide opportunities:next_meeting profiles:address_answer
        profiles:claim profiles:claim_correct profiles:claim_delete profiles:close
        profiles:desk_act profiles:desk_people profiles:desk_person profiles:look_inside
        profiles:met profiles:met_person profiles:met_withdraw profiles:organisation_merge
        profiles:organisation_verify profiles:organisations_import profiles:report
        profiles:report_decide profiles:rescue profiles:second_step profiles:suspend
    """,
    "of_notes": """
        community:actions community:desk_action community:desk_action_new
        community:desk_actions community:desk_actions_read community:desk_decision
        community:desk_decision_new community:desk_delegation community:desk_delegation_new
        community:desk_group community:desk_group_new community:desk_groups
        community:desk_member_new community:desk_member_remove community:desk_note
        community:desk_notes community:desk_people community:desk_person
        community:desk_removal community:desk_removals community:my_action
        community:my_actions community:removal_ask community:removal_confirm
        community:removal_sent community:representatives
    """,
    "of_booking": """
        community:book community:booking_asked community:booking_confirm
        community:booking_place community:caterer community:desk_badges
        community:desk_bookings community:desk_door community:desk_sheet
        community:desk_sheet_call_off community:desk_sheet_edit community:my_booking
        community:my_bookings community:my_calendar matching:desk_lunch matching:lunch
    """,
    "of_the_rest": """
        community:desk_host_offer community:desk_paper_remove community:event_call_off
        community:office_edit community:office_remove desk:newsletter
        desk:newsletter_confirm desk:newsletter_edit desk:newsletter_stop
        matching:desk_round_host matching:desk_round_run matching:hosting matching:introduction_stop
        matching:offer_ask matching:offer_fits matching:round_limits matching:team matching:tiers
        opportunities:challenge_later opportunities:challenge_sent
        opportunities:challenge_version opportunities:challenge_withdraw profiles:invitation
        profiles:join_request
    """,
    "of_second_looks": """
        community:desk_sheet_new community:event_decide community:event_edit
        community:event_repeat community:item_contact matching:appeal matching:bring_back
        matching:desk_appeal matching:message_settle
    """,
}

ROUND = "the journey of a round goes there, or a test of the page"
MOVES = "leads on to another page"
FILE = "gives a file or plain text"

ELSEWHERE = {
    "common:live": FILE,
    "common:ready": FILE,
    "common:queue": FILE,
    "skills:autocomplete": "a list inside of another page",
    "profiles:claim_take": "asks for an account with the address of the mail; its tests read it",
    "profiles:offer_renew_link": "good on one day before an offer ends; its tests read it",
    "profiles:welcome": MOVES,
    "profiles:cv_file": FILE,
    "profiles:copy_file": FILE,
    "profiles:erase": "asks for the password first; its tests read it",
    "matching:round_result": ROUND,
    "matching:swaps": ROUND,
    "matching:desk_round_place": ROUND,
    "matching:desk_round_by_hand_end": ROUND,
    "matching:desk_round_conflict": ROUND,
    "matching:desk_round_scenario": ROUND,
    "matching:desk_round_compare": ROUND,
    "matching:desk_round_publish": ROUND,
    "matching:desk_round_taking_back": ROUND,
    "matching:desk_round_look": ROUND,
    "matching:round_steward": ROUND,
    "matching:round_team": ROUND,
    "impact:answer": "open for a while after an introduction; its tests read it",
    "impact:edit": "the form of a new outcome, which is looked at, with what was typed",
    "impact:file": FILE,
    "opportunities:challenge_edit": MOVES,
    "opportunities:challenge_meeting": MOVES,
    "opportunities:challenge_interest": MOVES,
    "opportunities:placement_supervise": "waits for a supervisor who was named; its tests read it",
    "community:consultation_follow": MOVES,
    "community:event_send": MOVES,
    "community:event_take_back": MOVES,
    "community:paper": FILE,
    "desk:hand_over_file": FILE,
}
"""Views without a look in the walks, and why."""
