import assert from "node:assert/strict";
import { once } from "node:events";
import net from "node:net";
import { after, before, describe, test } from "node:test";
import { type Fault, type FaultProxy, faultProxy } from "./fault-proxy.ts";

/** Sends what it is told to, and whatever it hears back again. */
const said = "* 1 FETCH (UID 1 BODY[] {6}\r\n\r\nab\r\n)\r\n* 2 EXISTS\r\nA1 OK done\r\n";

let server: net.Server;
let proxy: FaultProxy;
before(async () => {
  server = net.createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => socket.end(String(chunk) === "bye" ? "" : said));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await faultProxy((server.address() as net.AddressInfo).port);
});
after(async () => {
  await proxy.close();
  server.close();
});

describe("behind the proxy a client hears", () => {
  const rows: readonly [kind: string, fault: Fault, heard: string, ends: "end" | "reset"][] = [
    ["everything", { kind: "pass" }, said, "end"],
    ["so many octets", { kind: "cutAtByte", bytes: 10 }, said.slice(0, 10), "end"],
    ["what comes up to a text", { kind: "cutAtText", text: "{6}\r\n", bytes: 2 }, said.slice(0, 31), "end"],
    ["nothing but a reset", { kind: "rst" }, "", "reset"],
    ["nothing once it has said the word", { kind: "rstAtText", text: "ell" }, "", "reset"],
    ["everything, late", { kind: "slow", bytesPerSecond: 2_000 }, said, "end"],
    [
      "all but a dropped answer, which takes its literal along",
      { kind: "edit", answer: (answer) => (answer.includes("FETCH") ? undefined : answer.replace("2", "3")) },
      "* 3 EXISTS\r\nA1 OK done\r\n",
      "end",
    ],
  ];
  for (const [sentence, fault, heard, ends] of rows) {
    test(sentence, async () => {
      proxy.set(fault);
      const client = net.connect(proxy.port, "127.0.0.1");
      let got = "";
      client.on("data", (chunk) => {
        got += chunk;
      });
      client.write("hello");
      const ended = await new Promise((resolve) =>
        client.on("error", () => resolve("reset")).on("close", () => resolve("end")),
      );
      assert.deepEqual([got, ended], [heard, ends]);
    });
  }

  test("nothing at all through a black hole, and half a goodbye is none", async () => {
    for (const kind of ["blackhole", "halfOpen"] as const) {
      proxy.set({ kind });
      const client = net.connect(proxy.port, "127.0.0.1");
      const sent = proxy.clientSends(/bye/);
      client.write("bye");
      await sent;
      assert.equal(client.readableEnded, false);
      proxy.reset();
      await once(client, "error");
    }
  });
});
