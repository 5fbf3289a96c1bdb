-- How sure a model must be before its label counts. Null: what the version's training found for its target precision.

alter table classifier add column threshold double precision check (threshold between 0 and 1);
alter table label add column threshold double precision check (threshold between 0 and 1);
