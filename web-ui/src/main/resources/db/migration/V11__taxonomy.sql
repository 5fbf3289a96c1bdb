-- Classifiers, their labels and examples, trained versions, and what they predict.

create table classifier (
    id          uuid         primary key,
    tenant_id   text         not null references tenant (id),
    -- Part of field names in the index and of addresses; never changes.
    key         varchar(64)  not null,
    name        varchar(100) not null,
    created_at  timestamptz  not null,
    created_by  varchar(255) not null,
    unique (tenant_id, key),
    unique (tenant_id, name)
);

create table label (
    id            uuid         primary key,
    tenant_id     text         not null references tenant (id),
    classifier_id uuid         not null references classifier on delete cascade,
    name          varchar(200) not null,
    created_at    timestamptz  not null,
    unique (classifier_id, name)
);

create table labelled_example (
    id            uuid         primary key,
    tenant_id     text         not null references tenant (id),
    classifier_id uuid         not null references classifier on delete cascade,
    document_id   uuid         not null references document on delete cascade,
    label_id      uuid         not null references label on delete cascade,
    source        varchar(16)  not null check (source in ('CSV', 'FOLDER', 'HAND')),
    confirmed     boolean      not null,
    labelled_at   timestamptz  not null,
    labelled_by   varchar(255) not null,
    unique (classifier_id, document_id)
);
create index labelled_example_by_label on labelled_example (label_id);
create index labelled_example_by_document on labelled_example (document_id);

create table model_version (
    id            uuid         primary key,
    tenant_id     text         not null references tenant (id),
    classifier_id uuid         not null references classifier on delete cascade,
    number        integer      not null,
    state         varchar(16)  not null check (state in ('CANDIDATE', 'CHAMPION', 'RETIRED')),
    kind          varchar(32)  not null,
    folder        varchar(255) not null,
    report        jsonb        not null,
    examples      integer      not null,
    created_at    timestamptz  not null,
    created_by    varchar(255) not null,
    promoted_at   timestamptz,
    unique (classifier_id, number)
);
create unique index model_version_champion on model_version (classifier_id) where state = 'CHAMPION';

create table prediction (
    document_id      uuid         not null references document on delete cascade,
    classifier_id    uuid         not null references classifier on delete cascade,
    tenant_id        text         not null references tenant (id),
    model_version_id uuid         not null references model_version on delete cascade,
    label            varchar(200) not null,
    probability      double precision not null,
    abstained        boolean      not null,
    scores           jsonb        not null default '[]',
    predicted_at     timestamptz  not null,
    primary key (document_id, classifier_id)
);
create index prediction_by_version on prediction (model_version_id);

create table job (
    id               uuid         primary key,
    tenant_id        text         not null references tenant (id),
    kind             varchar(16)  not null check (kind in ('TRAIN', 'RELABEL')),
    classifier_id    uuid         references classifier on delete cascade,
    model_version_id uuid         references model_version on delete set null,
    state            varchar(16)  not null check (state in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    parameters       jsonb        not null default '{}',
    stage            varchar(100) not null default '',
    done             bigint       not null default 0,
    total            bigint       not null default 0,
    message          varchar(2000) not null default '',
    cancel_requested boolean      not null default false,
    attempts         integer      not null default 0,
    created_at       timestamptz  not null,
    created_by       varchar(255) not null,
    started_at       timestamptz,
    finished_at      timestamptz
);
create index job_by_tenant on job (tenant_id, created_at desc);

select docket_isolate('classifier');
select docket_isolate('label');
select docket_isolate('labelled_example');
select docket_isolate('model_version');
select docket_isolate('prediction');
select docket_isolate('job');
