-- Text in pictures is read after a document can be found (io.docket.web.pipeline.RecognitionState).

alter table document
    add column recognition      varchar(8)    not null default 'NONE'
        check (recognition in ('NONE', 'WAITING', 'DONE', 'NOTHING', 'FAILED')),
    add column recognition_note varchar(2000) not null default '',
    add column recognised_pages integer       not null default 0;

-- The claim of the stage, and the counts of an upload and of a collection.
create index document_to_recognise on document (tenant_id, attempts, created_at)
    where recognition = 'WAITING' and state = 'INDEXED';
create index document_by_recognition on document (upload_id, recognition) where recognition <> 'NONE';

-- What was read before there was such a stage.
do $$
declare
    known text;
begin
    for known in select id from tenant loop
        perform set_config('docket.tenant', known, true);
        update document set recognition = 'WAITING'
        where state = 'INDEXED' and outcome = 'EMPTY'
            and media_type in ('application/pdf', 'image/png', 'image/jpeg', 'image/tiff', 'image/gif', 'image/bmp');
    end loop;
    perform set_config('docket.tenant', '', true);
end
$$;
