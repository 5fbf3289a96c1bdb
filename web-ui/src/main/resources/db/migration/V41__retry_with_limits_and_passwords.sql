-- Which limits a document is read under (io.docket.web.pipeline.LimitPreset), and the passwords that a collection's encrypted
-- items are tried with. A password is stored encrypted; the key lies in the data directory and not in this database.

alter table document add column limits varchar(16) not null default 'STANDARD'
    check (limits in ('STANDARD', 'PATIENT', 'ROOMY', 'WIDE'));

create table collection_password (
    id            uuid         primary key,
    tenant_id     text         not null references tenant (id),
    collection_id uuid         not null references collection on delete cascade,
    sealed        bytea        not null,
    added_at      timestamptz  not null,
    added_by      varchar(255) not null
);
create index collection_password_by_collection on collection_password (collection_id, added_at, id);
select docket_isolate('collection_password');
