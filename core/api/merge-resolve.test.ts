import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { fileOf } from "../merge/sqlite/databases-suite.ts";
import { layoutOf } from "../store/layout.ts";
import { lines, MergingStore } from "../testing/merging.ts";

const store = new MergingStore();
const call: MergingStore["call"] = (name, input) => store.call(name, input);
const takes = async (merge: number) =>
  (await call("merge.show", { merge })).files.map(({ path, take }) => `${path}: ${take}`);

const base = fileOf("CREATE TABLE t(k INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (1, 'b')");
const database = (mark: string) => Buffer.from(fileOf(`UPDATE t SET v = '${mark}'`, base));

/** Starts a merge with a text, another binary file and a database in conflict. */
async function mixed(name: string): Promise<number> {
  const tree = (mark: string) => ({
    "a.txt": lines(`3: ${mark}`),
    "b.bin": `\0${mark}`,
    "c.db": database(mark),
  });
  return (await store.start(name, tree("base"), tree("ours"), tree("theirs"))).id;
}

/** Runs work while any change of one file of a merge fails. */
async function whileFailing(path: string, work: () => Promise<void>): Promise<void> {
  const db = openDatabase(layoutOf(store.path).strataDb);
  db.exec(`CREATE TRIGGER no BEFORE UPDATE ON merge_files WHEN NEW.path = CAST('${path}' AS BLOB)
    BEGIN SELECT RAISE(ABORT, 'no'); END`);
  await work();
  db.exec("DROP TRIGGER no");
  db.close();
}

describe("what one call decides", () => {
  it.each(["a.txt", "b.bin", "c.db"])(
    "MS30: is decided as a whole or not at all, if %s fails",
    async (path) => {
      const merge = await mixed(`whole-${path}`);
      const before = await call("merge.show", { merge });
      await whileFailing(path, async () => {
        await expect(call("merge.resolve", { merge, match: "*", take: "both" })).rejects.toThrow();
        expect(await call("merge.show", { merge })).toEqual(before);
      });
      await call("merge.resolve", { merge, match: "*", take: "both" });
      expect(await takes(merge)).toEqual(["a.txt: text", "b.bin: both", "c.db: both"]);
    },
  );

  it("is all undone or nothing of it, too", async () => {
    const merge = await mixed("undo");
    const { files } = await call("merge.resolve", { merge, match: "*", take: "both" });
    const decisions = files.map(({ path, before: decision }) => ({ path, decision }));
    const steps = files.flatMap(({ path, regions }) => (regions ? { path, regions } : []));
    const after = await call("merge.show", { merge });
    await whileFailing("b.bin", async () => {
      await expect(call("merge.decide", { merge, decisions, steps })).rejects.toThrow();
      expect(await call("merge.show", { merge })).toEqual(after);
    });
    await call("merge.decide", { merge, decisions, steps });
    expect(await takes(merge)).toEqual(["a.txt: undecided", "b.bin: undecided", "c.db: undecided"]);
  });
});

