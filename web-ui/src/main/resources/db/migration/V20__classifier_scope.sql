-- Which collections a classifier labels: all of them, later ones included, or those that were chosen.

alter table classifier add column every_collection boolean not null default true;

create table classifier_collection (
    classifier_id uuid not null references classifier on delete cascade,
    collection_id uuid not null references collection on delete cascade,
    tenant_id     text not null references tenant (id),
    primary key (classifier_id, collection_id)
);
create index classifier_collection_by_collection on classifier_collection (collection_id);

select docket_isolate('classifier_collection');

-- Every pair of a classifier and a collection that it labels; row-level security applies as in the tables below it.
create view classifier_scope with (security_invoker = true) as
select classifier.id as classifier_id, collection.id as collection_id, classifier.tenant_id
from classifier join collection on collection.tenant_id = classifier.tenant_id
where classifier.every_collection
   or exists (select 1 from classifier_collection chosen
              where chosen.classifier_id = classifier.id and chosen.collection_id = collection.id);
