// @vitest-environment happy-dom
import { QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import type { CommandName } from "../../core/api/registry/registry.ts";
import type { AppInfo } from "../../electron/bridge.ts";
import { useOpened } from "../state/opened.ts";
import { connectFake, held } from "../testing/fake-bridge.ts";
import { labelOf } from "../testing/samples.ts";
import { EVERYTHING } from "./chosen.ts";
import { client } from "./client.ts";
import {
  anyLabelQuery,
  changedRowsQuery,
  changedTablesQuery,
  changesQuery,
  findQuery,
  historyQuery,
  infoQuery,
  labelQuery,
  labelsQuery,
  previewQuery,
  readQuery,
  rowsQuery,
  statusQuery,
  tablesQuery,
  treeQuery,
  undoQuery,
} from "./queries.ts";

const pair = { from: "a0", to: "b0", path: "x.db" };
const refs = { from: "a0:x.db", to: "b0:x.db" };
const BIGGEST = { sort: "size", descending: true } as const;
const list = { filter: "", sort: "recent", deleted: false } as const;
const listed = { deleted: false, sort: "recent", offset: 0, limit: 100, stat: true };
const moves = { label: "work", offset: 0, limit: 100, stat: false };

/** A query, and what it asks the store for. */
type Case = readonly [{ readonly queryKey: readonly unknown[] }, CommandName, object];

const cases: readonly Case[] = [
  [labelsQuery(list, 0), "labels", listed],
  [
    labelsQuery({ filter: "do", sort: "name", deleted: true }, 2),
    "labels",
    { deleted: true, sort: "name", offset: 200, limit: 100, stat: true, filter: "do" },
  ],
  [anyLabelQuery(), "labels", { deleted: true, limit: 1 }],
  [labelQuery("work"), "labels", { label: "work", stat: true }],
  [undoQuery("work"), "undo.preview", { label: "work" }],
  [historyQuery("work", EVERYTHING, 0, false), "history", moves],
  [
    historyQuery("work", { ops: ["push"], text: "fix" }, 3, true),
    "history",
    { ...moves, offset: 300, stat: true, ops: ["push"], text: "fix" },
  ],
  [
    treeQuery("b0", "docs", BIGGEST, 1),
    "tree",
    { ref: "b0:docs", ...BIGGEST, compact: true, offset: 200, limit: 200 },
  ],
  [findQuery("b0", "*.ts", 1), "find", { ref: "b0", pattern: "*.ts", offset: 200, limit: 200 }],
  [
    changesQuery(null, "b0", "docs", { kinds: ["added"] }, 1),
    "changes",
    { from: null, to: "b0", folder: "docs", kinds: ["added"], offset: 200, limit: 200 },
  ],
  [previewQuery("b0", "a.txt"), "preview", { ref: "b0:a.txt" }],
  [previewQuery("b0", "a.txt", 5), "preview", { ref: "b0:a.txt", most: 5 }],
  [readQuery("b0", "a.bin", 10, 20), "read", { ref: "b0:a.bin", offset: 10, length: 20 }],
  [tablesQuery("b0", "x.db"), "sqlite.tables", { ref: "b0:x.db" }],
  [
    rowsQuery("b0", "x.db", "t", 10, 20),
    "sqlite.rows",
    { ref: "b0:x.db", table: "t", offset: 10, limit: 20 },
  ],
  [changedTablesQuery(pair), "sqlite.compare", refs],
  [changedRowsQuery(pair, "t", 10, 20), "sqlite.changes", { ...refs, table: "t", offset: 10, limit: 20 }],
  [statusQuery(), "status", {}],
];

test.each(cases)("%o asks for %s with %j", async (query, command, input) => {
  const bridge = connectFake({ [command]: () => ({ labels: [], total: 0, entries: [] }) });
  await client.fetchQuery(query as Parameters<typeof client.fetchQuery>[0]);
  expect(bridge.inputsOf(command)).toEqual([input]);
  expect(bridge.asked).toHaveLength(1);
});

test("no two of them share an answer", () => {
  const keys = cases.map(([{ queryKey }]) => JSON.stringify(queryKey));
  expect(new Set(keys).size).toBe(cases.length);
});

test("a label is one or none, and whether there was any counts the deleted ones", async () => {
  connectFake({
    labels: ({ label }) => (label === "work" ? { labels: [labelOf()] } : { labels: [], total: 0 }),
  });
  expect(await client.fetchQuery(labelQuery("work"))).toEqual(labelOf());
  expect(await client.fetchQuery(labelQuery("other"))).toBeNull();
  expect(await client.fetchQuery(anyLabelQuery())).toBe(false);
  connectFake({ labels: () => ({ labels: [], total: 1 }) });
  expect(await client.fetchQuery(anyLabelQuery())).toBe(true);
});

test("what the app was started with is kept once for those who open it", async () => {
  const info = { version: "1", open: ["/a"] } as AppInfo;
  connectFake({}, { info: () => info });
  expect(await client.fetchQuery(infoQuery())).toBe(info);
  expect(useOpened.getState().take()).toEqual([["/a"]]);
});

test("a history's earlier rows stay under another filter, never under another label", async () => {
  const next = held<object>();
  connectFake({ history: ({ text }) => (text === undefined ? { total: 1, entries: [] } : next.promise) });
  const seen = new QueryObserver(client, historyQuery("work", EVERYTHING, 0, false));
  const end = seen.subscribe(() => undefined);
  await expect.poll(() => seen.getCurrentResult().data?.total).toBe(1);
  seen.setOptions(historyQuery("work", { ops: [], text: "fix" }, 0, false));
  expect(seen.getCurrentResult()).toMatchObject({ data: { total: 1 }, isPlaceholderData: true });
  seen.setOptions(historyQuery("other", { ops: [], text: "fix" }, 0, false));
  expect(seen.getCurrentResult().data).toBeUndefined();
  end();
});

test("leaving a query stops its command", async () => {
  const bridge = connectFake({ changes: () => held<never>().promise });
  const end = new QueryObserver(client, changesQuery("a0", "b0", "", {}, 0)).subscribe(() => undefined);
  await expect.poll(() => bridge.asked.length).toBe(1);
  end();
  expect(bridge.controlled).toEqual([[bridge.asked[0]?.call, "cancel"]]);
});
