import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { idToBytes, type ObjectId } from "../ids.ts";
import { layoutOf } from "../store/layout.ts";
import { runHere } from "../testing/command-here.ts";
import { lines, MergingStore } from "../testing/merging.ts";
import { asReader, canBecomeReader } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);

/** A text too large to lie in its entry. */
const long = (mark: string) =>
  Array.from({ length: 9000 }, (_, no) => (no === 7 ? `${mark}\n` : `line ${no}\n`)).join("");

/** Takes objects out of the store behind its back. */
function lose(...ids: string[]): void {
  const db = openDatabase(layoutOf(store.path).strataDb);
  for (const id of ids) db.prepare("DELETE FROM loose_objects WHERE id = ?").run(idToBytes(id as ObjectId));
  db.close();
}

it("MS20: a merge whose contents or snapshots are lost still shows its files, says what is missing, and can be abandoned", async () => {
  const tree = (mark: string) => ({ large: long(mark), small: mark });
  const { id, theirs } = await store.start("lost", tree("base"), tree("ours"), tree("theirs"));
  const { theirs: version } = await call("merge.file", { merge: id, path: "large" });
  const chunk = version?.id ?? "";
  lose(chunk);
  expect((await call("merge.show", { merge: id })).files.map(({ path }) => path)).toEqual(["large", "small"]);
  expect((await call("merge.list", {})).merges).toMatchObject([{ id, files: { open: 2 } }]);
  for (const input of [
    { path: "large", take: "both" },
    { path: "large", take: "text" },
  ]) {
    await expect(call("merge.resolve", { merge: id, ...input })).rejects.toMatchObject({
      code: "MissingObject",
      data: { id: chunk },
    });
  }
  await expect(call("merge.file", { merge: id, path: "large" })).rejects.toMatchObject({
    code: "MissingObject",
  });
  expect(await call("merge.file", { merge: id, path: "small" })).toMatchObject({
    text: { theirs: "theirs" },
  });
  // What needs nothing that is lost goes on.
  await call("merge.resolve", { merge: id, match: "*", take: "ours" });
  expect(await call("merge.show", { merge: id })).toMatchObject({ totals: { open: 0, resolved: 2 } });
  lose(theirs.ca_id);
  expect((await call("merge.show", { merge: id })).files).toHaveLength(2);
  expect(await call("merge.abandon", { merge: id })).toMatchObject({ outcome: "abandoned" });
});

