import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { idToBytes, type ObjectId } from "../ids.ts";
import { layoutOf } from "../store/layout.ts";
import { runHere } from "../testing/command-here.ts";
import { MergingStore } from "../testing/merging.ts";
import { asReader, canBecomeReader } from "../testing/repositories.ts";

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

it.skipIf(!canBecomeReader)(
  "a merge in a store that cannot be written is shown, and not changed",
  async () => {
    const reading = new MergingStore();
    const { id } = await reading.start("read", { a: "1" }, { a: "2" }, { a: "3" });
    await reading.handle.close();
    const seen = asReader(
      reading.path,
      `const file = repository.merges.file(${id}, "a");
    const texts = await repository.merges.texts(file);
    const refused = await repository.run("decideMerge", { id: ${id}, decisions: [{ path: "a", decision: { take: "ours" } }] })
      .catch((thrown) => thrown.code);
    console.log(JSON.stringify({ files: repository.merges.files(${id}).length, theirs: String(texts.theirs), refused }));`,
    );
    expect(seen).toEqual({ files: 1, theirs: "3", refused: "StoreReadOnly" });
  },
);

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
