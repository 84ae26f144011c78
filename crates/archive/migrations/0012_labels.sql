-- What people say of a source for themselves: tags, a category, a note. A row a change; a change is never changed itself.
create table labels (
    number bigint not null primary key,
    source text not null references sources (id) on delete cascade,
    body text not null
);
create index labels_source on labels (source, number);

-- What the changes come to, for lists and filters: derived from `labels`.
create table source_tags (
    tag text not null,
    source text not null references sources (id) on delete cascade,
    since text not null,
    primary key (tag, source)
);
create index source_tags_source on source_tags (source);
create table source_categories (
    source text not null primary key references sources (id) on delete cascade,
    category text not null
);
create index source_categories_category on source_categories (category);

-- Since when a source may travel as far as it may; null where nobody changed it since it came.
alter table sources add column sensitivity_since text;

create index sources_media_type on sources (media_type);

create table saved_searches (
    name text not null primary key,
    body text not null
);