describe("a second name", () => {
  /** Starts a merge with files in conflict beside a file, a folder and an empty folder that are not. */
  const start = async (name: string) => {
    const tree = (mark: string) => ({
      "a.bin": `\0${mark}`,
      "b.bin": `\0${mark}`,
      "in/c.bin": `\0${mark}`,
      file: "file",
      "folder/x": "x",
      "empty/": null,
    });
    return (await store.start(name, tree("base"), tree("ours"), tree("theirs"))).id;
  };

  it.each([
    ["file", "EEXIST", "file"],
    ["file/z", "ENOTDIR", "file"],
    ["folder", "EEXIST", "folder/x"],
    ["folder/x/y/z", "ENOTDIR", "folder/x"],
    ["a.bin", "EEXIST", "a.bin"],
    ["a.bin/z", "ENOTDIR", "a.bin"],
    ["b.bin", "EEXIST", "b.bin"],
    ["b.bin/z", "ENOTDIR", "b.bin"],
    ["in", "EEXIST", "in/c.bin"],
  ])("MS31: %s is refused at once with %s, also before it is taken", async (as, code, in_the_way) => {
    const merge = await start(`name-${as.replaceAll("/", "-")}`);
    const input = { merge, path: "a.bin", take: "both", as };
    const refused = {
      code,
      message: expect.stringContaining(in_the_way),
      data: { path: "a.bin", as, in_the_way },
    };
    await expect(call("merge.resolve", { ...input, dry_run: true })).rejects.toMatchObject(refused);
    await expect(call("merge.resolve", input)).rejects.toMatchObject(refused);
    const decision = { take: "both", as, first: "ours" };
    const decisions = [{ path: "a.bin", decision }];
    await expect(call("merge.decide", { merge, decisions })).rejects.toMatchObject(refused);
    expect((await takes(merge))[0]).toBe("a.bin: undecided");
  });

  it("may be in a folder, also in an empty one, and not at, below or above that of another file", async () => {
    const merge = await start("free");
    const resolve = (path: string, as: string) => call("merge.resolve", { merge, path, take: "both", as });
    await resolve("a.bin", "empty/second/a.bin");
    for (const [as, code] of [
      ["empty/second/a.bin", "EEXIST"],
      ["empty/second/a.bin/b", "ENOTDIR"],
      ["empty/second", "EEXIST"],
    ] as const)
      await expect(resolve("b.bin", as)).rejects.toMatchObject({ code, data: { path: "b.bin" } });
    await resolve("b.bin", "folder/b.bin");
    await call("merge.resolve", { merge, path: "in/c.bin", take: "ours" });
    await call("merge.complete", { merge });
    expect(await store.pathsOf("free")).toEqual(
      expect.arrayContaining(["empty/second/a.bin", "folder/b.bin", "folder/x"]),
    );
  });

  it("that a rule would give and that is taken leaves that file out, and the preview says so", async () => {
    const tree = (mark: string) => ({
      "a.bin": `\0${mark}`,
      "b.bin": `\0${mark}`,
      "a (rule-2).bin": "taken",
    });
    const { id: merge } = await store.start("rule", tree("base"), tree("ours"), tree("theirs"));
    const rule = { merge, match: "*.bin", take: "both" };
    const preview = await call("merge.resolve", { ...rule, dry_run: true });
    expect(preview).toMatchObject({
      files: [{ path: "b.bin" }],
      skipped: [{ path: "a.bin", reason: 'There is something at "a (rule-2).bin" already.' }],
    });
    const { files, skipped } = await call("merge.resolve", rule);
    expect({ files, skipped }).toEqual({ files: preview.files, skipped: preview.skipped });
    expect(await takes(merge)).toEqual(["a.bin: undecided", "b.bin: both"]);
  });

  it("in the folder that a side has in a file's place is free if nothing is there", async () => {
    const { id: merge } = await store.start("folder", { a: "1" }, { a: "2" }, { "a/x": "x" });
    const both = (as: string) => call("merge.resolve", { merge, path: "a", take: "both-reversed", as });
    await expect(both("a/x")).rejects.toMatchObject({ code: "EEXIST", data: { in_the_way: "a/x" } });
    await expect(both("a/x/y")).rejects.toMatchObject({ code: "ENOTDIR", data: { in_the_way: "a/x" } });
    await both("a/y");
    await call("merge.complete", { merge });
    expect(await store.pathsOf("folder")).toEqual(["a/x", "a/y"]);
  });
});

it("a rule that names permissions leaves out files whose permissions are in no conflict, and the preview says so", async () => {
  const tree = (mark: string) => ({ "a.bin": `\0${mark}` });
  const { id: merge } = await store.start("modes", tree("base"), tree("ours"), tree("theirs"));
  const rule = { merge, match: "*.bin", take: "ours", permissions: "ours" };
  for (const dry_run of [true, false])
    await expect(call("merge.resolve", { ...rule, dry_run })).rejects.toMatchObject({
      code: "BadInput",
      message: expect.stringContaining("its permissions are in no conflict"),
    });
});
