-- Ids and JSON are text, times are RFC 3339 text in UTC, so that the same statements serve other databases.

create table meta (
    key text not null primary key,
    value text not null
);

-- Only sources in the clear: a sealed one has a row in `sealed` and nowhere else.
create table sources (
    id text not null primary key,
    size bigint not null,
    media_type text not null,
    sensitivity text not null check (sensitivity in ('open', 'internal')),
    first_acquired text not null
);

create table acquisitions (
    id text not null primary key,
    source text not null references sources (id) on delete cascade,
    route text not null,
    parent text,
    acquired text not null,
    tool_version text not null,
    unique (source, route)
);
create index acquisitions_parent on acquisitions (parent);

-- One reading a context; a newer reader's replaces the older one, which can be made again.
create table documents (
    id text not null primary key,
    source text not null references sources (id) on delete cascade,
    context text not null,
    reader_version text not null,
    media_type text not null,
    status text not null,
    reason text,
    text text not null,
    zones text not null,
    metadata text not null,
    words bigint not null,
    generation bigint not null,
    unique (source, context)
);
create index documents_generation on documents (generation);

create table claims (
    document text not null references documents (id) on delete cascade,
    id text not null,
    source text not null,
    kind text not null,
    zone text not null,
    rule text not null,
    position bigint not null,
    state text not null,
    anchored bigint not null,
    body text not null,
    primary key (document, id)
);
create index claims_id on claims (id);
create index claims_source on claims (source);
create index claims_kind on claims (kind);

create table claim_places (
    document text not null,
    claim text not null,
    place text not null,
    primary key (place, document, claim),
    foreign key (document, claim) references claims (document, id) on delete cascade
);
create index claim_places_claim on claim_places (document, claim);

-- `body` never changes; `bound` is the claim it fits in the reading of today, null for an orphan.
create table reviews (
    id text not null primary key,
    sequence bigint not null unique,
    source text not null references sources (id) on delete cascade,
    bound text,
    body text not null
);
create index reviews_source on reviews (source);
create index reviews_bound on reviews (bound);

create table audit (
    sequence bigint not null primary key,
    time text not null,
    actor text not null,
    action text not null,
    detail text not null,
    previous text not null,
    hash text not null
);

-- What a sealed source is, is in its encrypted file; `file_hash` is the SHA-256 of that file.
create table sealed (
    id text not null primary key,
    sealed_at text not null,
    recipient text not null,
    file_hash text not null
);
