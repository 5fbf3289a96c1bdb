-- Who may read which collection. A collection without an entry is open to everybody of the tenant; one with entries is seen
-- by those named and by the tenant's administrators. Enforced here, below every query of every feature.

create table collection_access (
    collection_id uuid         not null references collection on delete cascade,
    tenant_id     text         not null references tenant (id),
    kind          varchar(8)   not null check (kind in ('ROLE', 'PERSON')),
    -- A role of the realm, or a user name in lower case.
    grantee       varchar(255) not null,
    granted_at    timestamptz  not null,
    granted_by    varchar(255) not null,
    primary key (collection_id, kind, grantee)
);
select docket_isolate('collection_access');

-- The collections that somebody may not see.
create function docket_hidden_from(person text, roles text[]) returns uuid[]
    language sql stable
    return (select coalesce(array_agg(collection_id), '{}') from (
        select collection_id from collection_access where tenant_id = docket_tenant()
        group by collection_id
        having not bool_or(kind = 'PERSON' and grantee = lower(person) or kind = 'ROLE' and grantee = any(roles))
    ) closed);

-- The collections that are hidden from whom this connection works for; none for the appliance's own work.
create function docket_hidden() returns uuid[]
    language sql stable parallel safe
    return coalesce(nullif(current_setting('docket.hidden', true), '')::uuid[], '{}');

-- The subselects are evaluated once per statement, not per row.
create policy collection_readers on collection as restrictive
    using (id <> all ((select docket_hidden())::uuid[]));
create policy collection_readers on upload as restrictive
    using (collection_id <> all ((select docket_hidden())::uuid[]));
create policy collection_readers on document as restrictive
    using (collection_id <> all ((select docket_hidden())::uuid[]));

-- What is said about a document is seen by those who see the document.
create function docket_hide_with_document(closed_table regclass) returns void
    language plpgsql
as $$
begin
    execute format('create policy collection_readers on %s as restrictive using ((select docket_hidden()) = ''{}'''
        ' or exists (select 1 from document d where d.id = document_id))', closed_table);
end
$$;
select docket_hide_with_document('labelled_example');
select docket_hide_with_document('prediction');
select docket_hide_with_document('coding');
select docket_hide_with_document('coding_change');
select docket_hide_with_document('document_note');
