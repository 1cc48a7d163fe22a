import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import type { SnapshotId } from "../ids.ts";
import { HistoryGraph, type HistorySource, mergeBases } from "./history.ts";
import type { Op } from "./label-store.ts";
import { idOf } from "./label-store-suite.ts";
import { MemoryLabelStore } from "./memory-labels.ts";
import { pruneReflog } from "./reflog-pruning.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";

type Store = MemoryLabelStore | SqliteLabelStore;

const given = { clock: () => 1000, actor: "ann@desk (cli)" };

function sqliteStore(db = openDatabase(":memory:")): SqliteLabelStore {
  db.exec(LABEL_SCHEMA);
  return new SqliteLabelStore(db, given);
}

/**
 * Makes moves written as `label op snapshot [named…]`, one per line; snapshots are hex digits. `^3` means that entry 3
 * named the snapshot, and `^` that its id did; `+d@4` and `+d` mean the same for a parent.
 */
async function play<S extends Store>(store: S, text: string): Promise<S> {
  for (const line of text.trim().split("\n")) {
    const [label = "", op, to, ...named] = line.trim().split(/ +/);
    const origin = named.find((word) => word.startsWith("^"))?.slice(1);
    const parents = named.flatMap((word) => {
      const [, digit, seq] = /^\+(.)(?:@(\d+))?$/.exec(word) ?? [];
      return digit === undefined ? [] : [{ id: idOf(digit), ...(seq !== undefined && { seq: Number(seq) }) }];
    });
    await store.force({
      label,
      op: op as Op,
      to: to === undefined || to === "-" ? null : idOf(to),
      parents,
      ...(origin !== undefined && { origin: origin === "" ? null : Number(origin) }),
      ...(op === "rename" ? { rename: `${label}2` } : {}),
    });
  }
  return store;
}

/** Prints the graph as seen from one entry, latest first: number, label, op, snapshot, and the parents' numbers. */
function print({ history }: Store, from: number): string {
  const graph = new HistoryGraph(history, [from]);
  const lines = [];
  for (let seq = from; seq > 0; seq--) {
    const entry = history.entry(seq);
    if (entry === undefined) continue;
    const parents = graph.parentsOf(entry).join(" ");
    lines.push(`${seq} ${entry.label} ${entry.op} ${entry.to?.[0] ?? "-"} <- ${parents}`.trimEnd());
  }
  return lines.join("\n");
}

/** Prints the best common ancestors, latest first. */
function bases({ history }: { history: HistorySource }, a: number, b: number): string {
  const found = mergeBases(new HistoryGraph(history, [a, b]), [a], [b]);
  return found.map(({ seq }) => seq).join(" ") || "none";
}

