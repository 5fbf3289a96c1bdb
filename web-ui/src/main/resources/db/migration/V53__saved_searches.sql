-- Searches that people keep, and what each person has seen of them.
create table saved_search (
    id         uuid         primary key,
    tenant_id  text         not null references tenant (id),
    name       varchar(100) not null,
    -- The parameters of the search's address.
    search     varchar(8000) not null,
    shared     boolean      not null,
    owner_id   varchar(64)  not null,
    owner_name varchar(255) not null,
    created_at timestamptz  not null
);
create index saved_search_by_owner on saved_search (tenant_id, owner_id);

create table saved_search_look (
    saved_search_id uuid        not null references saved_search on delete cascade,
    person_id       varchar(64) not null,
    tenant_id       text        not null references tenant (id),
    looked_at       timestamptz not null,
    documents       bigint      not null,
    primary key (saved_search_id, person_id)
);

select docket_isolate('saved_search');
select docket_isolate('saved_search_look');
