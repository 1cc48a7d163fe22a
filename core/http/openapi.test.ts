import { beforeAll, describe, expect, it } from "vitest";
import { registry } from "../api/registry/registry.ts";
import { historyOn, serve } from "../testing/http.ts";
import { openApi } from "./openapi.ts";

let store = "";
beforeAll(async () => {
  store = (await historyOn()).store;
});

interface Description {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, { operationId: string; tags: string[] }>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

describe("the description", () => {
  const description = openApi() as unknown as Description;

  it("has every command of the registry", () => {
    for (const name of Object.keys(registry))
      expect(description.paths[`/api/v1/${name}`]).toHaveProperty("post");
  });

  it("names every operation once", () => {
    const ids = Object.values(description.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("refers to no schema that it does not have", () => {
    const named = [...JSON.stringify(description).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    expect(named.length).toBeGreaterThan(100);
    for (const [, name] of named) expect(description.components.schemas).toHaveProperty(name ?? "");
    expect(JSON.stringify(description)).not.toMatch(/"\$(schema|id)"/);
  });
});

describe("the pages", () => {
  it("are there without a token, and load nothing from elsewhere", async () => {
    const { ask, url } = await serve(store);
    const stranger = { Authorization: "" };
    const page = await ask("GET /docs", undefined, stranger);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<div id="api">') });
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    const loaded = [...String(page.body).matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path);
    expect(loaded).toHaveLength(3);
    for (const path of loaded) {
      const { status } = await ask(`GET ${path}`, undefined, stranger);
      expect(`${path} ${status}`).toBe(`${path} 200`);
    }
    expect(String(page.body)).not.toMatch(/https?:/);
    expect(await (await fetch(`${url}/openapi.json`)).json()).toMatchObject({ openapi: "3.1.0" });
  });
});