describe("a merge whose rows are damaged", () => {
  const nothing = ["null", "[]", "1", '"x"', "{}", "[null]"];
  const wrong: Readonly<Record<string, readonly string[]>> = {
    decision: [
      ...nothing.slice(1),
      '{"take":"both","as":"../x","first":"ours"}',
      '{"take":"content","id":"x"}',
      '{"take":"rows","rows":5,"tables":[]}',
      '{"take":"ours","permissions":"x"}',
    ],
    counts: [...nothing.slice(1), '{"auto":0,"conflicts":-1,"resolved":-1,"suggestions":0}'],
    conflict: [
      ...nothing.slice(1, 4),
      '{"moved":5}',
      '{"moved":[{"base":"a","ours":"/a","theirs":null}]}',
      '{"mode":1e9999}',
      '{"mode":1000000000}',
      '{"mode":420}',
      '{"mode":41471}',
    ],
    sides: [...nothing, '{"base":null,"ours":{"path":"../a","entry":""},"theirs":null}'],
    text: nothing.slice(1),
  };

  it.each(Object.entries(wrong))("says so, and can be abandoned: %s", async (column, values) => {
    const damage = new MergingStore();
    const { id } = await damage.start("rows", { a: "1" }, { a: "2" }, { a: "3" });
    await damage.call("merge.resolve", { merge: id, path: "a", take: "ours" });
    const db = openDatabase(layoutOf(damage.path).strataDb);
    for (const json of values) {
      db.prepare(`UPDATE merge_files SET ${column} = ?`).run(json);
      for (const name of ["merge.file", "merge.preview", "merge.complete"] as const) {
        const input = name === "merge.file" ? { merge: id, path: "a" } : { merge: id };
        await expect(damage.call(name, input), `${name} ${json}`).rejects.toMatchObject({
          code: "DatabaseDamaged",
          message: expect.stringContaining(`The merge ${id} is damaged at "a": `),
          data: { merge: id, path: "a" },
        });
      }
    }
    db.close();
    expect(await damage.call("merge.abandon", { merge: id })).toMatchObject({ outcome: "abandoned" });
  });

  it.each(["../b", "/b", "b//c", "b/", "b\0", "\u{ff}"])("says so of the path %j", async (path) => {
    const damage = new MergingStore();
    const { id } = await damage.start("paths", { a: "1" }, { a: "2" }, { a: "3" });
    await damage.call("merge.resolve", { merge: id, path: "a", take: "ours" });
    const db = openDatabase(layoutOf(damage.path).strataDb);
    db.prepare("UPDATE merge_files SET path = ?").run(Buffer.from(path, "latin1"));
    db.close();
    for (const name of ["merge.show", "merge.preview", "merge.complete", "merge.check"] as const) {
      await expect(damage.call(name, { merge: id }), name).rejects.toMatchObject({
        code: "DatabaseDamaged",
        message: expect.stringContaining(
          `The merge ${id} is damaged at ${JSON.stringify(path)}: that is no path`,
        ),
        data: { merge: id, path },
      });
    }
    expect(await damage.call("merge.abandon", { merge: id })).toMatchObject({ outcome: "abandoned" });
  });

  it("completes nothing that nobody decided, whatever its row says", async () => {
    const damage = new MergingStore();
    const { id, ours } = await damage.start("undecided", { a: "1" }, { a: "2" }, { a: "3" });
    const db = openDatabase(layoutOf(damage.path).strataDb);
    db.prepare("UPDATE merge_files SET resolved = 1").run();
    db.close();
    expect((await damage.call("merge.show", { merge: id })).files).toMatchObject([{ state: "open" }]);
    await expect(damage.call("merge.complete", { merge: id })).rejects.toMatchObject({ code: "MergeOpen" });
    expect((await damage.call("labels", { label: "undecided" })).labels[0]?.ca_id).toBe(ours.ca_id);
  });

  it("MS29: of which nobody knows how it was started is named beside the others, and can be abandoned", async () => {
    const damage = new MergingStore();
    const { id } = await damage.start("options", { a: "1" }, { a: "2" }, { a: "3" });
    const other = await damage.start("sound", { a: "1" }, { a: "2" }, { a: "3" });
    const problem = expect.stringContaining(`The merge ${id} is damaged: `);
    const isDamaged = { code: "DatabaseDamaged", message: problem, data: { merge: id } };
    const db = openDatabase(layoutOf(damage.path).strataDb);
    db.pragma("ignore_check_constraints = ON");
    for (const json of [...nothing, '{"folders":["../x"]}', "{"]) {
      db.prepare("UPDATE merges SET options = ? WHERE id = ?").run(json, id);
      expect(await damage.call("merge.list", {}), json).toMatchObject({
        merges: [{ id: other.id }],
        damaged: [{ id, problem }],
      });
      for (const name of ["merge.show", "merge.preview", "merge.complete"] as const)
        await expect(damage.call(name, { merge: id }), `${name} ${json}`).rejects.toMatchObject(isDamaged);
    }
    db.close();
    // Nobody has to guess which of the two is meant.
    await expect(damage.call("merge.show", {})).rejects.toMatchObject({ data: { merges: [other.id, id] } });
    expect((await damage.call("merge.start", { ours: "options", theirs: "options-2" })).resumed).toBe(false);
    const listed = await runHere(["merge", "list"], {
      cwd: damage.folder,
      env: { STRATA_STORE: damage.path },
    });
    expect(listed.stdout.toString()).toContain(`To give it up: strata merge abandon --merge ${id}\n`);
    const abandoned = { id, outcome: "abandoned", problem };
    expect(await damage.call("merge.abandon", { merge: id })).toEqual(abandoned);
    expect((await damage.call("merge.list", {})).damaged).toEqual([]);
    expect((await damage.call("merge.list", { ended: true })).damaged).toEqual([{ id, problem }]);
    await expect(damage.call("merge.restore", { merge: id })).rejects.toMatchObject(isDamaged);
    await expect(damage.call("merge.abandon", { merge: id })).rejects.toMatchObject({ code: "MergeEnded" });
  });

  it("keeps no working copy from being pushed", async () => {
    const damage = new MergingStore();
    await damage.put("main", { a: "1" });
    await damage.call("mount.open", { ref: "main" });
    await damage.call("mount.write", { mount: "main", path: "a", text: "2" });
    await damage.put("main", { a: "3" });
    const { id } = await damage.call("merge.start", { mount: "main" });
    const db = openDatabase(layoutOf(damage.path).strataDb);
    db.prepare("UPDATE merges SET options = 'null'").run();
    db.close();
    const pushed = await damage.call("mount.push", { mount: "main", force: true });
    expect(pushed.status).toBe("advanced");
    expect(await damage.call("merge.list", {})).toEqual({ merges: [], damaged: [] });
    expect((await damage.call("merge.list", { ended: true })).damaged).toMatchObject([{ id }]);
  });
});

