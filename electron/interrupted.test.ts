import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ImportJournal } from "./interrupted.ts";

const photos = { store: "/store", label: "photos", paths: ["/a", "/b"] };
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-test-"));
  path = join(folder, "deep", "imports.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The imports that the next run of the app finds. */
const found = () => new ImportJournal(path).interrupted("/store");

describe("ImportJournal", () => {
  it("tells the next run of an import that did not end", async () => {
    const journal = new ImportJournal(path);
    const id = await journal.begin(photos, 1234);
    expect(journal.interrupted("/store")).toEqual([]);
    expect(found()).toEqual([{ id, ...photos, began: 1234 }]);
  });

  it("forgets an import that ended, well or badly", async () => {
    const journal = new ImportJournal(path);
    const [good, bad] = await Promise.all([journal.begin(photos, 1), journal.begin(photos, 2)]);
    await journal.end(good, true);
    await journal.end(bad, false);
    expect(found()).toEqual([]);
  });

  it("takes an import that succeeds as making up for an interrupted one of the same label and paths", async () => {
    await new ImportJournal(path).begin(photos, 1);
    await new ImportJournal(path).begin({ ...photos, label: "other" }, 2);
    const journal = new ImportJournal(path);
    await journal.end(await journal.begin({ ...photos, paths: ["/b", "/a"] }, 3), true);
    expect(journal.interrupted("/store")).toMatchObject([{ label: "other" }]);
    expect(found()).toMatchObject([{ label: "other" }]);
  });

  it("goes along with a store that moves", async () => {
    await new ImportJournal(path).begin({ ...photos, store: "/old" }, 1);
    await new ImportJournal(path).begin({ ...photos, store: "/third" }, 2);
    const journal = new ImportJournal(path);
    await journal.follow("/old", "/store");
    expect(journal.interrupted("/old")).toEqual([]);
    expect(found()).toMatchObject([{ ...photos, began: 1 }]);
    expect(new ImportJournal(path).interrupted("/third")).toMatchObject([{ began: 2 }]);
  });

  it("keeps an interrupted import when the same fails again", async () => {
    await new ImportJournal(path).begin(photos, 1);
    const journal = new ImportJournal(path);
    await journal.end(await journal.begin(photos, 3), false);
    expect(journal.interrupted("/store")).toMatchObject([{ began: 1 }]);
    expect(found()).toMatchObject([{ began: 1 }]);
  });

  it("does not tell of an interrupted import while the same is under way", async () => {
    await new ImportJournal(path).begin(photos, 1);
    const journal = new ImportJournal(path);
    const id = await journal.begin(photos, 3);
    expect(journal.interrupted("/store")).toEqual([]);
    await journal.interrupt(id);
    expect(journal.interrupted("/store")).toMatchObject([{ began: 3 }]);
  });

  it("takes a path that is named twice for one", async () => {
    const twice = { ...photos, paths: ["/a", "/a"] };
    await new ImportJournal(path).begin(twice, 1);
    const journal = new ImportJournal(path);
    await journal.end(await journal.begin(twice, 3), true);
    expect(found()).toEqual([]);
  });

  it("forgets what is dismissed", async () => {
    const id = await new ImportJournal(path).begin(photos, 1);
    const journal = new ImportJournal(path);
    await journal.dismiss("unknown");
    expect(found()).toHaveLength(1);
    await journal.dismiss(id);
    expect([...journal.interrupted("/store"), ...found()]).toEqual([]);
  });

  it("begins anew where its file cannot be understood", async () => {
    await new ImportJournal(path).begin(photos, 1);
    writeFileSync(path, readFileSync(path, "utf8").slice(0, 20));
    expect(found()).toEqual([]);
  });

  it("leaves nothing beside its file", async () => {
    const journal = new ImportJournal(path);
    await Promise.all([1, 2, 3].map((now) => journal.begin({ ...photos, label: `photos-${now}` }, now)));
    expect(readdirSync(join(folder, "deep"))).toEqual(["imports.json"]);
    expect(found()).toHaveLength(3);
  });

  it("tells of those into the store that is asked about only", async () => {
    const journal = new ImportJournal(path);
    await journal.interrupt(await journal.begin({ ...photos, store: "/other" }, 1));
    await journal.interrupt(await journal.begin(photos, 2));
    expect(journal.interrupted("/store")).toMatchObject([{ store: "/store", began: 2 }]);
    // A success in another store does not count here.
    await journal.end(await journal.begin({ ...photos, store: "/other" }, 3), true);
    expect(found()).toHaveLength(1);
    expect(new ImportJournal(path).interrupted("/other")).toEqual([]);
  });

  it("holds one and the same import but once, as it was interrupted last", async () => {
    const journal = new ImportJournal(path);
    for (const at of [1, 2]) await journal.interrupt(await journal.begin(photos, at));
    expect(found()).toMatchObject([{ began: 2 }]);
  });

  it("holds it but once too where each run of the app was killed while it was under way", async () => {
    await new ImportJournal(path).begin(photos, 1);
    await new ImportJournal(path).begin({ ...photos, paths: ["/b", "/a"] }, 2);
    const journal = new ImportJournal(path);
    const [only, ...others] = journal.interrupted("/store");
    expect([only, ...others]).toMatchObject([{ began: 2 }]);
    await journal.dismiss(only?.id ?? "none");
    expect(found()).toEqual([]);
  });

  it("passes over what cannot be understood, and keeps the rest", async () => {
    const journal = new ImportJournal(path);
    await journal.begin(photos, 1);
    const [note] = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify([{ ...note, paths: 7 }, "?", note]));
    expect(found()).toEqual([note]);
  });
});
