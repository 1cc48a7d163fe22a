import { beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import type { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { LabelStore, Op } from "./label-store.ts";
import { MemoryLabelStore } from "./memory-labels.ts";
import type { ReferenceCatalog } from "./reference-catalog.ts";
import { resolveReference } from "./references.ts";
import { LABEL_SCHEMA } from "./schema.ts";
import { similarNames } from "./similar-names.ts";
import { splitReference } from "./split-reference.ts";
import { SqliteLabelStore } from "./sqlite-labels.ts";

const id = (start: string) => start.padEnd(64, "0") as SnapshotId;
const [FIRST, SECOND, TWIN] = [id("abcdef0123"), id("12345678aa1"), id("12345678aa2")];

describe("splitReference", () => {
  it.each([
    ["work", "work", undefined],
    ["work:a/b.txt", "work", "a/b.txt"],
    ["work@{2}:a:b", "work@{2}", "a:b"],
    ["work:", "work", ""],
    ["work@{2026-11-20 14:00}", "work@{2026-11-20 14:00}", undefined],
    ["work@{2026-11-20 14:00}:a:b", "work@{2026-11-20 14:00}", "a:b"],
    ["work:a@{1:2}", "work", "a@{1:2}"],
    ["work@{1:2", "work@{1", "2"],
    [":a", "", "a"],
    ["", "", undefined],
  ])("N12: parts %j into %j and %j", (text, ref, path) => {
    expect(splitReference(text)).toEqual({ ref, path });
  });
});

describe.each<[string, () => LabelStore & ReferenceCatalog]>([
  [
    "SQLite",
    () => {
      const db = openDatabase(":memory:");
      db.exec(LABEL_SCHEMA);
      return new SqliteLabelStore(db, { clock: () => 0, actor: "ann@desk (cli)" });
    },
  ],
  ["memory", () => new MemoryLabelStore({ clock: () => 0, actor: "ann@desk (cli)" })],
])("resolveReference in %s", (_, make) => {
  let store: LabelStore & ReferenceCatalog;
  beforeEach(async () => {
    store = make();
    await store.force({ label: "work", op: "create", to: FIRST });
    await store.force({ label: "work", op: "push", to: SECOND });
    await store.force({ label: "other", op: "create", to: TWIN });
    await store.force({ label: "gone", op: "create", to: FIRST });
    await store.force({ label: "gone", op: "delete", to: null });
  });
  const resolve = (ref: string) => resolveReference(store, ref);
  const refusal = (ref: string): Partial<StrataError> => {
    try {
      return { message: `${ref} is ${resolve(ref).id}` };
    } catch (thrown) {
      return thrown as StrataError;
    }
  };

  it("takes the id of a snapshot, in upper case too", () => {
    expect(resolve(FIRST)).toEqual({ id: FIRST });
    expect(resolve(FIRST.toUpperCase())).toEqual({ id: FIRST });
  });

  it("N2: refuses the id of anything else", () => {
    expect(refusal(id("dead"))).toMatchObject({ code: "NotASnapshot", data: { id: id("dead") } });
  });

  it("takes a label, with the move that brought it there", () => {
    expect(resolve("work")).toEqual({ id: SECOND, label: "work", seq: 2, at: 0 });
  });

  it("N4: takes a number of moves back, of a deleted label too", () => {
    expect(resolve("work@{0}")).toEqual({ id: SECOND, label: "work", seq: 2, at: 0 });
    expect(resolve("work@{1}")).toEqual({ id: FIRST, label: "work", seq: 1, at: 0 });
    expect(resolve("gone@{1}")).toEqual({ id: FIRST, label: "gone", seq: 4, at: 0 });
  });

  it("N5: counts a rename and a deletion as moves", async () => {
    await store.force({ label: "work", op: "rename", to: SECOND, rename: "play" });
    expect(["play@{0}", "play@{1}", "play@{2}"].map((ref) => resolve(ref).id)).toEqual([
      SECOND,
      SECOND,
      FIRST,
    ]);
    await store.force({ label: "play", op: "delete", to: null });
    await store.force({ label: "play", op: "restore", to: SECOND });
    expect(resolve("play@{4}").id).toBe(FIRST);
  });

  it("N10: takes 8 or more digits that begin the id of one snapshot", () => {
    expect(resolve("abcdef01")).toEqual({ id: FIRST });
    expect(resolve("ABCDEF0123")).toEqual({ id: FIRST });
    expect(resolve("12345678aa2")).toEqual({ id: TWIN });
    expect(resolve(FIRST.slice(0, 63))).toEqual({ id: FIRST });
  });

  it("N1: prefers a label whose name is the beginning of an id", async () => {
    await store.force({ label: "abcdef01", op: "create", to: TWIN });
    expect(resolve("abcdef01")).toMatchObject({ id: TWIN, label: "abcdef01" });
    expect(resolve("ABCDEF01")).toEqual({ id: FIRST });
  });

  it("N11: lists the snapshots that an ambiguous beginning may mean", () => {
    expect(refusal("12345678")).toMatchObject({
      code: "AmbiguousReference",
      hint: "Give more digits: 12345678aa1 (work, 1970-01-01T00:00:00.000Z), 12345678aa2 (other, 1970-01-01T00:00:00.000Z).",
      data: {
        reference: "12345678",
        candidates: [
          { id: SECOND, short: "12345678aa1", label: "work", at: 0 },
          { id: TWIN, short: "12345678aa2", label: "other", at: 0 },
        ],
        more: false,
      },
    });
  });

  it("lists ten at most", async () => {
    for (let n = 10; n < 21; n++)
      await store.force({ label: `many${n}`, op: "create", to: id(`99999999${n}`) });
    const { message, data } = refusal("99999999");
    expect(message).toBe("More than 10 snapshots have ids that begin with 99999999.");
    expect(data).toMatchObject({ more: true });
    expect(data?.candidates).toHaveLength(10);
  });

  it("N3: says how to reach a deleted label", () => {
    expect(refusal("gone")).toMatchObject({
      code: "LabelDeleted",
      hint: expect.stringContaining("gone@{1}"),
    });
  });

  it("N6: says how far a label's history goes back", () => {
    expect(refusal("work@{2}")).toMatchObject({
      code: "UnknownReference",
      hint: "It holds 2 moves: work@{0} to work@{1}.",
      data: { label: "work", moves: 2 },
    });
    expect(refusal(`work@{${"9".repeat(400)}}`)).toMatchObject({ code: "UnknownReference" });
  });

  it("N9: says that a move deleted the label", () => {
    expect(refusal("gone@{0}")).toMatchObject({
      code: "UnknownReference",
      message: "gone@{0} names no snapshot: that move deleted the label.",
      hint: "gone@{1} is what it held before.",
    });
  });

  it.each([
    ["wrok", ["work"]],
    ["Work", ["work"]],
    ["work2024", ["work"]],
    ["oth", ["other"]],
    ["wrok@{1}", ["work"]],
    ["work@{x}", ["work"]],
    ["gon", []],
    ["", []],
    ["abcdef02", []],
  ])("N15: knows nothing called %j, and suggests %j", (ref, candidates) => {
    expect(refusal(ref)).toMatchObject({ code: "UnknownReference", data: { reference: ref, candidates } });
  });

  it("says that a beginning is too short", () => {
    expect(refusal("abcdef0")).toMatchObject({
      code: "UnknownReference",
      hint: expect.stringContaining("at least 8"),
    });
  });
});

describe.each<[string, (clock: () => number) => LabelStore & ReferenceCatalog]>([
  [
    "SQLite",
    (clock) => {
      const db = openDatabase(":memory:");
      db.exec(LABEL_SCHEMA);
      return new SqliteLabelStore(db, { clock, actor: "ann@desk (cli)" });
    },
  ],
  ["memory", (clock) => new MemoryLabelStore({ clock, actor: "ann@desk (cli)" })],
])("a time in braces, in %s", (_, make) => {
  const local = (text: string) => new Date(text).getTime();
  const now = local("2026-11-22T12:00");
  let at = 0;
  let store: LabelStore & ReferenceCatalog;
  const move = async (text: string, op: Op, to: SnapshotId | null) => {
    at = local(text);
    await store.force({ label: "work", op, to });
  };
  beforeEach(async () => {
    store = make(() => at);
    await move("2026-11-18T09:30:10", "create", FIRST);
    await move("2026-11-20T14:00:30", "push", SECOND);
    await move("2026-11-20T18:00", "delete", null);
    await move("2026-11-21T08:00", "restore", TWIN);
  });
  const resolve = (ref: string) => resolveReference(store, ref, now);

  it.each([
    ["work@{2026-11-18 09:30}", FIRST, 1],
    ["work@{2026-11-19}", FIRST, 1],
    ["work@{2026-11-20 13:59}", FIRST, 1],
    ["work@{2026-11-20 14:00}", SECOND, 2],
    ["work@{2026-11-20T14:00:29}", FIRST, 1],
    ["work@{yesterday}", TWIN, 4],
    ["work@{3 days ago}", FIRST, 1],
    ["work@{2030-01-01}", TWIN, 4],
  ])("N7: %s is what the label held by then, with that move", (ref, id, seq) => {
    expect(resolve(ref)).toMatchObject({ id, label: "work", seq });
  });

  it("N8: before the first move is an error that says when that was", () => {
    expect(() => resolve("work@{2026-11-18 09:29}")).toThrow(
      expect.objectContaining({
        code: "UnknownReference",
        message: "work@{2026-11-18 09:29} names no snapshot: the history of work begins at 2026-11-18 09:30.",
        hint: "Its oldest state is work@{3}.",
      }),
    );
  });

  it("while the label was deleted, and what is no time, are errors", () => {
    expect(() => resolve("work@{2026-11-20}")).toThrow(/that move deleted the label/);
    expect(() => resolve("work@{last friday}")).toThrow(
      expect.objectContaining({ code: "UnknownReference", hint: expect.stringContaining("3 days ago") }),
    );
    expect(() => resolve("wrok@{yesterday}")).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ candidates: ["work"] }) }),
    );
  });
});

describe("similarNames", () => {
  it("gives the best five, best first", () => {
    const names = ["docs-old", "docs", "my-docs", "dogs", "docks", "xdocs", "docs-new", "other", "d"];
    expect(similarNames("docs", names)).toEqual(["docs", "docks", "docs-new", "docs-old", "dogs"]);
  });
});