it("a merge whose side lies in a damaged pack says so, and goes on with the files that can be read", async () => {
  const damage = new MergingStore();
  const big = (mark: string, seed: number) =>
    Buffer.concat([Buffer.from(`${mark}\n`), Buffer.from(seededBytes(seed, 2_500_000))]);
  const tree = (mark: string, seed: number) => ({
    big: big(mark, seed),
    text: lines(`3: ${mark}`),
    auto: lines(),
  });
  const { id } = await damage.start(
    "pack",
    tree("1", 1),
    { ...tree("2", 1), big: big("2", 2) },
    tree("3", 3),
  );
  await damage.call("merge.resolve", { merge: id, path: "big", take: "theirs" });
  const packs = join(damage.path, "packs");
  for (const name of readdirSync(packs).filter((each) => each.startsWith("content"))) {
    const bytes = readFileSync(join(packs, name));
    for (let at = 100_000; at < bytes.length; at += 50_000) bytes[at] = (bytes[at] ?? 0) ^ 4;
    writeFileSync(join(packs, name), bytes);
  }
  await damage.handle.close();
  const again = new MergingStore(damage.path);
  const { files } = await again.call("merge.show", { merge: id });
  expect(files.map(({ path, take }) => `${path}: ${take}`)).toEqual(["big: theirs", "text: undecided"]);
  await expect(again.call("merge.file", { merge: id, path: "big" })).rejects.toMatchObject({
    code: "CorruptObject",
  });
  await again.call("merge.resolve", { merge: id, path: "text", take: "both" });
  const { files: checked } = await again.call("merge.check", { merge: id, path: "text" });
  expect(checked).toMatchObject([{ path: "text", findings: [] }]);
  const content = join(again.folder, "content");
  writeFileSync(content, "by hand");
  await again.call("merge.resolve", { merge: id, path: "big", take: "content", from: content });
  // A file whose versions cannot be looked at is told of, and the others are checked.
  expect(await again.call("merge.check", { merge: id })).toEqual({
    total: 2,
    checked: 2,
    files: [
      {
        path: "big",
        state: "resolved",
        findings: [],
        new_lines: null,
        unchecked: expect.stringContaining("damaged"),
      },
    ],
  });
  await expect(again.call("merge.check", { merge: id, path: "big" })).rejects.toMatchObject({
    code: "CorruptObject",
  });
  expect(await again.call("merge.complete", { merge: id })).toMatchObject({ status: "completed" });
  expect(await again.textOf("pack", "big")).toBe("by hand");
});

it.skipIf(!canBecomeReader)(
  "a merge in a store that cannot be written can be read in every way, and each step is refused",
  async () => {
    const reading = new MergingStore();
    const tree = (mark: string) => ({ a: lines(`3: ${mark}`), b: `\0${mark}`, auto: lines() });
    const { id } = await reading.start("read", tree("1"), tree("2"), { ...tree("3"), auto: lines("9: x") });
    await reading.call("merge.abandon", {
      merge: (await reading.start("ended", tree("1"), tree("2"), tree("3"))).id,
    });
    await reading.handle.close();
    const seen = asReader(
      reading.path,
      `const { invoke, registry, StoreHandle } = await import(index);
      const handle = new StoreHandle(store, { surface: "cli" });
      const told = {};
      for (const [name, input] of JSON.parse(args[0]))
        told[name + JSON.stringify(input)] =
          await invoke(registry, name, input, { store: handle }).then(() => "done", (thrown) => thrown.code);
      console.log(JSON.stringify(told));`,
      JSON.stringify([...reads(id), ...writes(id)]),
    );
    const expected = (asked: readonly Asked[], outcome: string) =>
      asked.map(([name, input]) => [`${name}${JSON.stringify(input)}`, outcome]);
    expect(seen).toEqual(
      Object.fromEntries([...expected(reads(id), "done"), ...expected(writes(id), "StoreReadOnly")]),
    );
  },
);

type Asked = readonly [name: string, input: object];

const reads = (merge: number): Asked[] => [
  ["merge.list", { ended: true }],
  ["merge.show", { merge }],
  ["merge.show", { merge, path: "a" }],
  ["merge.file", { merge, path: "a" }],
  ["merge.check", { merge }],
  ["merge.resolve", { merge, match: "*", take: "both", dry_run: true }],
];

const writes = (merge: number): Asked[] => [
  ["merge.resolve", { merge, path: "a", take: "both" }],
  ["merge.resolve", { merge, path: "b", take: "ours" }],
  ["merge.decide", { merge, decisions: [{ path: "b", decision: { take: "ours" } }] }],
  ["merge.reopen", { merge, path: "a" }],
  ["merge.preview", { merge }],
  ["merge.complete", { merge }],
  ["merge.abandon", { merge }],
  ["merge.restore", { merge: merge + 1 }],
  ["merge.start", { ours: "read", theirs: "ended" }],
];

it("a store that an older Strata made gets the tables of merges when it is opened to write", async () => {
  const old = new MergingStore();
  await old.part("old", { a: "1" }, { a: "2" }, { a: "3" });
  await old.handle.close();
  const db = openDatabase(layoutOf(old.path).strataDb);
  db.exec("DROP TABLE merge_files; DROP TABLE merges");
  db.close();
  const again = new MergingStore(old.path);
  expect(await again.call("merge.list", {})).toEqual({ merges: [], damaged: [] });
  expect(await again.call("merge.start", { ours: "old", theirs: "old-2" })).toMatchObject({ id: 1 });
});
