-- What lists of documents show and sort by, out of the metadata, so that a page of a long list costs a page.
alter table documents add column title text;
alter table documents add column language text;
alter table documents add column published text;
update documents set
    title = json_extract(metadata, '$.title'),
    language = json_extract(metadata, '$.language'),
    published = json_extract(metadata, '$.published');
create index documents_source on documents (source);
create index documents_language on documents (language);
create index documents_published on documents (published);
create index sources_first_acquired on sources (first_acquired, id);
create index claims_position on claims (source, position, id, document);
create index claims_state on claims (state);
