-- Why: a record leaves by a person's word too: England left for good, an estimated birthday that came, a mark taken back, a stay ended.

-- The birthday of an estimated date of birth has come: a person says whether the record goes.
alter table desk_item drop constraint check_queue_is_known;
alter table desk_item add constraint check_queue_is_known check (queue in ('born shielded', 'possible duplicate', 'border move',
  'possible match', 'disagreeing facts', 'estimated birthday', 'no school or GP', 'unconfirmed contacts'));

-- A record keeper says that a child is marked by mistake, or is back in England: the marks go, and the next file brings the child.
grant delete on leaving_mark to contactpoint_application;

-- A young mother who leaves goes on as the carer on her child's record, under a new number that the log does not know.
create index shield_by_person on shield (person_id) where person_id is not null;
grant select on shield to contactpoint_leaving;
grant update (person_id) on carer, shield, protection to contactpoint_leaving;

-- Who a colleague on the telephone was is forgotten after six years, as whom an entry was about is.
create index log_part_colleague on log_part (recorded_at) where kind = 'colleague';
