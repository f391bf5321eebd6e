import type { MessageId } from "../mail/message-id.ts";
import type { Connection } from "./sqlite-connection.ts";
import type { ThreadId, Threads } from "./store.ts";

interface ThreadRow {
  readonly no: number;
  readonly name: string;
  readonly size: number;
}

export function threadReads(db: Connection): Pick<Threads, "threadsOf"> {
  const threadOf = db.prepare<{ name: ThreadId }>(
    "select name from known_id join thread on thread.no = known_id.thread where id = ?",
  );
  return {
    async threadsOf(ids) {
      const threads = new Map<MessageId, ThreadId>();
      for (const id of ids) {
        const thread = threadOf.get(id);
        if (thread !== undefined) threads.set(id, thread.name);
      }
      return threads;
    },
  };
}

export function threadWrites(db: Connection): Pick<Threads, "joinThread"> {
  const threadOf = db.prepare<ThreadRow>(
    "select thread.* from known_id join thread on thread.no = known_id.thread where id = ?",
  );
  const threadNamed = db.prepare<ThreadRow>("select * from thread where name = ?");
  const addThread = db.prepare("insert into thread (name, size) values (?, 0)");
  const moveIds = db.prepare("update known_id set thread = ? where thread = ?");
  const moveMails = db.prepare("update mail set thread_no = ? where thread_no = ?");
  const removeThread = db.prepare("delete from thread where no = ?");
  const addId = db.prepare("insert into known_id (id, thread) values (?, ?) on conflict do nothing");
  const describe = db.prepare("update thread set name = ?, size = ? where no = ?");
  return {
    async joinThread(ids, name) {
      const named = threadNamed.get(name);
      const found = new Map(named && [[named.no, named]]);
      for (const id of ids) {
        const thread = threadOf.get(id);
        if (thread !== undefined) found.set(thread.no, thread);
      }
      // The largest one keeps its number, or long threads would be rewritten by every stray mail that joins two.
      const [kept, ...smaller] = [...found.values()].sort((a, b) => b.size - a.size);
      const no = kept?.no ?? addThread.run(name).rowid;
      let size = kept?.size ?? 0;
      for (const other of smaller) {
        moveIds.run(no, other.no);
        moveMails.run(no, other.no);
        removeThread.run(other.no);
        size += other.size;
      }
      for (const id of ids) size += addId.run(id, no).changes;
      describe.run(name, size, no);
    },
  };
}
