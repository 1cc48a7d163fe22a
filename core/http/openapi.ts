import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Command } from "../api/command.ts";
import { registry } from "../api/registry/registry.ts";
import { builtFile } from "../built.ts";
import { type Operation, type RouteTable, routes } from "./openapi-routes.ts";

type Json = Record<string, unknown>;

/** Returns the description of every route in OpenAPI 3.1 (https://spec.openapis.org/oas/v3.1.0), made of the schemas that check the input. */
export function openApi(): Json {
  const table: RouteTable = { ...routes, ...commandRoutes() };
  const schemas = { input: z.registry<{ id: string }>(), output: z.registry<{ id: string }>() };
  const paths: Record<string, Record<string, Json>> = {};
  for (const [route, operation] of Object.entries(table)) {
    const [method = "", path = ""] = route.split(" ");
    paths[path] = { ...paths[path], [method.toLowerCase()]: operationOf(operation, path, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Strata",
      version: version(),
      description:
        "Content-addressed snapshots of folders: labels, push, merge, and everything else that Strata can do.",
      license: { name: "MIT", identifier: "MIT" },
    },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: {
        ...documentsOf(schemas.input, "input"),
        ...documentsOf(schemas.output, "output"),
        Failure: FAILURE,
      },
    },
  };
}

const FAILURE = {
  type: "object",
  required: ["error", "code"],
  properties: { error: { type: "string" }, code: { type: "string" }, hint: { type: "string" } },
  additionalProperties: false,
};

interface Schemas {
  readonly input: z.core.$ZodRegistry<{ id: string }>;
  readonly output: z.core.$ZodRegistry<{ id: string }>;
}

function commandRoutes(): RouteTable {
  const commands: readonly Command[] = Object.values(registry);
  return Object.fromEntries(
    commands.map(({ name, summary, input, output }) => [
      `POST /api/v1/${name}`,
      { id: nameOf(name), tag: "Commands", summary, body: input, answers: { 200: output } },
    ]),
  );
}

function operationOf(
  { id, tag, summary, body, query, upload, answers = {}, bytes }: Operation,
  path: string,
  schemas: Schemas,
): Json {
  const placed = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }));
  const asked = Object.entries(query === undefined ? {} : propertiesOf(query)).map(([name, schema]) => ({
    name,
    in: "query",
    schema,
  }));
  const content = (key: "input" | "output", schema: z.ZodType, name: string) => ({
    "application/json": { schema: referTo(schemas[key], schema, name) },
  });
  const documents = Object.entries(answers).map(([status, schema]) => [
    status,
    {
      description: status === "200" ? "Done." : "Rejected.",
      content: content("output", schema, `${capital(id)}Output${status === "200" ? "" : status}`),
    },
  ]);
  const raw = bytes?.map((type) => [type, { schema: { type: "string", format: "binary" } }]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(placed.length + asked.length > 0 && { parameters: [...placed, ...asked] }),
    ...(body && { requestBody: { content: content("input", body, `${capital(id)}Input`) } }),
    ...(upload && {
      requestBody: {
        required: true,
        content: { [upload]: { schema: { type: "string", format: "binary" } } },
      },
    }),
    responses: {
      ...Object.fromEntries(documents),
      ...(raw && { 200: { description: "The bytes.", content: Object.fromEntries(raw) } }),
      default: {
        description: "It failed.",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Failure" } } },
      },
    },
  };
}

/** Puts a schema among the named ones, and returns a reference to it. */
function referTo(schemas: Schemas["input"], schema: z.ZodType, id: string): Json {
  // One that is used twice goes by its first name.
  const named = schemas.get(schema)?.id ?? id;
  schemas.add(schema, { id: named });
  return { $ref: `#/components/schemas/${named}` };
}

function documentsOf(schemas: Schemas["input"], io: "input" | "output"): Json {
  const made = z.toJSONSchema(schemas, {
    io,
    target: "draft-2020-12",
    uri: (id) => `#/components/schemas/${id}`,
  });
  return Object.fromEntries(Object.entries(made.schemas).map(([id, schema]) => [id, bare(schema as Json)]));
}

function propertiesOf(schema: z.ZodType): Record<string, Json> {
  const { properties = {} } = z.toJSONSchema(schema, { io: "input" });
  return properties as Record<string, Json>;
}

function bare({ $id: _, $schema: __, ...schema }: Json): Json {
  return schema;
}

/** `label.set` is `labelSet`. */
function nameOf(command: string): string {
  return command.replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase());
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function version(): string {
  const { version } = JSON.parse(readFileSync(builtFile("../package.json"), "utf8")) as { version: string };
  return version;
}
