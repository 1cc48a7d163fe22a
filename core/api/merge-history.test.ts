import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { callerOf } from "../testing/caller.ts";
import { runStrata } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const storeFolder = join(folder, "store");
let store = new StoreHandle(storeFolder, { surface: "app" });

/** Runs a command on the store as it is open now. */
const call: ReturnType<typeof callerOf> = (name, input) => callerOf(store)(name, input);

type Tree = Parameters<typeof writeTree>[1];

function live(tree: Tree): string {
  const live = join(folder, "live");
  rmSync(live, { recursive: true, force: true });
  writeTree(live, tree);
  return live;
}

/** Imports a tree under a label, whatever that holds. */
const put = async (label: string, tree: Tree) =>
  (await call("import", { paths: [live(tree)], label, replace: true })).ca_id;
/** Makes a snapshot of a tree, which no label holds. */
const capture = async (tree: Tree) => (await call("capture", { paths: [live(tree)] })).ca_id;
/** Returns the paths of the files of a snapshot. */
async function pathsOf(ref: string): Promise<string[]> {
  const { entries } = await call("tree", { ref, recursive: true });
  return entries.filter(({ type }) => type === "file").map(({ path }) => path);
}

async function merged(ours: string, theirs: string) {
  const merge = await call("merge", { ours, theirs });
  if (merge.status !== "merged") throw new Error("it is in conflict");
  return merge;
}

afterAll(() => store.close());

describe("a label that is made of another one", () => {
  it("came from that one's move, whichever label took the same snapshot later", async () => {
    await put("daily", { old: "1" });
    const base = await put("main", { keep: "k", gone: "g" });
    await put("daily", { keep: "k", gone: "g" });
    await call("label.create", { label: "feature", ref: "main" });
    await put("main", { keep: "k" });
    await put("feature", { keep: "k", gone: "g", more: "m" });
    const merge = await merged("main", "feature");
    expect(merge).toMatchObject({ base, base_found: { label: "main" } });
    // A file that one side deleted does not come back.
    expect(await pathsOf(merge.ca_id)).toEqual(["keep", "more"]);
  });

  it("MB5: came from the one that was named, where several hold the same", async () => {
    await put("p", { a: "1", p: "p" });
    await put("q", { a: "1" });
    const same = await put("p", { a: "2" });
    await put("q", { a: "2" });
    await call("label.create", { label: "of-p", ref: "p" });
    await call("label.create", { label: "of-q", ref: "q@{0}" });
    await put("of-p", { a: "2", b: "1" });
    await put("of-q", { a: "2", c: "1" });
    expect(await call("merge", { ours: "of-p", theirs: "p@{1}" })).toMatchObject({
      base_found: { label: "p" },
    });
    expect(await call("merge", { ours: "of-q", theirs: "p@{1}" })).toMatchObject({ base: null });
    expect(await call("merge", { ours: "of-q", theirs: "q" })).toMatchObject({
      base: same,
      base_found: { label: "q" },
    });
  });

  it("may be made of a bare id: it came from where the two histories have that", async () => {
    const base = await put("plain", { keep: "k", gone: "g" });
    await put("late", { other: "1" });
    await put("late", { keep: "k", gone: "g" });
    await call("label.create", { label: "by-id", ref: base });
    await put("plain", { keep: "k" });
    await put("by-id", { keep: "k", gone: "g", more: "m" });
    expect(await pathsOf((await merged("plain", "by-id")).ca_id)).toEqual(["keep", "more"]);
  });
});

describe("a push that names what went into it", () => {
  /** Makes two labels that conflict, and pushes what somebody decided onto the first, with the second as a parent. */
  async function decided(name: string, parentOf: (label: string, id: string) => string): Promise<void> {
    await put(`${name}-daily`, { old: "1" });
    await put(name, { f: "0" });
    await call("label.create", { label: `${name}-theirs`, ref: name });
    const ours = await put(name, { f: "A" });
    const theirs = await put(`${name}-theirs`, { f: "B" });
    await put(`${name}-daily`, { f: "B" });
    const both = await capture({ f: "AB" });
    const parents = [parentOf(`${name}-theirs`, theirs)];
    await call("push", { ref: both, label: name, expected: ours, parents });
    expect(await call("merge", { ours: name, theirs: `${name}-theirs` })).toMatchObject({
      status: "merged",
      ca_id: both,
      base: theirs,
      base_found: { label: `${name}-theirs` },
    });
  }

  it("MB6: has settled their conflict for good, whichever label took the same", () =>
    decided("named", (label) => label));
  it("does so too where the parent is named by its id", () => decided("by-id-alone", (_, id) => id));

  it("of a label's snapshot came from that label", async () => {
    await put("from", { a: "1" });
    await put("onto", { z: "1" });
    await call("label.set", { label: "onto", ref: "from" });
    await put("from", { a: "1", b: "1" });
    await put("onto", { c: "1" });
    expect(await pathsOf((await merged("onto", "from")).ca_id)).toEqual(["b", "c"]);
  });
});

