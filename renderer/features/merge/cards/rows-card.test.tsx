// @vitest-environment happy-dom
import { act, cleanup, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RowInConflict, TableInConflict } from "../../../api/merges.ts";
import { useNotices } from "../../../state/notices.ts";
import { useRowPicks } from "../../../state/row-picks.ts";
import { type Answers, connectFake, failure, toldTexts } from "../../../testing/fake-bridge.ts";
import { renderWindow } from "../../../testing/render.tsx";
import { conflictRowOf, mergeFileOf, mergeOf } from "../../../testing/samples.ts";
import { sideWords } from "../sides/sides.ts";
import { Card } from "./card.tsx";

const ROWS = 250;
const cells = (...values: string[]) => values.map((value) => ({ value }));

/** A database of two tables in conflict, which decides as it is told. */
function databaseOf() {
  const rows = Array.from({ length: ROWS }, (_, no) =>
    conflictRowOf({ key: `${no}`, key_cells: cells(`${no}`), ...(no === 1 && { ours: null, columns: [] }) }),
  );
  const decisions = new Map<string, RowInConflict["decision"]>();
  let rest: TableInConflict["take"] = null;
  const of = (table: string) => rows.filter((row) => row.table === table);
  const tables = (): TableInConflict[] => [
    { table: "log", key: ["k"], columns: ["k"], conflicts: 1, decided: 1, take: "ours" },
    {
      table: "people",
      key: ["id"],
      columns: ["id", "name", "age", "town"],
      conflicts: ROWS,
      decided: rest === null ? decisions.size : ROWS,
      take: rest,
    },
  ];
  const answers: Answers = {
    "merge.rows": ({ table, offset = 0, limit = 100 }) => ({
      tables: tables(),
      counts: { auto: 0, conflicts: ROWS + 1, resolved: 1 + decisions.size, suggestions: 0 },
      // A page comes in parts.
      rows: of(table ?? "")
        .slice(offset, offset + Math.min(limit, 60))
        .map((row) => ({ ...row, decision: decisions.get(row.key) ?? null })),
    }),
    "merge.decide_rows": ({ rows: changed = [], tables: taken = [] }) => {
      for (const { key, take, ...more } of changed) {
        if (take === "undecided") decisions.delete(key);
        else decisions.set(key, { take, ...more });
      }
      const was = rest;
      for (const { take } of taken) rest = take === "undecided" ? null : take;
      return {
        before: { take: "rows", rows: [], tables: [{ table: "people", take: was ?? "undecided" }] },
      };
    },
    "merge.decide": () => ({ before: [] }),
  };
  return answers;
}

beforeEach(() => {
  useRowPicks.setState({ rows: {} });
  // A window without a layout measures nothing.
  Object.defineProperty(HTMLElement.prototype, "clientHeight", { configurable: true, get: () => 600 });
});
afterEach(() => {
  cleanup();
  Reflect.deleteProperty(HTMLElement.prototype, "clientHeight");
});

async function open(more: Answers = {}, canWrite = true) {
  const bridge = connectFake({ ...databaseOf(), ...more });
  const info = mergeOf();
  const file = mergeFileOf({ path: "a.db", kind: "sqlite", by_rows: true });
  const user = renderWindow(<Card info={info} file={file} names={sideWords(info)} canWrite={canWrite} />);
  const decided = () =>
    bridge.inputsOf("merge.decide_rows").map(({ rows = [], tables = [] }) => [...rows, ...tables]);
  return { bridge, user, decided };
}

const option = (name: string) => screen.findByRole("option", { name });
const versions = (key: string) => screen.findByRole("region", { name: `Row ${key} of people` });

test("begins at a table with open rows, and counts those of each", async () => {
  await open();
  expect(await screen.findByRole("button", { name: "people 250 open", pressed: true })).toBeTruthy();
  expect(screen.getByRole("button", { name: "log all decided", pressed: false })).toBeTruthy();
  expect(screen.getByText("1 of 251 rows in conflict decided")).toBeTruthy();
  const list = screen.getByRole("listbox", { name: "Rows in conflict of people" });
  expect(within(list).getAllByRole("option")[0]?.getAttribute("aria-setsize")).toBe("250");
  expect(await option("0 open")).toBeTruthy();
});

