/**
 * The steps from nothing to the present shape, in order; the number of steps a file has seen is its `user_version`. A
 * step that was released is never changed, a new shape is a new step. Times are milliseconds since 1970, `json` columns
 * are read by nobody here.
 */
export const migrations: readonly string[] = [
  `
  create table source (name text primary key, cursor text not null) strict, without rowid;

  -- A thread's name may change, its number does not: two threads become one by moving the smaller one's rows.
  create table thread (no integer primary key, name text not null unique, size integer not null) strict;
  -- Every id that a mail has or refers to, each in one thread.
  create table known_id (no integer primary key, id text not null unique, thread integer not null references thread) strict;
  create index known_id_thread on known_id (thread);

  create table mail (
    seq integer primary key autoincrement,
    key text not null unique,
    short text not null unique,
    id text not null,
    arrived_at integer not null,
    thread_no integer not null references thread,
    parent text,
    ancestors_json text not null,
    topic text not null,
    lists_json text not null,
    kind text not null,
    author text not null,
    subject text not null,
    state text not null check (state in ('read', 'degraded', 'quarantined')),
    problem text,
    decisions_json text not null,
    facts_json text not null
  ) strict;
  create index mail_id on mail (id);
  create index mail_thread on mail (thread_no);
  create index mail_topic on mail (topic);
  create index mail_state on mail (state);
  create view archived as select mail.*, thread.name as thread from mail join thread on thread.no = mail.thread_no;

  create table ancestor (
    id_no integer not null references known_id, mail integer not null references mail, primary key (id_no, mail)
  ) strict, without rowid;
  create table list (no integer primary key, id text not null unique) strict;
  create table octets (mail integer primary key references mail, zstd blob not null) strict;

  create table topic (seq integer primary key autoincrement, id text not null unique, state_json text not null) strict;
  create table topic_name (
    name text not null, topic integer not null references topic, primary key (name, topic)
  ) strict, without rowid;
  create index topic_name_topic on topic_name (topic);

  create table attempt (key text primary key, begun integer not null) strict, without rowid;

  create table subscription (
    no integer primary key,
    channel text not null,
    what text not null check (what in ('list', 'subsystem')),
    name text not null,
    preset text not null check (preset in ('normal', 'quiet', 'everything')),
    since integer not null,
    made_by text not null,
    unique (channel, what, name)
  ) strict;
  create table mute (
    channel text not null, topic text not null, until integer not null, primary key (channel, topic)
  ) strict, without rowid;

  create table delivery (
    seq integer primary key autoincrement,
    channel text not null,
    key text not null check (length(key) between 1 and 100),
    topic text not null,
    mail text,
    form text not null check (form in ('post', 'edit')),
    level text not null,
    post_json text not null,
    root text,
    answers text,
    due_at integer not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'unsure', 'dead')),
    attempts integer not null default 0,
    first_try_at integer,
    sent_at integer,
    ref text,
    reason text,
    -- What became of the root: 'sent' also where there is none. Kept beside the row so that what is due is one index.
    root_state text not null check (root_state in ('open', 'sent', 'dead')),
    unique (channel, key)
  ) strict;
  create index delivery_due on delivery (channel, seq, due_at) where state = 'queued' and root_state = 'sent';
  create index delivery_next on delivery (due_at) where state = 'queued' and root_state <> 'dead';
  create index delivery_root on delivery (channel, root) where root is not null;
  create index delivery_state on delivery (state, root_state);
  create index delivery_mail on delivery (mail) where mail is not null;
  create index delivery_topic on delivery (topic);
  create index delivery_ref on delivery (channel, ref) where ref is not null;
  `,
  `
  create table follow (
    topic text not null, channel text not null, follower text not null, until integer not null,
    primary key (topic, channel, follower)
  ) strict, without rowid;
  create index follow_follower on follow (channel, follower);
  alter table delivery add column mentions_json text;
  `,
  `
  -- What was decided about mails in each channel, in the order of deciding; where one was decided about again, the first.
  create table decided (
    no integer primary key autoincrement,
    channel text not null,
    mail integer not null references mail,
    arrived_at integer not null,
    unique (channel, mail)
  ) strict;
  create index decided_channel on decided (channel, no);
  create index decided_arrived on decided (channel, arrived_at);
  insert or ignore into decided (channel, mail, arrived_at)
    select value ->> 'channel', seq, arrived_at from mail, json_each(decisions_json)
    where value ->> 'channel' is not null order by seq;

  create table told (
    channel text not null, reader text not null, asked_by text not null,
    from_no integer not null, from_at integer not null, to_no integer not null, to_at integer not null,
    primary key (channel, reader)
  ) strict, without rowid;
  -- A channel that is older than digests is told from now on.
  insert into told select distinct channel, 'digest', 'migration', place, at, place, at
    from subscription, (select coalesce((select max(no) from decided), 0) as place, max(arrived_at) as at from mail)
    where at is not null;
  `,
  // What the first release noted of mails and topics, in the shape that the rooms read now.
  `
  update mail set facts_json = json_set(facts_json,
      '$.topicMail.sentAt', facts_json ->> '$.topicMail.at',
      '$.topicMail.commands', json('[]'), '$.topicMail.ownTrailers', json('[]'), '$.topicMail.paths', json('[]'))
    where facts_json ->> '$.topicMail.at' is not null and facts_json ->> '$.topicMail.sentAt' is null;
  update topic set state_json = json_set(state_json, '$.sentAt', state_json ->> '$.openedAt')
    where state_json ->> '$.openedAt' is not null and state_json ->> '$.sentAt' is null;
  update topic set state_json = json_set(state_json, '$.merged', json_object('tree', state_json ->> '$.merged'))
    where json_type(state_json, '$.merged') = 'text';
  update topic set state_json = json_set(state_json,
      '$.previous.tags', json('[]'), '$.previous.patchIds', json('[]'), '$.previous.versions', 1,
      '$.previous.since', state_json ->> '$.previous.at', '$.previous.mailsInAll', state_json ->> '$.previous.mails')
    where json_type(state_json, '$.previous') = 'object' and json_type(state_json, '$.previous.tags') is null;
  `,
  `
  -- A channel can want paths, people and threads too, and its admins can set more than a preset.
  create table wanted (
    no integer primary key,
    channel text not null,
    what text not null check (what in ('list', 'subsystem', 'path', 'person', 'thread')),
    name text not null,
    title text,
    preset text not null check (preset in ('normal', 'quiet', 'everything')),
    since integer not null,
    made_by text not null,
    unique (channel, what, name)
  ) strict;
  insert into wanted (no, channel, what, name, preset, since, made_by)
    select no, channel, what, name, preset, since, made_by from subscription;
  drop table subscription;
  alter table wanted rename to subscription;
  create table channel_settings (channel text primary key, settings_json text not null) strict, without rowid;
  `,
  `
  -- What keeps each channel from being flooded, mails that an admin hid, and threads that are cooled instead of muted.
  create table guard (channel text primary key, guard_json text not null) strict, without rowid;
  alter table mail add column hidden_json text;
  create index mail_hidden on mail (seq) where hidden_json is not null;
  alter table mute add column manner text not null default 'mute' check (manner in ('mute', 'cool'));
  alter table mute add column is_idle integer not null default 0;
  create index mute_topic on mute (topic);
  `,
  `
  -- When a text was taken in: how long it is kept counts from then.
  alter table octets add column kept_at integer;
  `,
  `
  -- Posts can be taken away.
  create table owed (
    seq integer primary key autoincrement,
    channel text not null,
    key text not null check (length(key) between 1 and 100),
    topic text not null,
    mail text,
    form text not null check (form in ('post', 'edit', 'erase')),
    level text not null,
    post_json text not null,
    root text,
    answers text,
    mentions_json text,
    due_at integer not null,
    state text not null check (state in ('queued', 'sending', 'sent', 'unsure', 'dead')),
    attempts integer not null default 0,
    first_try_at integer,
    sent_at integer,
    ref text,
    reason text,
    -- What became of the root: 'sent' also where there is none. Kept beside the row so that what is due is one index.
    root_state text not null check (root_state in ('open', 'sent', 'dead')),
    unique (channel, key)
  ) strict;
  insert into owed select seq, channel, key, topic, mail, form, level, post_json, root, answers, mentions_json, due_at, state,
    attempts, first_try_at, sent_at, ref, reason, root_state from delivery;
  -- A number that was given once is not given again.
  delete from sqlite_sequence where name = 'owed';
  update sqlite_sequence set name = 'owed' where name = 'delivery';
  drop table delivery;
  alter table owed rename to delivery;
  create index delivery_due on delivery (channel, seq, due_at) where state = 'queued' and root_state = 'sent';
  create index delivery_next on delivery (due_at) where state = 'queued' and root_state <> 'dead';
  create index delivery_root on delivery (channel, root) where root is not null;
  create index delivery_state on delivery (state, root_state);
  create index delivery_mail on delivery (mail) where mail is not null;
  create index delivery_topic on delivery (topic);
  create index delivery_ref on delivery (channel, ref) where ref is not null;

  -- When a mail was taken in: how long it is remembered counts from then. What ends with it is found by its own columns.
  alter table mail add column taken_at integer;
  create table refers (id_no integer not null, mail integer not null, primary key (id_no, mail)) strict, without rowid;
  insert into refers select id_no, mail from ancestor;
  drop table ancestor;
  alter table refers rename to ancestor;
  create table decision (
    no integer primary key autoincrement,
    channel text not null,
    mail integer not null,
    arrived_at integer not null,
    unique (channel, mail)
  ) strict;
  insert into decision select no, channel, mail, arrived_at from decided;
  delete from sqlite_sequence where name = 'decision';
  update sqlite_sequence set name = 'decision' where name = 'decided';
  drop table decided;
  alter table decision rename to decided;
  create index decided_channel on decided (channel, no);
  create index decided_arrived on decided (channel, arrived_at);

  -- Mails that the operator let out of quarantine, to be read anew.
  create table released (no integer primary key autoincrement, key text not null unique, at integer not null) strict;
  `,
];
