-- What was made of a group, so that it can be taken back: a label for some of its documents, or a batch of coding.
create table grouping_act (
    id            uuid         primary key,
    tenant_id     text         not null references tenant (id),
    grouping_id   uuid         not null references document_grouping on delete cascade,
    -- Place of the group, from 0.
    group_place   integer      not null,
    classifier_id uuid         references classifier on delete cascade,
    label_id      uuid         references label on delete cascade,
    batch_id      uuid         references coding_batch on delete cascade,
    documents     integer      not null,
    created_at    timestamptz  not null,
    undone_at     timestamptz,
    check ((label_id is null) <> (batch_id is null))
);
create index grouping_act_by_grouping on grouping_act (tenant_id, grouping_id, group_place, created_at desc);

-- The label that each document had before; null for none.
create table grouping_labelled (
    act_id      uuid not null references grouping_act on delete cascade,
    document_id uuid not null references document on delete cascade,
    tenant_id   text not null references tenant (id),
    before      uuid references label on delete set null,
    primary key (act_id, document_id)
);
create index grouping_labelled_by_document on grouping_labelled (document_id);

select docket_isolate('grouping_act');
select docket_isolate('grouping_labelled');
