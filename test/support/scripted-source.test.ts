import { MailSourceError } from "../../src/source/mail-source.ts";
import { mailSourceContract } from "../contract/mail-source.ts";
import { type ScriptedSource, scriptedSource } from "./scripted-source.ts";

mailSourceContract("the scripted source", false, async () => {
  const mails: string[] = [];
  const open: ScriptedSource[] = [];
  return {
    open() {
      const source = scriptedSource();
      for (const mail of mails) source.push(mail);
      open.push(source);
      return source;
    },
    deliver(mail) {
      mails.push(mail);
      for (const source of open) source.push(mail);
    },
    breakIt() {
      for (const source of open) source.fail(new MailSourceError("scripted: no connection", "connection", 1_000));
    },
    close: async () => undefined,
  };
});
