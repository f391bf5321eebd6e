import type { MailKey } from "../mail/identity.ts";
import type { Quarantine } from "./quarantine.ts";
import type { Connection } from "./sqlite-connection.ts";

export function quarantineReads(db: Connection): Pick<Quarantine, "released"> {
  const after = db.prepare<{ no: number; key: MailKey; at: number }>("select * from released where no > ? order by no");
  return {
    async released(no) {
      return after.all(no).map(({ at, ...row }) => ({ ...row, at: new Date(at) }));
    },
  };
}

export function quarantineWrites(db: Connection, now: () => Date): Pick<Quarantine, "release"> {
  const add = db.prepare("insert or replace into released (key, at) values (?, ?)");
  return {
    async release(key) {
      add.run(key, now());
    },
  };
}
