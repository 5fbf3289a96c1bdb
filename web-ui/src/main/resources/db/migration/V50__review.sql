-- Coding: what people decide about documents (tags in sets), in batches that can be taken back, and their notes.

create table tag_set (
    id         uuid         primary key,
    tenant_id  text         not null references tenant (id),
    -- Coding dimension of the index and part of addresses; never changes.
    key        varchar(64)  not null,
    name       varchar(100) not null,
    -- Whether a document may have several of the set's tags at once.
    multiple   boolean      not null,
    position   integer      not null,
    created_at timestamptz  not null,
    created_by varchar(255) not null,
    unique (tenant_id, key),
    unique (tenant_id, name)
);

create table tag (
    id         uuid         primary key,
    tenant_id  text         not null references tenant (id),
    tag_set_id uuid         not null references tag_set on delete cascade,
    name       varchar(100) not null,
    position   integer      not null,
    unique (tag_set_id, name)
);

create table coding_batch (
    id            uuid         primary key,
    tenant_id     text         not null references tenant (id),
    -- io.docket.web.review.CodingBatch.Scope
    scope         varchar(24)  not null,
    description   varchar(500) not null,
    -- io.docket.web.review.CodingBatch.State
    state         varchar(16)  not null check (state in ('RUNNING', 'DONE', 'UNDOING', 'UNDONE')),
    documents     bigint       not null default 0,
    changed       bigint       not null default 0,
    -- Documents that an undo left alone because somebody coded them again since.
    kept          bigint       not null default 0,
    created_at    timestamptz  not null,
    created_by    varchar(255) not null,
    created_by_id varchar(64)  not null
);
create index coding_batch_by_person on coding_batch (tenant_id, created_by_id, created_at desc);

create table coding (
    document_id uuid         not null references document on delete cascade,
    tag_id      uuid         not null references tag on delete cascade,
    tag_set_id  uuid         not null references tag_set on delete cascade,
    tenant_id   text         not null references tenant (id),
    coded_at    timestamptz  not null,
    coded_by    varchar(255) not null,
    primary key (document_id, tag_id)
);
create index coding_by_tag on coding (tag_id);

-- What a batch changed: the history of a document, and what an undo restores.
create table coding_change (
    batch_id    uuid   not null references coding_batch on delete cascade,
    document_id uuid   not null references document on delete cascade,
    tag_set_id  uuid   not null references tag_set on delete cascade,
    tenant_id   text   not null references tenant (id),
    before      uuid[] not null,
    after       uuid[] not null,
    primary key (batch_id, document_id, tag_set_id)
);
create index coding_change_by_document on coding_change (document_id);

create table document_note (
    id          uuid          primary key,
    tenant_id   text          not null references tenant (id),
    document_id uuid          not null references document on delete cascade,
    content     varchar(4000) not null,
    written_at  timestamptz   not null,
    written_by  varchar(255)  not null,
    written_by_id varchar(64) not null
);
create index document_note_by_document on document_note (document_id, written_at);

select docket_isolate('tag_set');
select docket_isolate('tag');
select docket_isolate('coding_batch');
select docket_isolate('coding');
select docket_isolate('coding_change');
select docket_isolate('document_note');

-- Every feature may bring work of its own: the kinds are those of io.docket.web.training.Job.Kind.
alter table job drop constraint if exists job_kind_check;
