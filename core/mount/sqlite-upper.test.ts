import { expect, it } from "vitest";
import { inlineFile, seededBytes } from "../testing/trees.ts";
import { MountCatalog } from "./mount-catalog.ts";
import { openStoreWithMounts, sqlitePlace } from "./sqlite-place-suite.ts";
import { SqliteUpper } from "./sqlite-upper.ts";
import { upperLayerSuite } from "./upper-layer-suite.ts";

upperLayerSuite("SQLite", (spec) => sqlitePlace(spec));

it("writes neither rows nor objects when one row cannot be written", async () => {
  const { nodes, open } = await sqlitePlace({});
  const layer = open();
  const before = layer.rows();
  const staged = layer.stage();
  const id = await staged.objects.put("content", seededBytes(1, 1000));
  const rows = [
    ["a", { entry: inlineFile("a") }],
    ["no/../path", { entry: null }],
  ] as const;
  await expect(layer.apply(before.revision, rows, staged)).rejects.toMatchObject({ code: "EINVAL" });
  staged.discard();
  expect(layer.rows()).toEqual(before);
  expect(await nodes.objects.has([id])).toEqual([false]);
});

it("distinguishes a damaged row from a missing one", async () => {
  const store = openStoreWithMounts();
  const base = "a".repeat(64) as Parameters<MountCatalog["create"]>[0]["base"];
  const { id } = new MountCatalog(store.db, () => 1).create({ name: "work", label: null, base });
  const layer = new SqliteUpper(store.db, id, { stage: () => store.stage(), clock: () => 1 });
  const add = store.db.prepare("INSERT INTO upper (mount, path, entry) VALUES (?, ?, ?)");
  add.run(id, Buffer.from("file"), Buffer.alloc(30, 7));
  add.run(id, Buffer.from([0xff]), null);
  expect(() => layer.get("file")).toThrow(expect.objectContaining({ code: "DatabaseDamaged" }));
  expect(() => layer.seek("g")).toThrow(expect.objectContaining({ code: "DatabaseDamaged" }));
  expect(layer.get("other")).toBeUndefined();
});
