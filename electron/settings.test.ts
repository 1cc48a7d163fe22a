import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SettingsFile } from "./settings.ts";

const http = { on: false, port: 7717 };
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-test-"));
  path = join(folder, "settings.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("SettingsFile", () => {
  it("remembers what was changed, and leaves the rest", async () => {
    await new SettingsFile(path).change({ store: folder });
    await new SettingsFile(path).change({ theme: "dark" });
    expect(new SettingsFile(path).settings).toEqual({ theme: "dark", store: folder, http });
  });

  it.each([
    ['{"theme":"dusk","store":"/photos","more":1}', { theme: "system", store: "/photos", http }],
    ['{"theme":"dark","store":7}', { theme: "dark", store: null, http }],
    ['{"theme":"dark","store":"photos"}', { theme: "dark", store: null, http }],
    ['{"http":{"on":true,"port":70000}}', { theme: "system", store: null, http }],
    ['{"http":{"on":true,"port":80}}', { theme: "system", store: null, http: { on: true, port: 80 } }],
    ["{", { theme: "system", store: null, http }],
    ["null", { theme: "system", store: null, http }],
  ])("takes of %s what can be understood", (text, settings) => {
    writeFileSync(path, text);
    expect(new SettingsFile(path).settings).toEqual(settings);
  });

  it("refuses a store at a relative path", async () => {
    const file = new SettingsFile(path);
    await expect(file.change({ store: "photos" })).rejects.toMatchObject({ code: "BadInput" });
    expect(file.settings.store).toBeNull();
  });
});
