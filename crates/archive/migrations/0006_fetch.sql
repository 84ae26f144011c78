-- What came from the web: by which address, when, and when a server said last that nothing changed. All of it is null for what came
-- otherwise.
alter table acquisitions add column url text;
alter table acquisitions add column fetched text;
alter table acquisitions add column confirmed text;
create index acquisitions_url on acquisitions (url, fetched);

-- Feeds, sitemaps and pages that are looked at again and again.
create table watches (
    url text not null primary key,
    added text not null,
    added_by text not null,
    body text not null
);

-- Items of a feed that were met, under keyed ids: an address stands nowhere but at the source it led to, so that sealing the source
-- hides it. An item that is not settled is tried again.
create table watch_items (
    watch text not null references watches (url) on delete cascade,
    item text not null,
    tries bigint not null,
    settled bigint not null,
    primary key (watch, item)
);

-- How the files of official lists came from their publishers, oldest first.
create table list_fetches (
    list text not null references lists (name),
    file text not null,
    sha256 text not null,
    fetched text not null,
    confirmed text,
    facts text not null,
    primary key (list, file, fetched)
);
