-- Why: requests to be contacted go with the records that are merged, and come back when they are two again.

alter table merged_part drop constraint check_merged_part_is_known;
alter table merged_part add constraint check_merged_part_is_known check (part in ('shield', 'involvement', 'education', 'consent', 'hand_over',
  'emergency_opening', 'council_move', 'well_known_child', 'match_candidate', 'possible_duplicate', 'possible_match', 'contact_request'));

grant update (child_id) on contact_request to contactpoint_application;
