import type { Random } from "./random.ts";

/** A JSON Schema, as far as it is used here. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: Content;
}

/** A description of an API in OpenAPI, as far as it is used here. */
export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A request that nobody can answer with more than an error, but for a route that only reads. */
export interface BadRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The fields that name something which has to be there. */
const NAMES = ["label", "ref", "a", "b", "ours", "theirs", "mount", "merge", "ca_id"];
/** Commands that may make what these fields name, or do without it. */
const MAKING = /\/(import|label\.set|retention\.set|gc|repair|init)$/;

/** Makes bad requests for every route of a description: values of the wrong kind, names of nothing, broken documents, wrong tokens. */
export class BadRequests {
  readonly #description: Description;
  readonly #random: Random;
  readonly #token: string;
  readonly #texts: readonly string[];
  readonly #routes: readonly (readonly [method: string, path: string, operation: Operation])[];

  /** `nowhere` is the path of a folder that is not there. */
  constructor(description: Description, random: Random, token: string, nowhere: string) {
    this.#description = description;
    this.#random = random;
    this.#token = token;
    this.#texts = [
      ...[
        "nope",
        "nope@{1}",
        "nope:a/b",
        "",
        " ",
        "..",
        "../../etc",
        "a/../b",
        "-x",
        "@{",
        "@{yesterday}",
        "ab".repeat(32),
      ],
      ...[
        "abcdef0123",
        "\u0000",
        "a\u0000b",
        "\ud800",
        "é".repeat(3000),
        "x".repeat(200_000),
        "constructor",
        "__proto__",
        "%00",
      ],
      ...[
        nowhere,
        `${nowhere}/\u0000`,
        `${nowhere}/${"y".repeat(300)}`,
        "relative/path",
        "-",
        "C:\\x",
        "'; DROP TABLE labels; --",
      ],
    ];
    this.#routes = Object.entries(description.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), path, operation] as const),
    );
  }

  /** The number of routes. */
  get routes(): number {
    return this.#routes.length;
  }

  /** Returns the request of a number: each route in turn. */
  make(no: number): BadRequest {
    const [method, path, operation] = this.#routes[no % this.#routes.length] ?? ["GET", "/", {}];
    const { parameters = [], requestBody } = operation;
    const placed = path.replace(/\{\w+\}/g, () => encode(this.#text()));
    const query = parameters
      .filter((each) => each.in === "query" && this.#random.below(2) === 0)
      .map(({ name, schema }) => `${name}=${encode(String(this.#wrong(schema)))}`);
    const url = `${placed}${query.length > 0 ? `?${query.join("&")}` : ""}`;
    const [type, media] = Object.entries(requestBody?.content ?? {})[0] ?? [];
    // What never ends has to be refused at once.
    const stranger = path === "/api/events" || this.#random.below(20) === 0;
    const headers = {
      Authorization: stranger
        ? this.#random.of(["", "Bearer x", `Basic ${this.#token}`])
        : `Bearer ${this.#token}`,
      ...(type && { "Content-Type": type }),
    };
    if (type === undefined || media === undefined) return { method, path: url, headers };
    if (type !== "application/json") return { method, path: url, headers, body: this.#text() };
    return { method, path: url, ...this.#document(path, media.schema, headers) };
  }

  #document(
    path: string,
    given: Schema,
    headers: Record<string, string>,
  ): Pick<BadRequest, "headers" | "body"> {
    const schema = this.#resolve(given);
    const { properties = {}, required = [] } = schema;
    const good = this.#valid(schema, 3) as Record<string, unknown>;
    const names = Object.keys(properties);
    const spoilt = (change: Record<string, unknown>) => ({
      headers,
      body: JSON.stringify({ ...good, ...change }),
    });
    switch (this.#random.below(8)) {
      case 0:
        return { headers, body: JSON.stringify(good).slice(0, -1 - this.#random.below(3)) || "{" };
      case 1:
        return {
          headers: { ...headers, "Content-Type": this.#random.of(["text/plain", "application/xml"]) },
          body: JSON.stringify({ ...good, more: 1 }),
        };
      case 2:
        return {
          headers,
          body: JSON.stringify(this.#random.of<unknown>([null, 7, "text", [], [good], true])),
        };
      case 3: {
        const missing = required.length === 0 ? undefined : this.#random.of(required);
        if (missing === undefined) return spoilt({ more: this.#text() });
        return { headers, body: JSON.stringify({ ...good, [missing]: undefined }) };
      }
      case 4:
        return { headers, body: `{"a":${"[".repeat(this.#random.below(100_000))}` };
      case 5:
        // Well formed, but of nothing that is there.
        if (required.some((name) => NAMES.includes(name)) && !MAKING.test(path)) return spoilt({});
        return spoilt({ "no such field": 1 });
      default: {
        const name = names.length === 0 ? "more" : this.#random.of(names);
        return spoilt({ [name]: this.#wrong(properties[name] ?? { type: "null" }) });
      }
    }
  }

  /** Returns a value that a schema takes by its form. Texts name nothing that is there. */
  #valid(given: Schema, depth: number): unknown {
    const schema = this.#resolve(given);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum !== undefined) return this.#random.of(schema.enum);
    const some = schema.anyOf ?? schema.oneOf;
    if (some !== undefined) return this.#valid(this.#random.of(some), depth);
    switch ([schema.type ?? "string"].flat()[0]) {
      case "object":
        return Object.fromEntries(
          Object.entries(schema.properties ?? {})
            .filter(([name]) => schema.required?.includes(name) || (depth > 0 && this.#random.below(3) === 0))
            .map(([name, each]) => [name, this.#valid(each, depth - 1)]),
        );
      case "array": {
        const { items } = schema;
        if (typeof items !== "object") return [];
        return Array.from({ length: this.#random.below(3) }, () => this.#valid(items, depth - 1));
      }
      case "integer":
      case "number":
        return this.#random.of([0, 1000, 999_999_999]);
      case "boolean":
        return this.#random.below(2) === 0;
      case "null":
        return null;
      default:
        return this.#text();
    }
  }

  /** Returns a value that a schema does not take. */
  #wrong(given: Schema): unknown {
    const types = this.#typesOf(given);
    const values: readonly (readonly [type: string, value: unknown])[] = [
      ["object", { a: 1 }],
      ["array", [[[]]]],
      ["null", null],
      ["boolean", true],
      ["string", this.#text()],
      ["number", -1.5],
      ["number", 1e300],
    ];
    const wrong = values.filter(([type]) => !types.has(type) && !(type === "number" && types.has("integer")));
    // Negative numbers and parts of one are wrong wherever things are counted.
    if (types.has("integer"))
      return this.#random.of<unknown>([-1, 0.5, 1e300, "1", ...wrong.map(([, value]) => value)]);
    return wrong.length === 0 ? { a: 1 } : this.#random.of(wrong)[1];
  }

  #typesOf(given: Schema): Set<string> {
    const schema = this.#resolve(given);
    const some = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
    const own = schema.const === undefined && schema.enum === undefined ? (schema.type ?? []) : "string";
    return new Set([...[own].flat(), ...some.flatMap((each) => [...this.#typesOf(each)])]);
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.split("/").at(-1);
    return name === undefined ? schema : this.#resolve(this.#description.components.schemas[name] ?? {});
  }

  #text(): string {
    return this.#random.of(this.#texts);
  }
}

/** Encodes a text for a URL; half of a pair of surrogates becomes bytes that are not UTF-8. */
function encode(text: string): string {
  const short = text.slice(0, 2000);
  return short.includes("\ud800") ? "%ed%a0%80" : encodeURIComponent(short);
}
