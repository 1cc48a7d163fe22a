import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Clock } from "../clock.ts";
import type { Overwrite } from "../snapshot/export/export.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { operations } from "./table.ts";

/** A store with a folder imported under `main`, and what exports from it. */
async function imported(tree: Record<string, string>, clock?: Clock) {
  const root = temporaryFolder();
  const [folder, store] = [join(root, "folder"), join(root, "store")];
  writeTree(folder, tree);
  const runner = new TestRunner(store, clock && { clock });
  const { id } = await runner.run(operations.import, { paths: [folder], label: "main" });
  const exportTo = (to: string, overwrite: Overwrite = "always") =>
    runner.run(operations.export, { id, path: "", to, overwrite });
  return { root, folder, store, runner, id, exportTo };
}

describe("an export", () => {
  it("never writes into the store, by whatever name or from wherever above it", async () => {
    const { root, store, runner, exportTo } = await imported({
      "store/strata.db": "not the store's",
      "store/new.txt": "nor is this",
      "beside.txt": "fine",
    });
    const before = readFileSync(join(store, "store.json"));
    symlinkSync(store, join(root, "shortcut"));
    const inside = [
      store,
      join(store, "packs"),
      join(store, "new/deeper"),
      join(root, "shortcut"),
      join(root, "shortcut/x"),
    ];
    for (const to of inside) await expect(exportTo(to), to).rejects.toMatchObject({ code: "StoreInFolder" });

    const report = await exportTo(root);
    expect(report.skipped.map(({ path, code }) => [path, code])).toEqual([
      ["store/new.txt", "StoreInFolder"],
      ["store/strata.db", "StoreInFolder"],
    ]);
    expect(readFileSync(join(root, "beside.txt"), "utf8")).toBe("fine");
    expect(existsSync(join(store, "new.txt"))).toBe(false);
    expect(readFileSync(join(store, "store.json"))).toEqual(before);
    expect((await runner.run(operations.verify, undefined)).problems).toEqual([]);
    runner.close();
  });

  it("takes a snapshot for no younger than its content, whatever labels were made of it since", async () => {
    const at = Date.UTC(2026, 0, 1);
    let now = at;
    const { root, runner, id, exportTo } = await imported({ a: "snapshot" }, () => (now += 1000));
    const out = join(root, "out");
    mkdirSync(out);
    const edit = (text: string, hours: number) => {
      writeFileSync(join(out, "a"), text);
      utimesSync(join(out, "a"), new Date(at + hours * 3_600_000), new Date(at + hours * 3_600_000));
    };
    edit("edited later", 0.5);
    for (let i = 0; i < 3; i++) {
      expect(await exportTo(out, "newer")).toMatchObject({
        files: 0,
        skipped: [{ path: "a", code: "EEXIST" }],
      });
      // Past the edit.
      now += 3_600_000;
      await runner.run(operations.moveLabel, {
        move: { label: `keep${i}`, op: "create", to: id },
        expected: null,
      });
    }
    edit("edited before", -1);
    expect(await exportTo(out, "newer")).toMatchObject({ files: 1, skipped: [] });
    expect(readdirSync(out)).toEqual(["a"]);
    await runner.settle();
    runner.close();
  });
});
