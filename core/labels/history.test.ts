import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import { pruneReflog } from "../testing/reflog-pruning.ts";
import { type HistorySource, mergeBase, mergeBaseOfSnapshots, parentsOf } from "./history.ts";
import type { Op } from "./label-store.ts";
import { idOf } from "./label-store-suite.ts";
import { MemoryLabelStore } from "./memory-labels.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";

type Store = MemoryLabelStore | SqliteLabelStore;

const given = { clock: () => 1000, actor: "ann@desk (cli)" };

function sqliteStore(db = openDatabase(":memory:")): SqliteLabelStore {
  db.exec(LABEL_SCHEMA);
  return new SqliteLabelStore(db, given);
}

/** Makes moves written as `label op snapshot [parents]`, a line each; snapshots are hex digits. */
async function play(store: Store, text: string): Promise<Store> {
  for (const line of text.trim().split("\n")) {
    const [label = "", op, to, parents = ""] = line.trim().split(/ +/);
    await store.force({
      label,
      op: op as Op,
      to: to === undefined || to === "-" ? null : idOf(to),
      parents: [...parents].map(idOf),
      ...(op === "rename" ? { rename: `${label}2` } : {}),
    });
  }
  return store;
}

/** Prints the graph, latest first: number, label, op, snapshot, and the numbers of the parents. */
function print({ history }: Store, count: number): string {
  const lines = [];
  for (let seq = count; seq > 0; seq--) {
    const entry = history.entry(seq);
    if (entry === undefined) continue;
    const parents = parentsOf(history, entry).join(" ");
    lines.push(`${seq} ${entry.label} ${entry.op} ${entry.to?.[0] ?? "-"} <- ${parents}`.trimEnd());
  }
  return lines.join("\n");
}

/** Prints the candidates for a merge base, best first. */
function bases({ history }: Store, a: number, b: number): string {
  return (
    mergeBase(history, a, b)
      ?.candidates.map(({ seq }) => seq)
      .join(" ") ?? "none"
  );
}

