-- Results put into groups by what their documents are about, kept so that a group can be read, named and used.

create table document_grouping (
    id           uuid          primary key,
    tenant_id    text          not null references tenant (id),
    query        varchar(2000) not null,
    filters      jsonb         not null,
    total        bigint        not null,
    result       jsonb         not null,
    created_at   timestamptz   not null,
    created_by   varchar(255)  not null
);
create index document_grouping_by_person on document_grouping (tenant_id, created_by, created_at desc);

select docket_isolate('document_grouping');
