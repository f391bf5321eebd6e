/** The part of JSON Schema (draft 2020-12) that Discord's OpenAPI file uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly format?: string;
}

type Named = Readonly<Record<string, Schema>>;

/**
 * What of `value` does not fit, each as `content: is longer than 4000`; `[]` where all does.
 *
 * As the file's README has it, `oneOf` is read as "one of these", several may fit, and a string of digits does for a
 * whole number.
 */
export function schemaFlaws(value: unknown, schema: Schema, named: Named, at = ""): string[] {
  const flaw = (says: string) => [`${at || "it"}: ${says}`];
  if (schema.$ref !== undefined) {
    const target = named[schema.$ref.split("/").at(-1)!];
    return target === undefined ? flaw(`${schema.$ref} is unknown`) : schemaFlaws(value, target, named, at);
  }
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined && schema.type === undefined) {
    const tries = branches.map((branch) => schemaFlaws(value, branch, named, at));
    if (!tries.some((flaws) => flaws.length === 0)) return nearest(tries, at);
  } else if (branches?.every((branch) => branch.const !== undefined)) {
    if (!branches.some((branch) => same(branch.const, value)))
      return flaw(`${JSON.stringify(value)} is none of its values`);
  }
  const wrong = (schema.allOf ?? []).flatMap((part) => schemaFlaws(value, part, named, at));
  if (schema.const !== undefined && !same(schema.const, value)) wrong.push(...flaw(`is not ${schema.const}`));
  if (schema.enum?.some((one) => same(one, value)) === false) wrong.push(...flaw("is none of its values"));
  if (schema.type !== undefined && ![schema.type].flat().some((type) => isOfType(value, type))) {
    return [...wrong, ...flaw(`is ${kindOf(value)}, not ${[schema.type].flat().join(" or ")}`)];
  }
  if (typeof value === "string") wrong.push(...textFlaws(value, schema).flatMap(flaw));
  if (typeof value === "number") {
    if (schema.minimum !== undefined && value < schema.minimum) wrong.push(...flaw(`is less than ${schema.minimum}`));
    if (schema.maximum !== undefined && value > schema.maximum) wrong.push(...flaw(`is more than ${schema.maximum}`));
  }
  if (Array.isArray(value)) wrong.push(...arrayFlaws(value, schema, named, at));
  else if (typeof value === "object" && value !== null) wrong.push(...objectFlaws(value, schema, named, at));
  return wrong;
}

/** Of the branches that failed, the one that was meant: not of another kind or `type` altogether, and with the fewest flaws. */
function nearest(tries: readonly string[][], at: string): string[] {
  const starts = [`${at || "it"}: is `, at ? `${at}.type: ` : "type: "];
  const isOther = (flaws: readonly string[]) => flaws.some((flaw) => starts.some((start) => flaw.startsWith(start)));
  return [...tries].sort((a, b) => Number(isOther(a)) - Number(isOther(b)) || a.length - b.length)[0] ?? [];
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === "number" && typeof b === "string" && String(a) === b);
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function isOfType(value: unknown, type: string): boolean {
  if (type === "integer") return Number.isInteger(value) || (typeof value === "string" && /^-?\d+$/.test(value));
  return kindOf(value) === type;
}

function textFlaws(text: string, { minLength, maxLength, pattern, format }: Schema): string[] {
  const flaws: string[] = [];
  if (minLength !== undefined && text.length < minLength) flaws.push(`is shorter than ${minLength}`);
  if (maxLength !== undefined && text.length > maxLength) flaws.push(`is longer than ${maxLength}`);
  if (pattern !== undefined && !new RegExp(pattern).test(text)) flaws.push(`does not match ${pattern}`);
  if (format === "date-time" && Number.isNaN(Date.parse(text))) flaws.push("is no date and time");
  if (format === "uri" && !URL.canParse(text)) flaws.push("is no address");
  return flaws;
}

function arrayFlaws(items: readonly unknown[], schema: Schema, named: Named, at: string): string[] {
  const flaw = (says: string) => `${at || "it"}: ${says}`;
  const flaws: string[] = [];
  if (schema.minItems !== undefined && items.length < schema.minItems)
    flaws.push(flaw(`has less than ${schema.minItems}`));
  if (schema.maxItems !== undefined && items.length > schema.maxItems)
    flaws.push(flaw(`has more than ${schema.maxItems}`));
  if (schema.uniqueItems && new Set(items.map((item) => JSON.stringify(item))).size < items.length) {
    flaws.push(flaw("has something twice"));
  }
  const { items: each } = schema;
  if (each === undefined) return flaws;
  return [...flaws, ...items.flatMap((item, n) => schemaFlaws(item, each, named, at ? `${at}.${n}` : `${n}`))];
}

function objectFlaws(value: object, schema: Schema, named: Named, at: string): string[] {
  const inside = (key: string) => (at ? `${at}.${key}` : key);
  const flaws = (schema.required ?? []).filter((key) => !(key in value)).map((key) => `${inside(key)}: is missing`);
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  if (schema.maxProperties !== undefined && entries.length > schema.maxProperties)
    flaws.push(`${at}: has too many keys`);
  if (schema.minProperties !== undefined && entries.length < schema.minProperties)
    flaws.push(`${at}: has too few keys`);
  for (const [key, one] of entries) {
    const known = schema.properties?.[key];
    if (known !== undefined) flaws.push(...schemaFlaws(one, known, named, inside(key)));
    else if (typeof schema.additionalProperties === "object") {
      flaws.push(...schemaFlaws(one, schema.additionalProperties, named, inside(key)));
    } else if (schema.additionalProperties === false) flaws.push(`${inside(key)}: is not known`);
  }
  return flaws;
}