test("a row is decided column by column, and is open until all are chosen", async () => {
  const { user, decided } = await open();
  const row = within(await versions("0"));
  await user.click(row.getByRole("button", { name: "name: 'Anne', from other" }));
  expect(decided()).toEqual([]);
  expect(await option("0 open, 1 of 2 columns")).toBeTruthy();
  await user.click(row.getByRole("button", { name: "age: 31, from work" }));
  expect(await option("0 by column")).toBeTruthy();
  expect(decided()).toEqual([
    [{ table: "people", key: "0", take: "ours", columns: { name: "theirs", age: "ours" } }],
  ]);
  // A column that one side alone changed is no choice.
  expect(row.queryByRole("button", { name: /^town/ })).toBeNull();
});

test("a row is taken as a whole, after which the next open one comes; and opened again", async () => {
  const { user, decided } = await open();
  await user.click(
    within(await versions("0")).getByRole("button", { name: "Take all of this row from other" }),
  );
  expect(await option("0 other")).toBeTruthy();
  const next = within(await versions("1"));
  expect(next.getByText("One side deleted this row, the other changed it.")).toBeTruthy();
  await user.click(next.getByRole("button", { name: "Take work, which has no such row" }));
  await user.click(await option("0 other"));
  await user.click(within(await versions("0")).getByRole("button", { name: "Reopen" }));
  expect(await option("0 open")).toBeTruthy();
  expect(decided().map((rows) => rows?.[0]?.take)).toEqual(["theirs", "ours", "undecided"]);
});

test("keys move between the rows and take them; further rows come page by page", async () => {
  const { bridge, user, decided } = await open();
  await option("0 open");
  act(() => screen.getByRole("listbox").focus());
  await user.keyboard("{ArrowDown}{ArrowDown}");
  await versions("2");
  await user.keyboard("1");
  await versions("3");
  await user.keyboard("2");
  await versions("4");
  await user.keyboard("b");
  await versions("5");
  expect(decided()).toEqual([
    [{ table: "people", key: "2", take: "theirs" }],
    [{ table: "people", key: "3", take: "ours" }],
    [{ table: "people", key: "4", take: "base" }],
  ]);
  const ranges = bridge.inputsOf("merge.rows").filter(({ table }) => table === "people");
  expect(ranges.slice(0, 2)).toMatchObject([
    { offset: 0, limit: 100 },
    { offset: 60, limit: 40 },
  ]);
});

test("all other rows of a table are taken at once, which the notice takes back", async () => {
  const { user, decided } = await open();
  await option("0 open");
  const rest = within(screen.getByRole("group", { name: "All other rows of the table" }));
  await user.click(rest.getByRole("button", { name: "Take work" }));
  expect(await option("0 work, as the table")).toBeTruthy();
  await expect.poll(toldTexts).toEqual(["Took work for all other rows of people"]);
  act(() => useNotices.getState().notices[0]?.action?.run());
  expect(await option("0 open")).toBeTruthy();
  expect(decided()).toEqual([[{ table: "people", take: "ours" }], [{ table: "people", take: "undecided" }]]);
});

test("says why a database stays open whose rows are all decided", async () => {
  const problem = "UNIQUE constraint failed: people.name.";
  const { "merge.rows": rows } = databaseOf();
  await open({ "merge.rows": async (input, call) => ({ ...(await rows?.(input, call)), problem }) });
  expect((await screen.findByRole("alert")).textContent).toContain(problem);
});

test("says that rows cannot be read, and that a decision could not be kept", async () => {
  await open({
    "merge.rows": () => {
      throw failure("CorruptPack", "A pack is gone.");
    },
  });
  expect((await screen.findByRole("alert")).textContent).toContain("A pack is gone.");
  const { user } = await open({
    "merge.decide_rows": () => {
      throw failure("DiskFull", "The disk is full.");
    },
  });
  await user.click(
    within(await versions("0")).getByRole("button", { name: "Take all of this row from other" }),
  );
  await expect.poll(toldTexts).toEqual(["The disk is full."]);
  expect(await option("0 open")).toBeTruthy();
});

test("can still be decided as a whole", async () => {
  const { bridge, user } = await open({ "merge.decide": () => ({ before: [] }) });
  await user.click(await screen.findByRole("radio", { name: "As a whole" }));
  await user.click(screen.getByRole("button", { name: "Take other" }));
  expect(bridge.inputsOf("merge.decide")).toEqual([
    { merge: 1, decisions: [{ path: "a.db", decision: { take: "theirs" } }] },
  ]);
  expect(screen.getByRole("button", { name: "Keep both…" })).toBeTruthy();
});

test("decides nothing where nothing can be written", async () => {
  const { user, decided } = await open({}, false);
  const row = within(await versions("0"));
  await user.keyboard("1");
  await user.click(row.getByRole("button", { name: "age: 31, from work" }));
  expect(decided()).toEqual([]);
});
