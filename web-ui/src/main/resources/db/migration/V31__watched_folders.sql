-- Folders of the server whose files are taken into a collection by themselves.

create table watched_folder (
    collection_id uuid         primary key references collection on delete cascade,
    tenant_id     text         not null references tenant (id),
    folder        varchar(200) not null, -- below the tenant's folder of docket.watch.root
    custodian     varchar(255) not null default '',
    move_taken    boolean      not null,
    set_by        varchar(255) not null,
    set_at        timestamptz  not null,
    last_scan     timestamptz,
    problem       varchar(2000) not null default '' -- why the last scan failed; empty when it did not
);

-- The marker that nothing is taken twice: a file is known by its path, size and time of change.
create table watched_file (
    collection_id uuid          not null references collection on delete cascade,
    tenant_id     text          not null references tenant (id),
    id            uuid          not null, -- io.docket.web.pipeline.DocumentIds of collection and path
    size          bigint        not null,
    modified      timestamptz   not null,
    taken_at      timestamptz   not null,
    primary key (collection_id, id)
);

select docket_isolate('watched_folder');
select docket_isolate('watched_file');