describe.each<[string, () => Store]>([
  ["SQLite", sqliteStore],
  ["memory", () => new MemoryLabelStore(given)],
])("the history graph in %s", (_, make) => {
  it("MB1: follows a fork and its merge", async () => {
    const store = await play(
      make(),
      `main create a
       main push b
       side create b ^2
       side push c
       main push d
       main merge e +d@5 +c@4 +b@2
       side push f`,
    );
    expect(print(store, 7)).toBe(
      [
        "7 side push f <- 4",
        "6 main merge e <- 5 4 2",
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
       side reset b ^2
       side push d
       side push b
       main reset b
       side reset e ^`,
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
       main create a ^1
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
       theirs create a ^1
       ours push b
       theirs push c
       ours merge d +b@3 +c@4 +a@1
       theirs merge e +c@4 +b@3 +a@1`,
    );
    expect(bases(store, 5, 6)).toBe("4 3");
  });

  describe("for snapshots named by id alone, or not at all", () => {
    it("MB8: looks only in the two histories, whatever other label holds the same", async () => {
      for (const strangers of [[], ["stranger create b", "stranger push c"]]) {
        const store = await play(
          make(),
          [
            ...strangers,
            "main create a",
            "main push b",
            ...strangers.slice(0, 1).map(() => "stranger push b"),
            "side create b ^",
            "side push c",
            ...strangers.slice(0, 1).map(() => "stranger push c"),
            "main merge d +c",
            "side push e",
          ].join("\n"),
        );
        const seqs = (await store.log("side")).map(({ seq }) => seq);
        const [create = 0, push = 0, last = 0] = seqs;
        const [, main = 0, merged = 0] = (await store.log("main")).map(({ seq }) => seq);
        expect(bases(store, main, push)).toBe(String(main));
        expect(bases(store, merged, last)).toBe(String(push));
        expect(bases(store, merged, create)).toBe(String(create));
      }
    });

    it("uses the label that held it first if neither history has it", async () => {
      const store = await play(
        make(),
        `main create a
         side create a ^1
         side push b
         late create b
         third create b ^
         third push c
         main push d`,
      );
      expect(bases(store, 7, 6)).toBe("1");
    });

    it("MB9: derives a label imported from disk from no third label", async () => {
      const store = await play(
        make(),
        `main create a
         side create a ^1
         side push b
         third create b
         main push c`,
      );
      expect(bases(store, 5, 4)).toBe("none");
      expect(bases(store, 3, 4)).toBe("3");
    });
  });

  it("MB10: names the exact move that a label goes back to or an undo takes back", async () => {
    const store = await play(
      make(),
      `main create a
       main push b
       side create c
       side push b
       main push a
       main push b
       main reset b ^2`,
    );
    await store.force({ label: "side", op: "push", to: idOf("d") });
    await store.force({ label: "side", op: "push", to: idOf("b") });
    await store.force({ label: "side", op: "reset", to: idOf("d"), undoes: 9 });
    await store.force({ label: "side", op: "reset", to: idOf("b"), undoes: 8 });
    const graph = new HistoryGraph(store.history, [11]);
    const parents = (seq: number) => {
      const entry = store.history.entry(seq);
      return entry && graph.parentsOf(entry);
    };
    expect(parents(7)).toEqual([2]);
    expect(parents(10)).toEqual([8]);
    // The parent is not the latest entry with the snapshot, which was undone, but the entry before the undone move.
    expect(parents(11)).toEqual([4]);
  });

  it("follows a push or forced move of a named snapshot to the move that named it", async () => {
    const store = await play(
      make(),
      `main create a
       side create b
       side push c
       main force c ^3
       main push d
       side push e`,
    );
    expect(bases(store, 5, 6)).toBe("3");
  });

  it("ignores an origin that does not hold the snapshot", async () => {
    const store = await play(
      make(),
      `main create a
       side create b ^1
       side push c +b@1 +a@9 +a@3`,
    );
    expect(print(store, 3)).toBe(
      ["3 side push c <- 2", "2 side create b <-", "1 main create a <-"].join("\n"),
    );
  });

  it("agrees with listing all ancestors, on any reflog", async () => {
    const line = fc.record({
      label: fc.constantFrom("one", "two", "three"),
      op: fc.constantFrom<Op>("create", "push", "push", "merge", "reset", "delete", "restore"),
      to: fc.constantFrom("a", "b", "c", "d", "e"),
      parents: fc.subarray(["a", "b", "c", "d", "e"]),
      seqs: fc.array(fc.option(fc.integer({ min: 1, max: 40 })), { minLength: 6, maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 40 }), async (lines) => {
        const store = make();
        let count = 0;
        for (const { label, op, to, parents, seqs } of lines) {
          const [origin = null, ...named] = seqs;
          const move = { label, op, to: op === "delete" ? null : idOf(to), origin };
          const merged = parents.map((id, at) => ({ id: idOf(id), ...(named[at] && { seq: named[at] }) }));
          const done = store.force({ ...move, ...(op === "merge" ? { parents: merged } : {}) });
          // A move that the label's state does not allow is not part of the history.
          await done.then(
            () => count++,
            () => {},
          );
        }
        for (let a = 1; a <= count; a++) {
          for (let b = 1; b <= count; b++) {
            const ancestors = closure(new HistoryGraph(store.history, [a, b]), count);
            expect(bases(store, a, b)).toBe(bestOf(ancestors, a, b).join(" ") || "none");
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** Returns the ancestors of each entry, itself included. */
function closure(graph: HistoryGraph, count: number): Map<number, Set<number>> {
  const ancestors = new Map<number, Set<number>>();
  for (let seq = 1; seq <= count; seq++) {
    const entry = graph.source.entry(seq);
    const parents = entry === undefined ? [] : graph.parentsOf(entry);
    expect(parents.every((parent) => parent < seq)).toBe(true);
    ancestors.set(seq, new Set([seq, ...parents.flatMap((parent) => [...(ancestors.get(parent) ?? [])])]));
  }
  return ancestors;
}

/** Returns the common ancestors that are not ancestors of another one, by trying all. */
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
    store.forceSync({ label: "side", op: "create", to: idFrom(1990), origin: 1991 });
    let reads = 0;
    const counting: HistorySource = {
      entry: (seq) => {
        reads++;
        return store.history.entry(seq);
      },
      previous: (labelId, before) => store.history.previous(labelId, before),
      latestWithTo: (id, before, labelId) => store.history.latestWithTo(id, before, labelId),
      holders: (id, before) => store.history.holders(id, before),
      namedBy: (labelId, upTo) => store.history.namedBy(labelId, upTo),
    };
    expect(bases({ history: counting }, 2000, 2001)).toBe("1991");
    // The twelfth read checks that the named entry holds the snapshot.
    expect(reads).toBe(12);
    reads = 0;
    expect(bases({ history: counting }, 2000, 1999)).toBe("1999");
    expect(reads).toBe(2);
  });

  it("ends where the reflog is pruned", () => {
    const db = openDatabase(":memory:");
    const store = sqliteStore(db);
    store.forceSync({ label: "main", op: "create", to: idFrom(0) });
    store.forceSync({ label: "side", op: "create", to: idFrom(0) });
    store.forceSync({ label: "main", op: "push", to: idFrom(1) });
    expect(bases(store, 2, 3)).toBe("1");
    pruneReflog(db, "main", 3);
    expect(bases(store, 2, 3)).toBe("none");
    expect(bases(store, 1, 1)).toBe("none");
  });
});
