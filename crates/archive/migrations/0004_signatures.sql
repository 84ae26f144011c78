-- Signatures of the wording of documents, by which copies are found; `body` begins with the version of the method. Derived: they can
-- be made again from the text.

create table signatures (
    document text not null primary key references documents (id) on delete cascade,
    body text not null
);
