-- Why: the log is checked by time, well-known families and published years have their lists, and a person who was barred is known again.

-- The parts of a span of the log are read together by their time. A range index: parts stand on disk as they came.
create index log_part_by_time on log_part using brin (recorded_at) with (pages_per_range = 16, autosummarize = on);
