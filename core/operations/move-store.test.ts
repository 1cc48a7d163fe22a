import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { FileWrites } from "../files/file-writes.ts";
import { FaultyFileWrites } from "../testing/faulty-files.ts";
import { writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes } from "../testing/trees.ts";
import type { MoveProgress } from "./move-store.ts";
import { expectSound, made, move, places, refusal, useMadeStore } from "./move-suite.ts";
import { operations } from "./table.ts";

useMadeStore();

const creating = (label: string) => ({
  move: { label, to: made.head, op: "create" as const },
  expected: null,
});
const open = (folder: string) =>
  refusal(Promise.resolve().then(() => new TestRunner(folder, { create: false })));
const names = (folder: string) => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();

describe("moving a store", () => {
  it("takes everything along, for its owner alone, and leaves word in the old place", async () => {
    const { from, to } = places();
    expect(await move(from, to)).toEqual({ from, to, problems: 0 });
    expect(await expectSound(from, "moved")).toBe(to);
    expect(readFileSync(join(to, "set-aside", "frame-1.bin"), "utf8")).toBe("damaged");
    expect(names(to).filter((name) => name.endsWith(".pack"))).toEqual(
      names(made.folder).filter((name) => name.endsWith(".pack")),
    );
    expect(readdirSync(join(to, "backups"))).toEqual(
      expect.arrayContaining(readdirSync(join(made.folder, "backups"))),
    );
    for (const name of ["", ...names(to)]) expect(statSync(join(to, name)).mode & 0o077, name).toBe(0);
    const runner = new TestRunner(to);
    expect((await runner.run(operations.verify, undefined)).mounts).toBe(1);
    runner.close();
    expect(await open(from)).toMatchObject({ code: "StoreMoved", data: { from, to } });
    expect(existsSync(join(from, "packs"))).toBe(true);
  });

  it("is known to whoever has the old place open: nothing is written there unnoticed, also after it was deleted", async () => {
    const { from, to } = places();
    const other = new TestRunner(from, { lockWait: 0 });
    await move(from, to);
    const label = () => other.run(operations.moveLabel, creating("other"));
    const folder = join(from, "..", "folder");
    writeTree(folder, { "more.bin": seededBytes(9, 3_000_000) });
    const importing = () => other.run(operations.import, { paths: [folder], label: "main", replace: true });
    const change = () => other.run(operations.setCollecting, false);
    for (const work of [label, importing, change])
      expect(await refusal(work())).toMatchObject({ code: "StoreMoved", data: { from, to } });
    const there = new TestRunner(to);
    const left = await there.run(operations.leftBehind, undefined);
    expect(left).toMatchObject({ folder: from, bytes: expect.any(Number) });
    writeFileSync(join(from, "not ours"), "");
    expect(await there.run(operations.deleteLeftBehind, undefined)).toEqual(left);
    expect(readdirSync(from).sort()).toEqual(["not ours", "store.json"]);
    expect(await there.run(operations.leftBehind, undefined)).toBeUndefined();
    for (const work of [label, importing, change])
      expect(await refusal(work())).toMatchObject({ code: "StoreMoved", data: { from, to } });
    other.close();
    there.close();
    expect(readdirSync(from).sort()).toEqual(["not ours", "store.json"]);
    expect(await open(from)).toMatchObject({ code: "StoreMoved", data: { to } });
    await expectSound(from, "deleted");
  });

  it("goes on while others write, takes that along, and refuses them only in the end", async () => {
    const { from, to } = places();
    const other = new TestRunner(from, { lockWait: 0 });
    let rounds = 0;
    const late: Promise<unknown>[] = [];
    const created: Promise<unknown>[] = [];
    const create = (label: string) => other.run(operations.moveLabel, creating(label));
    await move(from, to, {
      onProgress({ phase, done }) {
        if (phase !== "copying" || done > 0) return;
        rounds++;
        if (rounds === 1) created.push(create("early"));
        else late.push(refusal(create("late")));
      },
    });
    await Promise.all(created);
    expect(rounds).toBe(2);
    expect(await late[0]).toMatchObject({
      code: "StoreBusy",
      message: expect.stringContaining("being moved"),
    });
    other.close();
    const store = openTestStore(await expectSound(from, "raced"));
    expect(store.labels.resolveSync("early")).toBeDefined();
    expect(store.labels.resolveSync("late")).toBeUndefined();
    store.close();
  });

  it("does not begin beside a collection or another move", async () => {
    const { from, to } = places();
    const store = openTestStore(from);
    store.leases.take({ kind: "collector", work: "collection" });
    expect(await refusal(move(from, to))).toMatchObject({ code: "StoreBusy" });
    expect(existsSync(to)).toBe(false);
    store.close();
  });

  it("that is stopped leaves nothing in the new place", async () => {
    const { from, to } = places();
    const stop = new AbortController();
    const runner = new TestRunner(from);
    const stopped = runner.run(
      operations.moveStore,
      { to },
      {
        signal: stop.signal,
        onProgress({ phase }: MoveProgress) {
          if (phase === "verifying") stop.abort();
        },
      },
    );
    expect(await refusal(stopped)).toMatchObject({ code: "Cancelled" });
    runner.close();
    expect(existsSync(to)).toBe(false);
    expect(await expectSound(from, "stopped")).toBe(from);
  });

  it("finishes what one that was killed left, which is no store meanwhile", async () => {
    const { from, to } = places();
    // Nothing runs after a kill: so it is with files that cannot be removed.
    const calls = new FaultyFileWrites();
    const killed: FileWrites = {
      ...wrap(calls),
      rename(before, after) {
        calls.rename(before, after);
        if (calls.calls.filter((call) => call === "rename").length > 3) throw new Error("killed");
      },
      remove: () => {
        throw new Error("dead");
      },
    };
    await refusal(move(from, to, { files: killed }));
    const kept = names(to).filter((name) => name.endsWith(".pack"));
    expect(kept.length).toBeGreaterThan(0);
    expect(await open(to)).toMatchObject({ code: "NotAStore", data: { folder: to, from } });
    expect(await expectSound(from, "killed")).toBe(from);
    const written = kept.map((name) => statSync(join(to, name)).ino);
    await move(from, to);
    expect(kept.map((name) => statSync(join(to, name)).ino)).toEqual(written);
    expect(await expectSound(from, "finished")).toBe(to);
  });

  it("can go back to where it was", async () => {
    const { from, to } = places();
    await move(from, to);
    expect(await refusal(move(to, from))).toMatchObject({ code: "ENOTEMPTY" });
    const there = new TestRunner(to);
    await there.run(operations.deleteLeftBehind, undefined);
    there.close();
    await move(to, from);
    expect(await expectSound(from, "back")).toBe(from);
    expect(await open(to)).toMatchObject({ code: "StoreMoved", data: { to: from } });
  });

  it("takes damage along that the store had before, and none that it had not", async () => {
    const { from, to } = places();
    const pack = names(from).find((name) => /content.*\.pack$/.test(name)) ?? "";
    const bytes = readFileSync(join(from, pack));
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    writeFileSync(join(from, pack), bytes);
    expect((await move(from, to)).problems).toBeGreaterThan(0);
    const other = places();
    const spoiling: FileWrites = {
      ...wrap(new FaultyFileWrites()),
      rename(before, after) {
        if (after.endsWith(pack)) {
          const copied = readFileSync(before);
          copied[2000] = (copied[2000] ?? 0) ^ 1;
          writeFileSync(before, copied);
        }
        new FaultyFileWrites().rename(before, after);
      },
    };
    expect(await refusal(move(other.from, other.to, { files: spoiling }))).toMatchObject({
      code: "CorruptObject",
      data: { folder: other.to },
    });
    expect(existsSync(other.to)).toBe(false);
    expect(await expectSound(other.from, "spoilt")).toBe(other.from);
  });
});

/** The calls of a class, as an object. */
function wrap(files: FileWrites): FileWrites {
  return {
    create: (path, mode) => files.create(path, mode),
    rename: (from, to) => files.rename(from, to),
    syncFolder: (path) => files.syncFolder(path),
    makeFolder: (path, mode) => files.makeFolder(path, mode),
    link: (target, path) => files.link(target, path),
    remove: (path) => files.remove(path),
  };
}