it("R5: a reset goes back to the very move that is named", async () => {
  await put("back", { a: "1" });
  await put("back", { a: "1", b: "1" });
  await put("back", { a: "1" });
  await call("label.create", { label: "early", ref: "back@{2}" });
  await call("reset", { label: "back", ref: "back@{1}" });
  await call("reset", { label: "back", ref: "back@{3}" });
  await put("early", { a: "1", e: "1" });
  await put("back", { a: "2" });
  const { log } = await call("log", { label: "back" });
  expect(await call("merge", { ours: "back", theirs: "early" })).toMatchObject({
    base_found: { label: "back", seq: log[0]?.seq },
  });
});

it("MB7: a working copy that is pushed to a new label came from the move that it was opened at", async () => {
  await put("w-daily", { old: "1" });
  const base = await put("w-main", { keep: "k", gone: "g" });
  await put("w-daily", { keep: "k", gone: "g" });
  const { name: mount } = await call("mount.open", { ref: "w-main" });
  await call("mount.write", { mount, path: "new", text: "n" });
  await put("w-main", { keep: "k" });
  await call("mount.push", { mount, label: "w-new" });
  const merge = await merged("w-main", "w-new");
  expect(merge).toMatchObject({ base, base_found: { label: "w-main" } });
  expect(await pathsOf(merge.ca_id)).toEqual(["keep", "new"]);
  // And now it is on the new label's move.
  await call("mount.write", { mount, path: "newer", text: "n" });
  await call("mount.push", { mount, label: "w-newer" });
  expect(await call("merge", { ours: "w-new", theirs: "w-newer" })).toMatchObject({
    base_found: { label: "w-new" },
  });
});

it("W21: a working copy that is pushed to where its base is in the history already names no parents", async () => {
  await put("n-main", { a: "1" });
  const { name: mount } = await call("mount.open", { ref: "n-main" });
  await call("mount.write", { mount, path: "new", text: "n" });
  await put("n-main", { a: "2" });
  await call("mount.push", { mount, force: true });
  await call("mount.write", { mount, path: "new", text: "m" });
  await call("mount.push", { mount });
  const { log } = await call("log", { label: "n-main" });
  expect(log.map(({ op, parents }) => [op, parents])).toEqual([
    ["create", undefined],
    ["push", undefined],
    ["force", undefined],
    ["push", undefined],
  ]);
  await call("reset", { label: "n-main", ref: "n-main@{2}" });
  await call("mount.write", { mount, path: "new", text: "o" });
  await call("mount.push", { mount, force: true });
  const { log: after } = await call("log", { label: "n-main" });
  // The parent is the snapshot before the move, not the one the label was reset to.
  expect(after.at(-1)).toMatchObject({ op: "force", parents: [log.at(-1)?.to] });
});

describe("a snapshot that is named by its id", () => {
  it("MB11: is told to be ambiguous where the labels that held it lead to different bases", async () => {
    await put("amb-main", { a: "0", x: "0" });
    await call("label.create", { label: "amb-side", ref: "amb-main" });
    const id = await put("amb-side", { a: "1", x: "0" });
    await put("amb-main", { a: "0", x: "1" });
    expect(await call("merge", { ours: "amb-main", theirs: id })).toMatchObject({ status: "merged" });
    await put("amb-daily", { q: "1" });
    await put("amb-daily", { a: "1", x: "0" });
    await expect(
      invoke(registry, "merge", { ours: "amb-main", theirs: id.slice(0, 12) }, { store }),
    ).rejects.toMatchObject({
      code: "AmbiguousReference",
      hint: expect.stringContaining("amb-side, amb-daily"),
      data: { reference: id, candidates: [{ label: "amb-side" }, { label: "amb-daily" }] },
    });
    expect(await call("merge", { ours: "amb-main", theirs: "amb-side" })).toMatchObject({ status: "merged" });
    expect(await call("merge", { ours: "amb-main", theirs: id, base: "amb-main@{1}" })).toMatchObject({
      status: "merged",
    });
  });
});

