-- Documents handed over: an archive of originals and texts with load files and numbers.
create table production (
    id            uuid          primary key,
    tenant_id     text          not null references tenant (id),
    name          varchar(100)  not null,
    query         varchar(4000) not null,
    filters       varchar(8000) not null, -- one per line
    prefix        varchar(20)   not null,
    first_number  bigint        not null,
    digits        integer       not null,
    natives       boolean       not null,
    texts         boolean       not null,
    job_id        uuid          references job on delete set null,
    documents     bigint        not null default 0,
    bytes         bigint        not null default 0,
    sha256        char(64),
    created_at    timestamptz   not null,
    created_by    varchar(255)  not null,
    created_by_id varchar(64)   not null
);
create index production_by_time on production (tenant_id, created_at desc);
select docket_isolate('production');
