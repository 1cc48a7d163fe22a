import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runHere } from "../testing/command-here.ts";
import { lines, MergingStore } from "../testing/merging.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

const json = (...entries: string[]) => `{\n${entries.join("\n")}\n}\n`;

it("MS27: tells where a text that comes of a merge looks like a mistake, and keeps nobody from completing it", async () => {
  const first = '  "first": 1,';
  const many = Array.from({ length: 9 }, (_, at) => `  "k${at}": ${at},`);
  const { id } = await store.start(
    "checked",
    {
      "a.json": json(first, ...many, '  "z": 0'),
      "b.json": json('  "a": 1'),
      "c.txt": lines(),
      "d.bin": "\0b",
    },
    {
      "a.json": json(first, '  "both": 1,', ...many, '  "z": 0'),
      "b.json": json('  "a": 2'),
      "c.txt": lines("3: ours"),
      "d.bin": "\0o",
    },
    {
      "a.json": json(first, ...many, '  "both": 2,', '  "z": 0'),
      "b.json": json('  "a": 3'),
      "c.txt": lines("3: theirs"),
      "d.bin": "\0t",
    },
  );
  const duplicate = {
    kind: "duplicate-key",
    line: 13,
    column: 3,
    message: 'The key "both" is there twice; most programs use only one of them.',
  };
  // What merged by itself is checked, and what is open is not.
  const merged = { path: "a.json", state: "auto", findings: [duplicate], new_lines: 0 };
  expect(await call("merge.check", { merge: id })).toEqual({ total: 4, checked: 1, files: [merged] });
  await call("merge.resolve", { merge: id, path: "b.json", take: "both" });
  writeFileSync(join(store.folder, "mine"), lines("3: typed", "4: typed").replace("5: line", "<<<<<<< mine"));
  await call("merge.resolve", {
    merge: id,
    path: "c.txt",
    take: "content",
    from: join(store.folder, "mine"),
  });
  await call("merge.resolve", { merge: id, path: "d.bin", take: "ours" });
  const broken = {
    kind: "syntax",
    line: 3,
    column: 3,
    message: "This is not valid JSON: a comma is expected.",
  };
  const marker = {
    kind: "conflict-marker",
    line: 6,
    message: "This is a conflict marker, which neither side had.",
    from: null,
  };
  const all = await call("merge.check", { merge: id });
  expect(all).toEqual({
    total: 4,
    checked: 3,
    files: [
      merged,
      { path: "b.json", state: "resolved", findings: [broken], new_lines: 0 },
      { path: "c.txt", state: "resolved", findings: [marker], new_lines: 3 },
    ],
  });
  // Page by page it is the same.
  const pages = [0, 1, 2, 3, 4].map((offset) => call("merge.check", { merge: id, offset, limit: 1 }));
  const each = await Promise.all(pages);
  expect(each.flatMap(({ files }) => files)).toEqual(all.files);
  expect(each.map(({ total, checked }) => `${checked} of ${total}`)).toEqual([
    "1 of 4",
    "1 of 4",
    "1 of 4",
    "0 of 4",
    "0 of 4",
  ]);
  const typed = await runHere(["merge", "check"], { cwd: store.folder, env: { STRATA_STORE: store.path } });
  expect(typed.stdout.toString()).toBe(
    [
      'a.json:13:3: The key "both" is there twice; most programs use only one of them.',
      "b.json:3:3: This is not valid JSON: a comma is expected.",
      "c.txt:6: This is a conflict marker, which neither side had.",
      "3 texts checked, 3 findings",
      "",
    ].join("\n"),
  );
  await call("merge.resolve", { merge: id, path: "b.json", take: "ours" });
  expect(await call("merge.check", { merge: id, path: "b.json" })).toEqual({
    total: 4,
    checked: 0,
    files: [],
  });
  await call("merge.resolve", { merge: id, path: "c.txt", take: "both" });
  expect(await call("merge.check", { merge: id, path: "c.txt" })).toEqual({
    total: 4,
    checked: 1,
    files: [{ path: "c.txt", state: "resolved", findings: [], new_lines: 0 }],
  });
  expect(await call("merge.complete", { merge: id })).toMatchObject({ status: "completed" });
});
