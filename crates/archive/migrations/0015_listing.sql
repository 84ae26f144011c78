-- What long lists show a page of: narrow rows that stand in the order of the list, so that a page costs a page and a number of rows
-- costs no look at texts. All of it is derived from the tables before and goes with them.

-- The order of sources: when they came, and the beginning of their id.
alter table sources add column arrived text not null default '';
update sources set arrived = first_acquired || ' ' || substr(id, 1, 16);
create index sources_arrived on sources (arrived, id, sensitivity, sensitivity_since, first_acquired);

-- A line of a claim in the list of all claims, whose place is '', and in the list of each place that it speaks of, in lower case.
create table claim_lines (
    place text not null,
    arrived text not null,
    position bigint not null,
    claim text not null,
    document text not null,
    kind text not null,
    zone text not null,
    state text not null,
    sensitivity text not null,
    -- With the corrections of people: the first place, the time and the years that it reaches over, the number and what it measures; and
    -- when its document was published. Years are filled in after this.
    first_place text,
    time text,
    first_year bigint,
    last_year bigint,
    value real,
    measure text,
    published text,
    -- In the list of all claims, the quote as words are looked for in it; filled in after this.
    words text,
    primary key (place, arrived, position, claim, document),
    foreign key (document, claim) references claims (document, id) on delete cascade
) without rowid;
insert into claim_lines
select coalesce(claim_places.place, ''), sources.arrived, claims.position, claims.id, claims.document, claims.kind, claims.zone,
       claims.state, sources.sensitivity, claims.sort_place, claims.sort_time, null, null, claims.sort_value,
       json_extract(claims.body, '$.quantity.measure'), documents.published, null
from claims join sources on sources.id = claims.source join documents on documents.id = claims.document
     left join (select document, claim, place from claim_places union all select document, id, '' from claims) as claim_places
     on claim_places.document = claims.document and claim_places.claim = claims.id;
create index claim_lines_claim on claim_lines (document, claim);
create index claim_lines_kind on claim_lines
    (kind, arrived, position, claim, document, zone, state, sensitivity, measure, first_year, last_year) where place = '';
create index claim_lines_state on claim_lines
    (state, arrived, position, claim, document, kind, zone, sensitivity, measure, first_year, last_year) where place = '';
create index claim_lines_first_place on claim_lines
    (first_place, arrived, position, claim, document, kind, zone, state, sensitivity, measure, first_year, last_year) where place = '';
create index claim_lines_time on claim_lines
    (time, arrived, position, claim, document, kind, zone, state, sensitivity, measure, first_year, last_year) where place = '';
create index claim_lines_value on claim_lines
    (value, arrived, position, claim, document, kind, zone, state, sensitivity, measure, first_year, last_year) where place = '';
create index claim_lines_published on claim_lines
    (published, arrived, position, claim, document, kind, zone, state, sensitivity, measure, first_year, last_year) where place = '';

drop table claim_places;
drop index claims_kind;
drop index claims_state;
drop index claims_sort_place;
drop index claims_sort_time;
drop index claims_sort_value;
alter table claims drop column sort_place;
alter table claims drop column sort_time;
alter table claims drop column sort_value;

-- A line of a source in the list of all sources, '', and in each list that its labels and documents put it into: 'language ko',
-- 'year 2019', 'status partial', 'media text/html', 'tag ships', 'category testimony'. Filled in after this, as for a source that comes.
create table source_lines (
    list text not null,
    arrived text not null,
    sensitivity text not null,
    primary key (list, arrived)
) without rowid;
create index source_lines_arrived on source_lines (arrived);

-- The names that a source goes by, as words are looked for in them: titles, paths, addresses. Filled in after this.
create table source_words (
    arrived text not null primary key,
    sensitivity text not null,
    words text not null
) without rowid;

drop index sources_first_acquired;
drop index sources_media_type;
drop index documents_language;
drop index documents_published;

-- What documents say and who may see it changes seldom; the log also has who looked at what.
create index audit_evidence on audit (sequence) where action not in
    ('read', 'screening', 'decision', 'judgement', 'list_add', 'list_remove', 'list_check', 'list_load', 'unchanged', 'watch_add',
     'watch_remove', 'backup', 'label', 'search_save', 'search_drop');
