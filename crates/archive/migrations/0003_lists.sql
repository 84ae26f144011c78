-- Official lists and their versions. A version is never changed: the last loaded is the one in use.

create table lists (
    name text not null primary key,
    sensitivity text not null check (sensitivity in ('open', 'internal')),
    added text not null,
    -- Set while the list is not in use; its versions stay, because decisions may rest on them.
    removed text,
    body text not null
);

create table list_versions (
    sequence bigint not null primary key,
    id text not null,
    list text not null references lists (name),
    loaded text not null,
    loaded_by text not null,
    -- When the same bytes came last.
    checked text not null,
    -- What a person had to accept, as JSON.
    accepted text not null,
    -- Hash over the ids and hashes of all entries.
    entries_hash text not null,
    body text not null
);
create index list_versions_list on list_versions (list, sequence);
create index list_versions_id on list_versions (id);

-- Original files by SHA-256, compressed. They stand here and not among the blobs of sources, so that a version and what it
-- was made of come in one transaction, and no change of a source (sealing one of the same bytes) can take them away.
create table list_files (
    sha256 text not null primary key,
    size bigint not null,
    deflated blob not null
);

-- Entries by the hash of their text: versions share what did not change.
create table list_bodies (
    hash text not null primary key,
    body text not null
);

create table list_entries (
    version bigint not null references list_versions (sequence),
    entity text not null,
    hash text not null references list_bodies (hash),
    -- Lines of its original rows, as JSON: they move with every version, the rows themselves do not.
    lines text not null,
    primary key (version, entity)
);
