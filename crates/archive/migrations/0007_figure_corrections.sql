-- What people decide about figures: which are one, which are not, where they come from. Rows are appended and never changed;
-- figures themselves are derived and stand nowhere.

create table figure_corrections (
    number bigint not null primary key,
    body text not null
);
