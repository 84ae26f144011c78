-- What the ledger is put in order by, out of the claims, so that a page of a long list costs a page. Corrections of people move it;
-- here it is as proposed, and the next correction of a claim puts that right.
alter table claims add column sort_place text;
alter table claims add column sort_time text;
alter table claims add column sort_value real;
update claims set
    sort_place = lower(json_extract(body, '$.places[0]')),
    sort_time = json_extract(body, '$.time'),
    sort_value = coalesce(
        json_extract(body, '$.quantity.amount.point'),
        (json_extract(body, '$.quantity.amount.low') + json_extract(body, '$.quantity.amount.high')) / 2.0,
        json_extract(body, '$.quantity.amount.low'),
        json_extract(body, '$.quantity.amount.high'));
create index claims_sort_place on claims (sort_place);
create index claims_sort_time on claims (sort_time);
create index claims_sort_value on claims (sort_value);
