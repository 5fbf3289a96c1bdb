-- Collections that may answer the questions of readers. One that is not here answers support staff only, so that the ticket of
-- one customer is not shown to another before an administrator has said so.
create table answer_collection (
    collection_id uuid         primary key references collection on delete cascade,
    tenant_id     text         not null references tenant (id),
    opened_at     timestamptz  not null,
    opened_by     varchar(255) not null
);
select docket_isolate('answer_collection');
