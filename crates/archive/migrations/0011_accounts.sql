-- Who may sign in, where a team shares a workspace. Of passwords there is an argon2id hash with its own salt, of
-- session cookies, API tokens and invitation links the SHA-256 of what was random from the start: 256 bits.
-- An account is never deleted, so that a name in the log always means the same person.
create table accounts (
    name text not null primary key,
    role text not null check (role in ('reader', 'analyst', 'editor', 'admin')),
    password text not null,
    disabled bigint not null check (disabled in (0, 1)),
    created text not null,
    created_by text not null
);

create table sessions (
    hash text not null primary key,
    account text not null references accounts (name) on delete cascade,
    begun text not null,
    seen text not null,
    ends text not null
);
create index sessions_account on sessions (account);

create table api_tokens (
    hash text not null primary key,
    account text not null references accounts (name) on delete cascade,
    label text not null,
    role text not null check (role in ('reader', 'analyst', 'editor', 'admin')),
    created text not null,
    ends text not null
);
create index api_tokens_account on api_tokens (account);

-- With `account`, it lets that account choose a new password; without, somebody new comes in.
create table invitations (
    hash text not null primary key,
    role text not null check (role in ('reader', 'analyst', 'editor', 'admin')),
    account text references accounts (name) on delete cascade,
    made text not null,
    made_by text not null,
    ends text not null
);
