import type { FakeDiscord } from "./fake-discord.ts";

export interface Called {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON of the answer, or its text where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of it
  readonly body: any;
}

/** A bare request with the bot's token, for what the client would not send. */
export async function call(
  fake: FakeDiscord,
  method: string,
  path: string,
  json?: unknown,
  token?: string,
): Promise<Called> {
  const response = await fetch(`${fake.api}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${token ?? fake.settings.token}`,
      "user-agent": "DiscordBot (https://listwire.example.org, 1.0.0)",
      "content-type": "application/json",
    },
    ...(json === undefined ? {} : { body: typeof json === "string" ? json : JSON.stringify(json) }),
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