describe("histories that cross", () => {
  /** Has two labels take each other in, each with its own decision about `f`, and gives what they held before. */
  async function cross(name: string, decisions: { ours: string; theirs: string }, more: Tree = {}) {
    const [one, two] = [`${name}-one`, `${name}-two`];
    await put(one, { f: "0", ...more });
    await call("label.create", { label: two, ref: one });
    const ours = await put(one, { f: "A", ...more });
    const theirs = await put(two, { f: "B", ...more });
    const left = await capture({ f: decisions.ours, ...more, left: "1" });
    const right = await capture({ f: decisions.theirs, ...more, right: "1" });
    await call("push", { ref: left, label: one, expected: ours, parents: [`${two}@{0}`] });
    await call("push", { ref: right, label: two, expected: theirs, parents: [`${one}@{1}`] });
    return { one, two, ours, theirs };
  }

  it("MV8: are merged by all their bases: what was decided in different ways is asked", async () => {
    const { one, two, ours, theirs } = await cross("disagree", { ours: "A", theirs: "B" });
    const { bytes } = await (await store.repository()).footprint();
    const merge = await call("merge", { ours: one, theirs: two });
    expect(merge).toMatchObject({
      status: "conflict",
      base: null,
      virtual_base: [
        { ca_id: theirs, label: two },
        { ca_id: ours, label: one },
      ],
      conflicts: [{ path: "f", kind: "text", base: null, reason: expect.stringContaining("do not agree") }],
    });
    expect(merge).not.toHaveProperty("base_found");
    if (merge.status === "conflict") expect(merge.conflicts[0]?.markers).not.toMatch(/<<<<<<<.*<<<<<<</s);
    expect((await (await store.repository()).footprint()).bytes).toBe(bytes);
    expect(await call("merge", { ours: one, theirs: two, prefer: "ours" })).toMatchObject({
      status: "merged",
      preferred: ["f"],
    });
  });

  it("are merged where both decided alike, with what each has besides", async () => {
    const { one, two } = await cross("agree", { ours: "A", theirs: "A" }, { k: "k" });
    const merge = await merged(one, two);
    expect(merge.virtual_base).toHaveLength(2);
    expect(await pathsOf(merge.ca_id)).toEqual(["f", "k", "left", "right"]);
    expect(await merged(two, one)).toMatchObject({ ca_id: merge.ca_id });
  });

  it("MV10: are merged by a base that was named", async () => {
    const { one, two, ours } = await cross("given", { ours: "A", theirs: "B" });
    const merge = await call("merge", { ours: one, theirs: two, base: ours });
    expect(merge).toMatchObject({ status: "merged", base: ours });
    expect(merge).not.toHaveProperty("virtual_base");
  });

  it("are told to cross on the command line", async () => {
    const { one, two, ours, theirs } = await cross("told", { ours: "A", theirs: "B" });
    const args = ["--store", storeFolder, "fs", "merge", one, two];
    const { code, stdout } = await runStrata(args, { cwd: folder });
    expect(code).toBe(4);
    expect(stdout).toContain("the base is a virtual base of 2, since their histories cross: ");
    expect(stdout).toMatch(
      new RegExp(`${theirs.slice(0, 10)} \\(${two}, .*\\) and ${ours.slice(0, 10)} \\(${one}, `),
    );
  });
});

describe("a store from before moves said where they came from", () => {
  it("MB12: is read as well as it can be, and says it from the next move on", async () => {
    await put("v-main", { keep: "k", gone: "g" });
    await put("v-daily", { old: "1" });
    await put("v-daily", { keep: "k", gone: "g" });
    await call("label.create", { label: "v-old", ref: "v-main" });
    await put("v-old", { keep: "k", gone: "g", more: "m" });
    await put("v-main", { keep: "k" });
    const { name: mount } = await call("mount.open", { ref: "v-old" });
    await call("mount.write", { mount, path: "new", text: "n" });
    await store.close();
    const db = openDatabase(join(storeFolder, "strata.db"));
    db.exec("DROP INDEX reflog_origins");
    db.exec("ALTER TABLE reflog DROP COLUMN origins");
    db.exec("ALTER TABLE mounts DROP COLUMN base_entry");
    db.close();
    store = new StoreHandle(storeFolder, { surface: "app" });
    // Nothing has written to it yet.
    const repository = await store.repository();
    const [ours, theirs] = ["v-main", "v-old"].map((name) => repository.resolve(name));
    if (ours === undefined || theirs === undefined) throw new Error("there are two labels");
    expect(repository.mergeBase(ours, theirs).bases).toMatchObject([{ label: "v-main" }]);
    expect((await call("mount.list", {})).mounts).toContainEqual(expect.objectContaining({ name: mount }));
    expect(await pathsOf((await merged("v-main", "v-old")).ca_id)).toEqual(["keep", "more"]);
    // The mount does not say its move any more: the history of its label does.
    await call("mount.push", { mount, label: "v-new" });
    expect(await call("merge", { ours: "v-new", theirs: "v-old" })).toMatchObject({
      base_found: { label: "v-old" },
    });
    await put("v-daily", { old: "2" });
    await put("v-daily", { keep: "k" });
    await call("label.create", { label: "v-next", ref: "v-main" });
    await put("v-main", { keep: "2" });
    expect(await call("merge", { ours: "v-main", theirs: "v-next" })).toMatchObject({
      base_found: { label: "v-main" },
    });
    expect((await call("verify", {})).problems).toEqual([]);
  });
});
