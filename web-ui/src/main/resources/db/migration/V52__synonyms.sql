-- Words that a tenant uses for the same thing; each row is one group.
create table synonym_group (
    id         uuid        primary key,
    tenant_id  text        not null references tenant (id),
    words      varchar(2000) not null, -- separated by commas
    created_at timestamptz not null,
    created_by varchar(255) not null
);
select docket_isolate('synonym_group');