describe.each<[string, () => Store]>([
  ["SQLite", sqliteStore],
  ["memory", () => new MemoryLabelStore(given)],
])("the history graph in %s", (_, make) => {
  it("follows a fork and its merge", async () => {
    const store = await play(
      make(),
      `main create a
       main push b
       side create b
       side push c
       main push d
       main merge e dcb
       side push f`,
    );
    expect(print(store, 7)).toBe(
      [
        "7 side push f <- 4",
        "6 main merge e <- 5 4 3",
        "5 main push d <- 2",
        "4 side push c <- 3",
        "3 side create b <- 2",
        "2 main push b <- 1",
        "1 main create a <-",
      ].join("\n"),
    );
    expect(bases(store, 5, 4)).toBe("2");
    expect(bases(store, 6, 7)).toBe("4");
    expect(bases(store, 7, 2)).toBe("2");
    expect(bases(store, 1, 7)).toBe("1");
    expect(bases(store, 6, 6)).toBe("6");
  });

  it("takes a reset to descend from where the label had that snapshot, not from what it undid", async () => {
    const store = await play(
      make(),
      `main create a
       main push b
       main push c
       main reset a
       main push d
       main reset a`,
    );
    expect(print(store, 6)).toBe(
      [
        "6 main reset a <- 4",
        "5 main push d <- 4",
        "4 main reset a <- 1",
        "3 main push c <- 2",
        "2 main push b <- 1",
        "1 main create a <-",
      ].join("\n"),
    );
    expect(bases(store, 5, 3)).toBe("1");
  });

  it("takes a reset to what the label never held to descend from the label that did", async () => {
    const store = await play(
      make(),
      `main create a
       main push b
       side create c
       side reset b
       side push d
       side push b
       main reset b
       side reset e`,
    );
    expect(print(store, 8)).toBe(
      [
        "8 side reset e <-",
        "7 main reset b <- 2",
        "6 side push b <- 5",
        "5 side push d <- 4",
        "4 side reset b <- 2",
        "3 side create c <-",
        "2 main push b <- 1",
        "1 main create a <-",
      ].join("\n"),
    );
    expect(bases(store, 2, 3)).toBe("none");
  });

  it("follows deletion, restoring, recreation and renames", async () => {
    const store = await play(
      make(),
      `main create a
       main push b
       main delete -
       main restore b
       main delete -
       main create a
       main rename a
       main2 push c`,
    );
    expect(print(store, 8)).toBe(
      [
        "8 main2 push c <- 7",
        "7 main2 rename a <- 6",
        "6 main2 create a <- 1",
        "5 main2 delete - <- 4",
        "4 main2 restore b <- 2",
        "3 main2 delete - <- 2",
        "2 main2 push b <- 1",
        "1 main2 create a <-",
      ].join("\n"),
    );
    expect(bases(store, 8, 4)).toBe("1");
  });

  it("gives all best bases of a criss-cross merge, the latest first", async () => {
    const store = await play(
      make(),
      `ours create a
       theirs create a
       ours push b
       theirs push c
       ours merge d bca
       theirs merge e cba`,
    );
    expect(bases(store, 5, 6)).toBe("4 3");
    expect(mergeBase(store.history, 5, 6)?.base.seq).toBe(4);
  });

  it("gives the base of two snapshots by the latest entries that hold them", async () => {
    const store = await play(
      make(),
      `main create a
       main push b
       side create a
       side push c`,
    );
    const base = (ours: SnapshotId, theirs: SnapshotId) =>
      mergeBaseOfSnapshots(store.history, { id: ours }, { id: theirs })?.base.seq;
    expect(base(idOf("b"), idOf("c"))).toBe(1);
    expect(base(idOf("a"), idOf("c"))).toBe(3);
    expect(base(idOf("b"), idOf("b"))).toBe(2);
    expect(base(idOf("b"), idOf("9"))).toBeUndefined();
  });

  it("agrees with the ancestors of each, written out, on any reflog", async () => {
    const line = fc.record({
      label: fc.constantFrom("one", "two", "three"),
      op: fc.constantFrom<Op>("create", "push", "push", "merge", "reset", "delete", "restore"),
      to: fc.constantFrom("a", "b", "c", "d", "e"),
      parents: fc.subarray(["a", "b", "c", "d", "e"]),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
        const store = make();
        let count = 0;
        for (const { label, op, to, parents } of lines) {
          const move = { label, op, to: op === "delete" ? null : idOf(to) };
          const done = store.force({ ...move, ...(op === "merge" ? { parents: parents.map(idOf) } : {}) });
          // What the label's state does not allow is no part of the history.
          await done.then(
            () => count++,
            () => {},
          );
        }
        const ancestors = closure(store.history, count);
        for (let a = 1; a <= count; a++) {
          for (let b = 1; b <= count; b++) {
            expect(bases(store, a, b)).toBe(bestOf(ancestors, a, b).join(" ") || "none");
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Writes out the ancestors of each entry, itself included. */
function closure(history: HistorySource, count: number): Map<number, Set<number>> {
  const ancestors = new Map<number, Set<number>>();
  for (let seq = 1; seq <= count; seq++) {
    const entry = history.entry(seq);
    const parents = entry === undefined ? [] : parentsOf(history, entry);
    expect(parents.every((parent) => parent < seq)).toBe(true);
    ancestors.set(seq, new Set([seq, ...parents.flatMap((parent) => [...(ancestors.get(parent) ?? [])])]));
  }
  return ancestors;
}

/** Gives the common ancestors that are no ancestor of another common one, by trying all. */
function bestOf(ancestors: Map<number, Set<number>>, a: number, b: number): number[] {
  const common = [...(ancestors.get(a) ?? [])].filter((seq) => ancestors.get(b)?.has(seq));
  return common
    .filter((seq) => !common.some((other) => other !== seq && ancestors.get(other)?.has(seq)))
    .sort((x, y) => y - x);
}

describe("the cost of a merge base", () => {
  const idFrom = (n: number) => n.toString(16).padStart(64, "0") as SnapshotId;

  it("follows the distance to it, not the length of the histories", () => {
    const store = sqliteStore();
    store.forceSync({ label: "main", op: "create", to: idFrom(0) });
    for (let n = 1; n < 2000; n++) store.forceSync({ label: "main", op: "push", to: idFrom(n) });
    store.forceSync({ label: "side", op: "create", to: idFrom(1990) });
    let reads = 0;
    const counting: HistorySource = {
      entry: (seq) => {
        reads++;
        return store.history.entry(seq);
      },
      previous: (labelId, before) => store.history.previous(labelId, before),
      latestWithTo: (id, before, labelId) => store.history.latestWithTo(id, before, labelId),
    };
    expect(mergeBase(counting, 2000, 2001)?.base.seq).toBe(1991);
    expect(reads).toBe(11);
    reads = 0;
    expect(mergeBase(counting, 2000, 1999)?.base.seq).toBe(1999);
    expect(reads).toBe(2);
  });

  it("ends where pruning did", () => {
    const db = openDatabase(":memory:");
    const store = sqliteStore(db);
    store.forceSync({ label: "main", op: "create", to: idFrom(0) });
    store.forceSync({ label: "side", op: "create", to: idFrom(0) });
    store.forceSync({ label: "main", op: "push", to: idFrom(1) });
    expect(mergeBase(store.history, 2, 3)?.base.seq).toBe(1);
    pruneReflog(db, "main", 3);
    expect(mergeBase(store.history, 2, 3)).toBeUndefined();
    expect(mergeBase(store.history, 1, 1)).toBeUndefined();
  });
});
