import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ChannelId, Invocation, Listener, PostRef } from "../../src/chat/chat-platform.ts";
import type { Post } from "../../src/compose/post.ts";

/** A listener and somebody in a channel who asks it for things. */
export interface ListenerSubject {
  readonly listener: Listener;
  readonly channel: ChannelId;
  /** Who the listener takes the asking person for. */
  readonly user: string;
  readonly role: Invocation["role"];
  /** A post that a command can be about. */
  readonly aPost: PostRef;
  /** Says it as that person; gives everything that the person is shown in answer. Rejects where nobody answers. */
  say(request: string, about?: PostRef): Promise<string>;
  close(): Promise<void>;
}

/** What every listener keeps to. */
export function listenerContract(name: string, open: () => Promise<ListenerSubject>): void {
  describe(`listener ${name}`, () => {
    const rows: readonly [what: string, request: string, isAbout: boolean][] = [
      ["a command said in a channel", "subscribe wbus quiet", false],
      ["a command said in reply to a post", "full", true],
      ["a command with odd characters", "mute <b> & “quotes” %41 +", false],
    ];
    for (const [what, request, isAbout] of rows) {
      test(`${what} arrives with channel, user, role and words, and its answer is shown`, async () => {
        const subject = await open();
        try {
          const heard: Invocation[] = [];
          await subject.listener.start(async (invocation) => {
            heard.push(invocation);
            return [answer("first part"), answer("second part")];
          });
          const text = await subject.say(request, isAbout ? subject.aPost : undefined);
          const [invocation, ...more] = heard;
          assert.equal(more.length, 0);
          assert.ok(invocation !== undefined && invocation.id !== "");
          assert.deepEqual(
            { ...invocation, id: "" },
            {
              id: "",
              channel: subject.channel,
              user: subject.user,
              role: subject.role,
              request,
              ...(isAbout ? { about: subject.aPost } : {}),
            },
          );
          assert.match(text, /first part[\s\S]*second part/);
        } finally {
          await subject.close();
        }
      });
    }

    test("two commands have two ids", async () => {
      const subject = await open();
      try {
        const ids = new Set<string>();
        await subject.listener.start(async ({ id }) => {
          ids.add(id);
          return [answer("done")];
        });
        await subject.say("status");
        await subject.say("status");
        assert.equal(ids.size, 2);
      } finally {
        await subject.close();
      }
    });

    test("stop lets a command under way finish and takes no new one", async () => {
      const subject = await open();
      try {
        const arrived = Promise.withResolvers<void>();
        const finish = Promise.withResolvers<readonly Post[]>();
        let heard = 0;
        await subject.listener.start(() => {
          heard += 1;
          arrived.resolve();
          return finish.promise;
        });
        const said = subject.say("full");
        await arrived.promise;
        const stopped = subject.listener.stop(5_000);
        finish.resolve([answer("just in time")]);
        assert.match(await said, /just in time/);
        await stopped;
        await subject.say("status").catch(() => "nobody answers");
        assert.equal(heard, 1);
      } finally {
        await subject.close();
      }
    });

    test("stop lets go of a command that takes longer than the grace", async () => {
      const subject = await open();
      try {
        const arrived = Promise.withResolvers<void>();
        await subject.listener.start(() => {
          arrived.resolve();
          return new Promise(() => {});
        });
        const said = subject.say("full").catch(() => "");
        await arrived.promise;
        await subject.listener.stop(20);
        await said;
      } finally {
        await subject.close();
      }
    });
  });
}

function answer(title: string): Post {
  return { form: "answer", title, byline: [], blocks: [], footer: [], isCut: false };
}
