-- Every file of an upload has its place: announced, refused with a reason, partly received, or received (document).

alter table upload
    add column name   varchar(255) not null default '', -- what was chosen: a folder's name; empty when nobody said
    add column source varchar(16)  not null default 'API' check (source in ('BROWSER', 'API', 'IMPORT', 'WATCH'));

alter table upload_manifest_entry
    add column sha256 char(64); -- as the sender computed it; null when it did not

-- Files that could not be taken. A file that is taken later leaves this table.
create table upload_refusal (
    upload_id  uuid          not null references upload on delete cascade,
    tenant_id  text          not null references tenant (id),
    id         uuid          not null, -- io.docket.web.pipeline.DocumentIds of upload and path
    path       varchar(1024) not null, -- as the sender wrote it, unprintable characters replaced
    title      varchar(200)  not null,
    detail     varchar(2000) not null,
    refused_at timestamptz   not null,
    primary key (upload_id, id)
);

-- A large file on its way by the tus protocol. Its bytes lie beside the blobs until it is whole.
create table partial_file (
    id         uuid          primary key,
    tenant_id  text          not null references tenant (id),
    upload_id  uuid          not null references upload on delete cascade,
    path       varchar(1024) not null,
    size       bigint        not null check (size >= 0),
    sha256     char(64),     -- what the whole file must have; null when the sender did not say
    received   bigint        not null default 0 check (received between 0 and size),
    metadata   varchar(4096) not null default '', -- the header Upload-Metadata, which HEAD gives back
    finished   boolean       not null default false,
    created_at timestamptz   not null,
    expires_at timestamptz   not null
);
create index partial_file_by_upload on partial_file (upload_id, path);
create index partial_file_by_end on partial_file (tenant_id, expires_at);

select docket_isolate('upload_refusal');
select docket_isolate('partial_file');
