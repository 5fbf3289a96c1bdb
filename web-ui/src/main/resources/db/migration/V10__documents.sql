-- Collections, uploads and documents: what arrived, from whom, and how far it has come.

create table collection (
    id          uuid         primary key,
    tenant_id   text         not null references tenant (id),
    name        varchar(200) not null,
    description varchar(2000) not null default '',
    created_at  timestamptz  not null,
    created_by  varchar(255) not null,
    unique (tenant_id, name)
);

create table upload (
    id            uuid         primary key,
    tenant_id     text         not null references tenant (id),
    collection_id uuid         not null references collection,
    custodian     varchar(255) not null default '',
    state         varchar(16)  not null check (state in ('OPEN', 'COMPLETE', 'CANCELLED')),
    created_at    timestamptz  not null,
    created_by    varchar(255) not null,
    completed_at  timestamptz
);
create index upload_by_collection on upload (collection_id, created_at desc);

-- What the sender says it will send, so that an interrupted upload knows what is still missing.
create table upload_manifest_entry (
    upload_id uuid          not null references upload on delete cascade,
    tenant_id text         not null references tenant (id),
    id        uuid          not null, -- the id of the document that the file will become
    path      varchar(1024) not null,
    size      bigint        not null,
    primary key (upload_id, id)
);

create table document (
    id             uuid          primary key,
    tenant_id      text         not null references tenant (id),
    collection_id  uuid          not null references collection,
    upload_id      uuid          not null references upload,
    parent_id      uuid          references document,
    family_id      uuid          not null,
    position       integer       not null default 0,
    depth          integer       not null default 0,
    path           varchar(4096) not null,
    name           varchar(1024) not null,
    custodian      varchar(255)  not null default '',
    sha256         char(64)      not null,
    size           bigint        not null,
    -- One copy of equal bytes is worked on per collection; the others point to it.
    sole_copy      boolean       not null,
    duplicate_of   uuid          references document,
    -- io.docket.web.pipeline.DocumentState
    state          varchar(16)   not null
        check (state in ('RECEIVED', 'EXTRACTED', 'CLASSIFIED', 'INDEXED', 'DUPLICATE', 'FAILED')),
    -- io.docket.web.pipeline.DocumentOutcome; empty until the text was looked for
    outcome        varchar(16),
    reason         varchar(2000) not null default '',
    attempts       integer       not null default 0,
    lease_owner    varchar(64),
    lease_until    timestamptz,
    -- What the index does not know yet: nothing, the labels, or the whole document.
    index_debt     varchar(8)    not null default 'NONE' check (index_debt in ('NONE', 'LABELS', 'ALL')),
    revision       bigint        not null default 0,
    media_type     varchar(255)  not null default '',
    language       varchar(16)   not null default '',
    text_sha256    char(64),
    characters     bigint        not null default 0,
    title          varchar(1024) not null default '',
    author         varchar(1024) not null default '',
    document_date  timestamptz,
    metadata       jsonb         not null default '{}',
    created_at     timestamptz   not null,
    state_since    timestamptz   not null
);
create unique index document_sole_copy on document (collection_id, sha256) where sole_copy;
create index document_by_upload on document (upload_id, state, outcome);
create index document_by_collection on document (collection_id, state, outcome);
create index document_by_family on document (family_id, depth, position);
create index document_by_parent on document (parent_id) where parent_id is not null;
create index document_duplicates on document (duplicate_of) where duplicate_of is not null;
-- Finds a document by the end of its path, as label files give it.
create index document_by_name on document (collection_id, md5(name));
-- The claims of the pipeline: each worker reads only the head of its own short index.
create index document_to_extract on document (tenant_id, attempts, created_at) where state = 'RECEIVED';
create index document_to_classify on document (tenant_id, attempts, created_at) where state = 'EXTRACTED';
create index document_to_index on document (tenant_id, attempts, created_at)
    where state = 'CLASSIFIED' or (state = 'INDEXED' and index_debt <> 'NONE');

select docket_isolate('collection');
select docket_isolate('upload');
select docket_isolate('upload_manifest_entry');
select docket_isolate('document');
