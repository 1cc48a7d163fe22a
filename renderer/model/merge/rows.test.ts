// @vitest-environment happy-dom
import { act } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";
import { useNotices } from "../../state/notices.ts";
import { useRowPicks } from "../../state/row-picks.ts";
import { type Answers, connectFake, failure, toldTexts } from "../../testing/fake-bridge.ts";
import { conflictRowOf } from "../../testing/samples.ts";
import { type MergeDatabase, pickColumn, picksOf, rowName, takeRest, takeRow } from "./rows.ts";

const database: MergeDatabase = {
  merge: 1,
  created: 5,
  file: { path: "a.db", decision: { take: "undecided" } },
};
const row = conflictRowOf();
const chosen = () => useRowPicks.getState().rows[rowName(database, row)];
const before = (take: "undecided" | "rows" | "both") => ({
  take,
  rows: [],
  tables: [{ table: "people", take: "undecided" as const }],
});

beforeEach(() => useRowPicks.setState({ rows: {} }));

function connect(more: Answers = {}) {
  const bridge = connectFake({
    "merge.decide_rows": () => ({ before: before("rows") }),
    "merge.decide": () => ({ before: [] }),
    ...more,
  });
  return { bridge, decided: () => bridge.inputsOf("merge.decide_rows") };
}

describe("the columns of a row", () => {
  test("are taken as chosen, else as the row is decided, else as the table is", () => {
    const decided = conflictRowOf({ decision: { take: "ours", columns: { age: "base" } } });
    expect(picksOf(row, null)).toEqual({});
    expect(picksOf(row, "theirs")).toEqual({ name: "theirs", age: "theirs" });
    expect(picksOf(decided, "theirs")).toEqual({ name: "ours", age: "base" });
    expect(picksOf(decided, null, { name: "theirs" })).toEqual({ name: "theirs", age: "base" });
  });

  test("decide the row once all in conflict are chosen, also if they are chosen at once", async () => {
    const { decided } = connect();
    await pickColumn(database, row, null, { column: "name", version: "theirs" });
    expect(decided()).toEqual([]);
    expect(chosen()).toEqual({ name: "theirs" });
    const first = pickColumn(database, row, null, { column: "age", version: "ours" });
    const second = pickColumn(database, row, null, { column: "name", version: "base" });
    await Promise.all([first, second]);
    const one = { table: "people", key: "1" };
    expect(decided().map(({ rows }) => rows)).toEqual([
      [{ ...one, take: "ours", columns: { name: "theirs", age: "ours" } }],
      [{ ...one, take: "base", columns: { name: "base", age: "ours" } }],
    ]);
    expect(chosen()).toBeUndefined();
  });

  test("are not chosen any more if that could not be kept", async () => {
    connect({
      "merge.decide_rows": () => {
        throw failure("DiskFull");
      },
    });
    const pick = pickColumn(database, row, "ours", { column: "age", version: "theirs" });
    await expect(pick).rejects.toMatchObject({ code: "DiskFull" });
    expect(chosen()).toBeUndefined();
  });

  test("are forgotten if the row is taken as a whole", async () => {
    const { decided } = connect();
    await pickColumn(database, row, null, { column: "name", version: "theirs" });
    await takeRow(database, row, "ours");
    expect(decided()).toEqual([
      { merge: 1, path: "a.db", rows: [{ table: "people", key: "1", take: "ours" }] },
    ]);
    expect(chosen()).toBeUndefined();
  });
});

describe("the other rows of a table", () => {
  const undo = () => act(() => useNotices.getState().notices[0]?.action?.run());

  test("are decided at once, which the notice takes back", async () => {
    const { decided } = connect();
    await pickColumn(database, row, null, { column: "name", version: "theirs" });
    await takeRest(database, "people", "ours", "Took work");
    expect(toldTexts()).toEqual(["Took work"]);
    expect(chosen()).toBeUndefined();
    undo();
    await expect.poll(toldTexts).toEqual(["The decisions are taken back"]);
    expect(decided().map(({ tables }) => tables)).toEqual([
      [{ table: "people", take: "ours" }],
      [{ table: "people", take: "undecided" }],
    ]);
  });

  test("take the place of a decision for the file, which the notice brings back", async () => {
    const { bridge, decided } = connect({ "merge.decide_rows": () => ({ before: before("both") }) });
    const decision = { take: "both", as: "b.db", first: "ours" } as const;
    await takeRest({ merge: 1, created: 5, file: { path: "a.db", decision } }, "people", "ours", "Took work");
    undo();
    await expect.poll(toldTexts).toEqual(["The decisions are taken back"]);
    expect(decided().length).toBe(1);
    expect(bridge.inputsOf("merge.decide")).toEqual([{ merge: 1, decisions: [{ path: "a.db", decision }] }]);
  });
});
