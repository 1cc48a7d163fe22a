import { afterEach, expect, it } from "vitest";
import { fileOf } from "../merge/sqlite/databases-suite.ts";
import { sqliteMerger } from "../merge/sqlite/sqlite-merger.ts";
import { textMerger } from "../merge/text/text-merger.ts";
import { MergeThread } from "./merge-thread.ts";

const merging = new MergeThread();
afterEach(() => merging.close());

const options = { prefer: "none", names: { base: "b", ours: "o", theirs: "t" } } as const;
const sides = {
  base: Buffer.from("a\nb\nc\n"),
  ours: Buffer.from("1\nb\nc\n"),
  theirs: Buffer.from("a\nb\n2\n"),
};

it("merges in a thread, again and again", async () => {
  for (let turn = 0; turn < 3; turn++) {
    const merge = await merging.run(textMerger, sides, options);
    expect(merge).toMatchObject({ status: "merged", preferred: 0 });
    if (merge.status === "merged") expect(Buffer.from(merge.bytes).toString()).toBe("1\nb\n2\n");
  }
});

it("gives up what takes too long, and goes on with the next", async () => {
  expect(await merging.run({ ...textMerger, mostTime: 0 }, sides, options)).toEqual({
    status: "conflict",
    reason: "Merging it took more than 0 seconds.",
  });
  expect(await merging.run(textMerger, sides, options)).toMatchObject({ status: "merged" });
});

it("gives each of several merges at once its own time", async () => {
  // The first merge takes too long and ends the thread before the others begin.
  const merges = await Promise.all([
    merging.run({ ...textMerger, mostTime: 0 }, sides, options),
    merging.run(textMerger, sides, options),
    merging.run(textMerger, sides, options),
  ]);
  expect(merges.map(({ status }) => status)).toEqual(["conflict", "merged", "merged"]);
});

it("stops at once when it is told to, and goes on with the next", async () => {
  const stopping = new AbortController();
  const stopped = merging.run(textMerger, sides, options, stopping.signal);
  const waiting = merging.run(textMerger, sides, options, stopping.signal);
  const other = merging.run(textMerger, sides, options);
  // The first has been begun, and the thread that is to do it is only starting.
  setImmediate(() => stopping.abort());
  await expect(stopped).rejects.toMatchObject({ code: "Cancelled" });
  await expect(waiting).rejects.toMatchObject({ code: "Cancelled" });
  expect(await other).toMatchObject({ status: "merged" });
});

const base = fileOf("CREATE TABLE t(k INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 0), (2, 0)");
const databases = {
  sides: { base, ours: fileOf("UPDATE t SET v = 1", base), theirs: fileOf("UPDATE t SET v = 2", base) },
  names: options.names,
};

it("lists rows in conflict page by page, and reads the databases once", async () => {
  let reads = 0;
  const read = async () => {
    reads++;
    return databases;
  };
  const first = await merging.rows({ key: "a", range: { offset: 0, limit: 1 } }, read);
  const second = await merging.rows({ key: "a", range: { offset: 1, limit: 1 } }, read);
  expect(first).toMatchObject({ status: "rows", page: { rows: [{ key: "1" }], tables: [{ conflicts: 2 }] } });
  expect(second).toMatchObject({ status: "rows", page: { rows: [{ key: "2" }] } });
  expect(reads).toBe(1);
  const decisions = { rows: [{ table: "t", key: "3", take: "ours" as const }], tables: [] };
  const judged = await merging.rows({ key: "b", range: { offset: 0, limit: 0 }, decisions }, read);
  expect(judged).toMatchObject({ misfit: 'The row "3" of the table "t" is not in conflict.' });
  expect(reads).toBe(2);
});

it("merges with what was decided for rows", async () => {
  const rows = { rows: [{ table: "t", key: "1", take: "ours" as const }], tables: [] };
  const open = await merging.run(sqliteMerger, databases.sides, { ...options, rows });
  expect(open).toMatchObject({ status: "conflict", rows: [{ key: { k: "2" } }] });
  const all = { ...rows, tables: [{ table: "t", take: "base" as const }] };
  expect(await merging.run(sqliteMerger, databases.sides, { ...options, rows: all })).toMatchObject({
    status: "merged",
    preferred: 2,
  });
});

it("tells why rows cannot be listed", async () => {
  const sides = { ...databases.sides, base: null };
  const listed = await merging.rows({ key: "c", range: { offset: 0, limit: 1 } }, async () => ({
    ...databases,
    sides,
  }));
  expect(listed).toEqual({
    status: "whole",
    reason: "Both sides have this database, but not from a version that they have in common.",
  });
});

const text = { base: "", ours: "{}", theirs: "{ }", result: "{\n<<<<<<< x\n" };

it("checks the result of a text", async () => {
  expect(await merging.check("a.json", text)).toEqual({
    findings: [
      {
        kind: "conflict-marker",
        line: 2,
        message: "This is a conflict marker, which neither side had.",
        from: null,
      },
      { kind: "syntax", line: 2, column: 1, message: "This is not valid JSON: this is no value." },
    ],
    newLines: 2,
  });
});

it("gives up a check that takes too long, and goes on with the next", async () => {
  const hasty = new MergeThread({ check: 0 });
  const unchecked = "Checking it took too long or too much memory.";
  expect(await hasty.check("a.json", text)).toEqual({ findings: [], newLines: null, unchecked });
  expect(await hasty.run(textMerger, sides, options)).toMatchObject({ status: "merged" });
  await hasty.close();
  const result = "x".repeat(16 * 1024 * 1024 + 1);
  expect(await merging.check("a.json", { ...text, result })).toMatchObject({ findings: [], newLines: null });
});
