-- What servers, mails and archives said of a source when they handed it over, as JSON.

alter table acquisitions add column facts text not null default '{}';
