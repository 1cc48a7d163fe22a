import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { callerOf } from "../testing/caller.ts";
import { runStrata } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const root = temporaryFolder();
const folder = join(root, "store");
const store = new StoreHandle(folder, { surface: "app" });
const call = callerOf(store);
const rejection = (name: string, input: unknown) => expect(invoke(registry, name, input, { store })).rejects;
/** The snapshots of the five moves of the label `work`; the third and the fourth are pruned. */
const ids: string[] = [];
const PRUNED_AT = new Date(2026, 11, 3, 12).getTime();

/** Lets a snapshot go as a garbage collection does: its objects, its row, and the note that it was there. */
function prune(id: string): void {
  const db = openDatabase(join(folder, "strata.db"));
  const bytes = Buffer.from(id, "hex");
  for (const table of ["loose_objects", "snapshots"])
    expect(db.prepare(`DELETE FROM ${table} WHERE id = ?`).run(bytes).changes).toBe(1);
  db.prepare("INSERT INTO pruned_snapshots (id, at) VALUES (?, ?)").run(bytes, PRUNED_AT);
  db.close();
}

beforeAll(async () => {
  for (let no = 0; no < 5; no++) {
    writeTree(join(root, "live"), { file: `state ${no}` });
    ids.push((await call("import", { paths: [join(root, "live")], label: "work" })).ca_id);
    if (no === 2) await call("label.create", { label: "side", ref: "work" });
    if (no === 2) await call("label.create", { label: "gone", ref: "work" });
  }
  await call("push", { ref: ids[0], label: "side", expected: ids[2] });
  await call("label.delete", { label: "gone" });
  await call("retention.set", { label: "work", retention: { keep: "last", moves: 10 } });
  for (const id of [ids[2], ids[3]]) prune(String(id));
});
afterAll(() => store.close());

const pruned = (label: string | null = "work", retention: string | null = "last 10") => ({
  code: "SnapshotPruned",
  data: { at: PRUNED_AT, label, retention },
});

describe("a pruned snapshot", () => {
  it("K13: is told of in the history of its label, whose other moves are as they were", async () => {
    const { log } = await call("log", { label: "work", stat: true });
    expect(log.map(({ pruned, pruned_at }) => [pruned, pruned_at])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [true, PRUNED_AT],
      [true, PRUNED_AT],
      [undefined, undefined],
    ]);
    const { entries } = await call("history", { label: "work", stat: true });
    expect(entries.map(({ pruned }) => pruned)).toEqual(log.map(({ pruned }) => pruned).reverse());
    expect(entries[3]?.changes).toMatchObject({ modified: 1 });
    const { entries: ofPath } = await call("history", { label: "work", path: "file" });
    expect(ofPath.map(({ seq }) => seq)).toContain(log[1]?.seq);
    const printed = await runStrata(["log", "work", "--store", folder]);
    expect(printed.stdout.match(/ pruned$/gm)).toHaveLength(2);
  });

  it.each([
    ["work@{1}", "The snapshot of work@{1} was pruned on 2026-12-03; the retention of work is last 10."],
    ["work@{2}", "The snapshot of work@{2} was pruned on 2026-12-03; the retention of work is last 10."],
  ])("K14: cannot be reached by %s, and the error says since when and why", async (ref, message) => {
    for (const [name, input] of [
      ["tree", { ref }],
      ["cat", { ref: `${ref}:file` }],
      ["diff", { a: ref, b: "work" }],
      ["export", { ref, to: join(root, "out") }],
      ["mount.open", { ref }],
      ["label.create", { label: "new", ref }],
      ["reset", { label: "work", ref }],
      ["push", { ref, label: "new" }],
      ["merge", { ours: "work", theirs: ref }],
      ["move.keep", { label: "work", state: ref.slice(6, -1) }],
    ] as const)
      await rejection(name, input).toMatchObject({ ...pruned(), message });
  });

  it("cannot be reached by its id or the beginning of that, nor kept by the number of its move", async () => {
    const [id] = ids.slice(3);
    await rejection("tree", { ref: id }).toMatchObject(pruned());
    await rejection("tree", { ref: id?.slice(0, 12) }).toMatchObject(pruned());
    const { log } = await call("log", { label: "work" });
    await rejection("move.keep", { label: "work", seq: log[3]?.seq }).toMatchObject(pruned());
    await call("move.release", { label: "work", seq: log[3]?.seq });
  });

  it("K15: ends what can be undone", async () => {
    expect(await call("undo.preview", { label: "work" })).toMatchObject({ undo: null });
    await rejection("undo", { label: "work" }).toMatchObject(pruned());
    await rejection("undo", { label: "side" }).toMatchObject(pruned("side", "everything"));
    expect((await call("labels", { label: "work" })).labels[0]).toMatchObject({ ca_id: ids[4] });
  });

  it("K16: is not brought back with its label", async () => {
    await rejection("label.restore", { label: "gone" }).toMatchObject(pruned("gone", "everything"));
  });

  it("K17: is no base of a merge, which asks for another", async () => {
    const sides = { ours: "work", theirs: "side" };
    const error = { ...pruned("work"), hint: expect.stringContaining("--base") };
    await rejection("merge", sides).toMatchObject(error);
    await rejection("merge.start", sides).toMatchObject(error);
    expect(await call("merge", { ...sides, base: ids[1] })).toHaveProperty("status");
  });

  it("K18: counts no more as one that a retention would drop", async () => {
    const retention = { keep: "last", moves: 1 };
    expect(await call("retention.preview", { label: "work", retention })).toEqual({
      moves: 5,
      dropped: 2,
      kept: 0,
    });
  });

  it("K19: is there again when it is made again", async () => {
    writeTree(join(root, "live"), { file: "state 3" });
    await call("import", { paths: [join(root, "live")], label: "again" });
    expect(await call("tree", { ref: "work@{1}" })).toHaveProperty("entries");
    const { log } = await call("log", { label: "work" });
    expect(log.filter((move) => move.pruned)).toHaveLength(1);
  });
});
