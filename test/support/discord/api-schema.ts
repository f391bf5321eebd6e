import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Schema, schemaFlaws } from "./json-schema.ts";

const FILE = fileURLToPath(new URL("../../../../shared/discord/openapi.json", import.meta.url));

/** Discord's own description of its HTTP API, where it lies beside the project. */
export interface ApiSchema {
  /** Why nothing is compared, `undefined` where it is. */
  readonly missing: string | undefined;
  /** What of a request does not fit, `[]` for what does and for what the file does not describe. */
  request(method: string, template: string, json: unknown): readonly string[];
  answer(method: string, template: string, status: number, json: unknown): readonly string[];
  /** True where the file has this path and method, or is missing. */
  knows(method: string, template: string): boolean;
}

interface Described {
  readonly schema?: Schema;
  readonly $ref?: string;
  readonly content?: { readonly "application/json"?: { readonly schema: Schema } };
}

interface Operation {
  readonly requestBody?: Described;
  readonly responses: Readonly<Record<string, Described>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Record<string, Schema>; readonly responses: Record<string, Described> };
}

/** `/channels/:channel/messages` and `/channels/{channel_id}/messages` are one path. */
function plain(path: string): string {
  return path.replaceAll(/\{[^}]+\}|:[a-z]+/g, "*");
}

let read: { readonly document: Document; readonly operations: ReadonlyMap<string, Operation> } | undefined;

/** The file is large: it is read at the first use, once a process. */
function theFile() {
  if (read !== undefined) return read;
  const document = JSON.parse(readFileSync(FILE, "utf8")) as Document;
  const operations = new Map<string, Operation>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operations.set(`${method.toUpperCase()} ${plain(path)}`, operation);
    }
  }
  read = { document, operations };
  return read;
}

/** The file gives the flaws of a form numbers for codes; the documentation, which holds, and Discord give them words. */
function withoutTree(refused: unknown): unknown {
  const { errors: _, ...rest } = refused as Readonly<Record<string, unknown>>;
  return rest;
}

export function apiSchema(): ApiSchema {
  if (!existsSync(FILE)) {
    const missing = "not validated, ../shared/discord/openapi.json is absent";
    return { missing, request: () => [], answer: () => [], knows: () => true };
  }
  const operation = (method: string, template: string) => theFile().operations.get(`${method} ${plain(template)}`);
  const check = (schema: Schema | undefined, json: unknown) => {
    const { schemas } = theFile().document.components;
    return schema === undefined ? [] : schemaFlaws(json, schema, schemas);
  };
  return {
    missing: undefined,
    knows: (method, template) => operation(method, template) !== undefined,
    request(method, template, json) {
      const described = operation(method, template)?.requestBody;
      const schema = described?.content?.["application/json"]?.schema;
      if (json === undefined) return [];
      return check(schema, json);
    },
    answer(method, template, status, json) {
      const responses = operation(method, template)?.responses ?? {};
      const { document } = theFile();
      const described = responses[status] ?? (status >= 400 ? responses["4XX"] : undefined);
      if (described === undefined) return status >= 500 ? [] : [`no answer ${status} is described`];
      const name = described.$ref?.split("/").at(-1);
      const found = name === undefined ? described : document.components.responses[name];
      return check(found?.content?.["application/json"]?.schema, status >= 400 ? withoutTree(json) : json);
    },
  };
}
