-- Deleting an upload: asked for, done in the background, gone. A hold on a collection forbids it.

create table upload_deletion (
    upload_id    uuid         primary key references upload on delete cascade,
    tenant_id    text         not null references tenant (id),
    documents    bigint       not null, -- when it was asked for
    deleted      bigint       not null default 0,
    requested_at timestamptz  not null,
    requested_by varchar(255) not null
);

create table collection_hold (
    collection_id uuid         primary key references collection on delete cascade,
    tenant_id     text         not null references tenant (id),
    reason        varchar(500) not null,
    placed_at     timestamptz  not null,
    placed_by     varchar(255) not null
);

-- What the rows do not know any more, but index and disk still have. Written with the deletion of the rows, so that a crash
-- leaves no orphans.
create table index_leftover (
    document_id uuid primary key,
    tenant_id   text not null references tenant (id)
);
create table blob_leftover (
    tenant_id  text        not null references tenant (id),
    sha256     char(64)    not null,
    noticed_at timestamptz not null,
    primary key (tenant_id, sha256)
);

select docket_isolate('upload_deletion');
select docket_isolate('collection_hold');
select docket_isolate('index_leftover');
select docket_isolate('blob_leftover');
