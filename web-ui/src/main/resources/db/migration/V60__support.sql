-- Questions of the support view, what was shown and opened for them, and those handed over to people.

create table support_question (
    id             uuid         primary key,
    tenant_id      text         not null references tenant (id),
    question       varchar(1000) not null,
    -- The question's telling words in one order: equal for what is asked again in much the same words.
    words          varchar(1000) not null,
    asked_at       timestamptz  not null,
    asked_by       varchar(255) not null,
    asked_name     varchar(255) not null,
    -- Whether a passage was shown as the answer, and how many documents were shown in all.
    answered       boolean      not null,
    found          integer      not null,
    -- What the surest serving classifier takes the question for; null when none is sure.
    classifier_id  uuid         references classifier on delete set null,
    label          varchar(200),
    helped         boolean,
    helped_at      timestamptz
);
create index support_question_by_time on support_question (tenant_id, asked_at desc);
create index support_question_by_person on support_question (tenant_id, asked_by, asked_at desc);

create table support_passage (
    question_id   uuid        not null references support_question on delete cascade,
    document_id   uuid        not null references document on delete cascade,
    tenant_id     text        not null references tenant (id),
    rank          integer     not null,
    passage_start integer     not null,
    passage_end   integer     not null,
    opened_at     timestamptz,
    primary key (question_id, document_id)
);
create index support_passage_by_document on support_passage (document_id);

create table support_handover (
    id          uuid         primary key,
    tenant_id   text         not null references tenant (id),
    question_id uuid         not null unique references support_question on delete cascade,
    note        varchar(4000) not null,
    created_at  timestamptz  not null,
    closed_at   timestamptz,
    closed_by   varchar(255),
    outcome     varchar(2000) not null default ''
);
create index support_handover_by_time on support_handover (tenant_id, created_at desc);

select docket_isolate('support_question');
select docket_isolate('support_passage');
select docket_isolate('support_handover');
