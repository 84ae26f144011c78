-- What people made of matches and entities, and what was screened when. Rows are only ever added.

create table screening_records (
    sequence bigint not null primary key,
    kind text not null check (kind in ('judgement', 'decision', 'screening')),
    id text not null,
    body text not null
);
create index screening_records_kind on screening_records (kind, sequence);
create index screening_records_id on screening_records (id);
