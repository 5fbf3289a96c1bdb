-- How documents belong together: conversations of mails and groups of near-duplicates, both found as documents arrive.

alter table document
    add column thread_id       uuid,
    add column near_group      uuid, -- id of the group's first document, its principal
    add column near_similarity real; -- to the principal
create index document_by_thread on document (thread_id) where thread_id is not null;
create index document_by_near_group on document (near_group) where near_group is not null;

-- Every message id that a mail of the collection has or names, and the conversation it belongs to. Also those of mails that
-- are not in the collection: they join their answers.
create table mail_node (
    collection_id uuid         not null references collection on delete cascade,
    message_id    varchar(600) not null,
    tenant_id     text         not null references tenant (id),
    thread_id     uuid         not null,
    primary key (collection_id, message_id)
);
create index mail_node_by_thread on mail_node (thread_id);

create table near_signature (
    document_id   uuid    primary key references document on delete cascade,
    tenant_id     text    not null references tenant (id),
    collection_id uuid    not null,
    principal     boolean not null,
    signature     bytea   not null -- io.docket.ingest.fingerprint.MinHashSignature
);

-- The bands of principals' signatures, mixed with the collection: two texts are compared when they share one.
create table near_band (
    tenant_id   text   not null references tenant (id),
    band        bigint not null,
    document_id uuid   not null references near_signature on delete cascade
);
create index near_band_by_band on near_band (band);
create index near_band_by_document on near_band (document_id);

select docket_isolate('mail_node');
select docket_isolate('near_signature');
select docket_isolate('near_band');

-- Documents of before go through the second half of the pipeline again, which finds their relations.
do $$
declare
    known text;
begin
    for known in select id from tenant loop
        perform set_config('docket.tenant', known, true);
        update document set state = 'EXTRACTED', state_since = now(), attempts = 0 where state = 'INDEXED';
    end loop;
    perform set_config('docket.tenant', '', true);
end
$$;
