-- The ingest report: where each document stands, in one word, and the orders in which a report of 300,000 lines is read by
-- key.

alter table document add column standing varchar(16) not null generated always as (
    case
        when state in ('RECEIVED', 'EXTRACTED', 'CLASSIFIED') then 'pending'
        when state = 'FAILED' then 'not-finished'
        when state = 'DUPLICATE' or outcome = 'DUPLICATE' then 'duplicate'
        when outcome = 'EXTRACTED' then 'searchable'
        when outcome = 'EMPTY' then 'without-text'
        else replace(lower(outcome), '_', '-')
    end) stored;

-- Paths are longer than an entry of an index may be. A column and not an expression: under row-level security a condition
-- may use an index only if all its functions are leakproof, and left() is not.
alter table document add column path_start varchar(300) collate "C" not null
    generated always as (left(path, 300)) stored;

create index document_report_by_path on document (upload_id, path_start, id);
create index document_report_by_standing on document (upload_id, standing, path_start, id);
create index document_report_by_size on document (upload_id, size, id);
