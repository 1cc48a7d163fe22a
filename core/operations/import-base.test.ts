import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import type { Op } from "../labels/label-store.ts";
import { readWhole } from "../manifest/content.ts";
import { rangeEntries } from "../manifest/read.ts";
import type { ImportProgress } from "../snapshot/import-progress.ts";
import type { OpenedStore } from "../store/open.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { TestRunner } from "../testing/operations.ts";
import { openTestStore } from "../testing/stores.ts";
import type { ImportRequest } from "./import.ts";
import type { MountChange } from "./mount-changes.ts";
import { operations } from "./table.ts";

type Files = Record<string, string>;

let root: string;
let runner: TestRunner;
let store: OpenedStore;

beforeEach(() => {
  root = temporaryFolder();
  openStores();
});

afterEach(closeStores);

function openStores(): void {
  runner = new TestRunner(join(root, "store"));
  store = openTestStore(join(root, "store"));
}

function closeStores(): void {
  runner.close();
  store.close();
}

/** Replaces what a folder of the test holds, and gives its path. */
function folder(name: string, files: Files): string {
  const path = join(root, name);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
  writeTree(path, files);
  return path;
}

/** Imports, and gives "moved" or what went wrong. */
async function take(
  paths: string | string[],
  more: Partial<ImportRequest> = {},
  onProgress = (_: ImportProgress) => {},
) {
  const request = { paths: [paths].flat(), label: "work", ...more };
  const report = await runner.run(operations.import, request, { onProgress });
  return report.moved ? "moved" : "same";
}

const refused = (paths: string | string[], more: Partial<ImportRequest> = {}) =>
  take(paths, more).then(
    () => expect.fail("it was not refused"),
    (error: unknown) => error,
  );

/** Pushes a working copy of the label's head with these changes; null removes. */
async function push(changes: Record<string, string | null>): Promise<void> {
  const { id } = await runner.run(operations.openMount, { base: head(), label: "work" });
  const change = (change: MountChange) => runner.run(operations.changeMount, { id, change });
  for (const [path, text] of Object.entries(changes)) {
    await change({ do: "rm", path: path.split("/")[0] ?? "", recursive: true, force: true });
    if (text === null) continue;
    if (path.includes("/")) await change({ do: "mkdir", path: dirname(path), recursive: true });
    await change({ do: "write", path, bytes: Buffer.from(text) });
  }
  await runner.run(operations.pushMount, { id, message: "", force: false, override: false });
}

function head(): SnapshotId {
  const held = store.labels.resolveSync("work")?.head;
  if (!held) throw new Error("the label holds nothing");
  return held;
}

function move(op: Op, to: SnapshotId, undoes?: number): void {
  store.labels.casSync({ label: "work", op, to, ...(undoes !== undefined && { undoes }) }, head());
}

async function held(id = head()): Promise<Files> {
  const files: Files = {};
  for await (const [path, entry] of rangeEntries(store.nodes, id)) {
    files[path] = (await readWhole(store.objects, entry)).toString();
  }
  return files;
}

const error = (data: object) =>
  expect.objectContaining({ code: "WouldUndo", data: expect.objectContaining(data) });

describe("an import again", () => {
  it("I7: does not ask who only ever imports, whatever changes in the folder", async () => {
    await take(folder("live", { a: "1", b: "1", "d/x": "1" }));
    expect(await take(folder("live", { a: "2", c: "1" }))).toBe("moved");
    expect(await take(folder("live", { a: "2", c: "1" }))).toBe("same");
    expect(await take(folder("live", {}))).toBe("moved");
    expect(await take(folder("live", { d: "1" }))).toBe("moved");
  });

  it("I4: does not take back a push without being told to, and says what it would take back", async () => {
    const live = folder("live", { a: "1", b: "1", gone: "1", own: "1" });
    await take(live);
    await push({ b: "2", gone: null, new: "2" });
    const [before, pushed] = [await held(), store.labels.resolveSync("work")];
    folder("live", { a: "1", b: "1", gone: "1", own: "2", more: "1" });
    const thrown = await refused(live);
    expect(thrown).toEqual(
      error({
        label: "work",
        base: { seq: 1, ca_id: expect.any(String) },
        last: 2,
        move_count: 1,
        moves: [expect.objectContaining({ seq: 2, op: "push", ca_id: pushed?.head })],
        counts: { removed: 1, returned: 1, reverted: 1, changed: 0 },
        changes: [
          { path: "b", effect: "reverted" },
          { path: "gone", effect: "returned" },
          { path: "new", effect: "removed" },
        ],
        other_folder: null,
        new_label: "work-2",
      }),
    );
    // The label is as it was; the snapshot that it would have moved to can be looked at.
    expect(store.labels.resolveSync("work")).toEqual(pushed);
    expect(await held()).toEqual(before);
    const { ca_id: id } = (thrown as { data: { ca_id: SnapshotId } }).data;
    expect(store.labels.isSnapshot(id)).toBe(true);
    expect(await held(id)).toEqual({ a: "1", b: "1", gone: "1", own: "2", more: "1" });
    expect(await take(live, { replace: true })).toBe("moved");
    expect(await take(live)).toBe("same");
  });

  it("goes on where the folder has what came from elsewhere by now", async () => {
    const live = folder("live", { a: "1", b: "1" });
    await take(live);
    await push({ b: "2" });
    folder("live", { a: "1", b: "2", c: "1" });
    expect(await take(live)).toBe("moved");
    expect(await held()).toEqual({ a: "1", b: "2", c: "1" });
  });

  it.each(["reset", "force", "merge"] as const)("I5: does not take back a %s", async (op) => {
    const live = folder("live", { a: "1" });
    await take(live);
    const first = head();
    await take(folder("live", { a: "2", b: "1" }));
    move(op, first);
    expect(await refused(live)).toEqual(
      error({
        counts: { removed: 0, returned: 1, reverted: 1, changed: 0 },
        moves: [expect.objectContaining({ op })],
      }),
    );
    expect(head()).toBe(first);
  });

  it("I6: does not take back an undo, and asks nothing once that is made again", async () => {
    const live = folder("live", { a: "1" });
    await take(live);
    const first = head();
    await take(folder("live", { a: "2" }));
    const second = head();
    move("reset", first, 2);
    expect(await refused(live)).toEqual(error({ moves: [expect.objectContaining({ undoes: 2 })] }));
    move("reset", second, 3);
    expect(await take(folder("live", { a: "3" }))).toBe("moved");
  });

  it("I14: does not take back what was imported from another folder, or on another machine", async () => {
    const [one, other] = [folder("one", { a: "1" }), folder("other", { a: "1", b: "1" })];
    await take(one);
    expect(await take(other)).toBe("moved");
    expect(await refused(one)).toEqual(
      error({ counts: { removed: 1, returned: 0, reverted: 0, changed: 0 } }),
    );
    await take(one, { replace: true });
    // The files of the other folder are gone: importing it again would bring them back.
    expect(await refused(other)).toEqual(
      error({ counts: { removed: 0, returned: 1, reverted: 0, changed: 0 } }),
    );
    store.db.exec("UPDATE bases SET host = 'laptop'");
    await push({ a: "2" });
    expect(await refused(one)).toEqual(error({ base: null }));
  });

  it("I15: of some of a folder's files does not remove the others without a word", async () => {
    const files = Object.fromEntries(Array.from({ length: 61 }, (_, no) => [`f${no}`, "1"]));
    const live = folder("live", files);
    await take(live);
    expect(await refused(join(live, "f0"))).toEqual(
      error({
        base: null,
        counts: { removed: 60, returned: 0, reverted: 0, changed: 0 },
        other_folder: live,
      }),
    );
    expect(await take(join(live, "f0"), { replace: true })).toBe("moved");
    expect(await take(join(live, "f0"))).toBe("same");
  });

  it("I17: under another name of the folder does not bring back what a push deleted", async () => {
    const live = folder("live", { a: "1", b: "1" });
    await take(live);
    await expect
      .poll(async () => (await runner.run(operations.import, { paths: [live], label: "work" })).unchanged)
      .toBe(2);
    await push({ b: null });
    symlinkSync(live, join(root, "link"));
    expect(await refused(join(root, "link"))).toEqual(
      error({ base: null, changes: [{ path: "b", effect: "returned" }] }),
    );
    await take(join(root, "link"), { replace: true });
    expect(await take(join(root, "link"))).toBe("same");
  });

  it("I17: from elsewhere asks nothing where it only adds", async () => {
    await take(folder("live", { a: "1" }));
    expect(await take(folder("moved", { a: "1", b: "1" }))).toBe("moved");
  });

  it("I18: under a label that was created of what the folder had asks nothing, until somebody moves it", async () => {
    const live = folder("live", { a: "1" });
    await take(live);
    const first = head();
    await take(folder("live", { a: "2", b: "2" }));
    for (const label of ["early", "moved"]) {
      store.labels.casSync({ label, op: "create", to: first }, null);
    }
    store.labels.casSync({ label: "moved", op: "push", to: head() }, first);
    store.labels.casSync({ label: "moved", op: "reset", to: first }, head());
    folder("live", { a: "3" });
    expect(await take(live, { label: "early" })).toBe("moved");
    expect(await refused(live, { label: "moved" })).toEqual(error({ label: "moved", base: null }));
    store.labels.casSync({ label: "foreign", op: "create", to: head() }, null);
    expect(await refused(folder("other", { c: "1" }), { label: "foreign" })).toEqual(error({ base: null }));
  });

  it("I19: of a label that was deleted brings it back", async () => {
    const live = folder("live", { a: "1" });
    await take(live);
    store.labels.casSync({ label: "work", op: "delete", to: null }, head());
    expect(await take(folder("live", { a: "2" }))).toBe("moved");
    expect(await take(folder("live", { a: "3" }))).toBe("moved");
    expect(await take(live)).toBe("same");
  });

  it("I20: finds its label by whatever name", async () => {
    const live = folder("live", { a: "1" });
    await take(live);
    store.labels.casSync({ label: "work", op: "rename", to: head(), rename: "works" }, head());
    expect(await take(folder("live", { a: "2" }), { label: "works" })).toBe("moved");
    expect(await take(live, { label: "works" })).toBe("same");
  });
});

describe("a label that moves while it is imported into", () => {
  /** Pushes once, as soon as the folder is read. */
  const pushMeanwhile = (id: SnapshotId) => (progress: ImportProgress) => {
    if (progress.phase === "finishing" && head() !== id) move("push", id);
  };

  it("I12: is looked at again at the moment of the move, with and without leave to replace", async () => {
    const live = folder("live", { a: "1" });
    await take(live);
    await push({ b: "1" });
    await push({ c: "1" });
    const last = head();
    for (const more of [{}, { replace: true }]) {
      const first = store.labels.logSync("work")[0]?.to;
      if (!first) throw new Error("there is a first move");
      move("reset", first);
      folder("live", { a: `${JSON.stringify(more)}` });
      await take(live, { replace: true });
      folder("live", { a: `${JSON.stringify(more)} again` });
      const thrown = await take(live, more, pushMeanwhile(last)).catch((error: unknown) => error);
      expect(thrown).toEqual(
        error({ move_count: 1, moves: [expect.objectContaining({ op: "push", ca_id: last })] }),
      );
      expect(head()).toBe(last);
    }
  });

  it("I11: is replaced as far as it was seen, and no further", async () => {
    const live = folder("live", { a: "1" });
    await take(live);
    await push({ b: "1" });
    const seen = store.labels.resolveSync("work")?.last.seq;
    await push({ c: "1" });
    expect(await refused(live, { replace: true, seen })).toEqual(
      error({ move_count: 1, changes: [{ path: "c", effect: "removed" }] }),
    );
    expect(await take(live, { replace: true, seen: store.labels.resolveSync("work")?.last.seq })).toBe(
      "moved",
    );
    store.labels.casSync({ label: "else", op: "create", to: head() }, null);
    await push({ d: "1" });
    const ofAnother = store.labels.resolveSync("else")?.last.seq;
    expect(await refused(live, { replace: true, seen: ofAnother })).toMatchObject({ code: "BadInput" });
  });
});

describe("a store from before bases were kept", () => {
  /** Makes it forget them, as one that an older Strata wrote. */
  function forget(): void {
    store.db.exec("DROP TABLE bases");
    closeStores();
    openStores();
  }

  /** Makes a folder and imports it until what was read of its files is remembered. */
  async function remembered(files: Files): Promise<string> {
    const live = folder("live", files);
    await take(live);
    // As one that was written right before it was read is not remembered.
    await expect
      .poll(async () => (await runner.run(operations.import, { paths: [live], label: "work" })).unchanged)
      .toBe(Object.keys(files).length);
    return live;
  }

  it("does not ask who only ever imported", async () => {
    const live = await remembered({ a: "1", b: "1", "d/x": "1" });
    forget();
    folder("live", { a: "2", c: "1" });
    expect(await take(live)).toBe("moved");
  });

  it("I16: does not take back a push, nor a reset", async () => {
    const live = await remembered({ a: "1", b: "1" });
    await push({ b: "2", c: "2" });
    forget();
    expect(await refused(live)).toEqual(
      error({ base: null, moves: [], counts: { removed: 1, returned: 0, reverted: 1, changed: 0 } }),
    );
    await take(live, { replace: true });
    await push({ b: null });
    move("reset", head());
    forget();
    expect(await refused(live)).toEqual(
      error({ counts: { removed: 0, returned: 1, reverted: 0, changed: 0 } }),
    );
  });

  it.each([
    ["", () => {}],
    [" and nothing is known of what moves changed", () => store.indexDb.exec("DELETE FROM change_sets")],
  ])("I17: does not bring back what a push deleted, when that was the latest move%s", async (_, lose) => {
    const live = await remembered({ a: "1", b: "1", "d/x": "1" });
    await push({ b: null, d: null });
    lose();
    forget();
    folder("live", { a: "1", b: "1", "d/x": "1", new: "1" });
    expect(await refused(live)).toEqual(
      error({
        counts: { removed: 0, returned: 2, reverted: 0, changed: 0 },
        changes: [
          { path: "b", effect: "returned" },
          { path: "d/x", effect: "returned" },
        ],
      }),
    );
    expect(await take(live, { replace: true })).toBe("moved");
  });

  it("I17: does not bring back what a push deleted, though nothing is known of the folder any more", async () => {
    const live = folder("live", { a: "1", b: "1", c: "1" });
    symlinkSync("a", join(live, "link"));
    await take(live);
    await push({ b: null, link: null });
    const pushed = store.labels.resolveSync("work");
    store.db.exec("DROP TABLE bases");
    closeStores();
    for (const suffix of ["", "-wal", "-shm"]) rmSync(join(root, `store/index.db${suffix}`), { force: true });
    openStores();
    expect(await refused(live)).toEqual(
      error({
        base: null,
        counts: { removed: 0, returned: 2, reverted: 0, changed: 0 },
        changes: [
          { path: "b", effect: "returned" },
          { path: "link", effect: "returned" },
        ],
      }),
    );
    expect(store.labels.resolveSync("work")).toEqual(pushed);
    // The folder may go on from there, and once it was told to replace, it is asked no more.
    expect(await take(live, { replace: true })).toBe("moved");
    expect(await take(live)).toBe("same");
  });

  it("I17: takes what was read under another label, and this one never held, for new", async () => {
    const live = await remembered({ a: "1", b: "1" });
    await take(live, { label: "else" });
    await take(folder("other", { a: "1" }), { label: "less" });
    forget();
    expect(await take(live, { label: "less" })).toBe("moved");
  });

  it("of one folder and then of another asks before it replaces anything", async () => {
    await remembered({ a: "1", b: "1" });
    forget();
    expect(await refused(folder("other", { a: "2" }))).toEqual(
      error({ counts: { removed: 1, returned: 0, reverted: 0, changed: 1 } }),
    );
  });
});

describe("two folders, working copies and moves back, in any order", () => {
  const PATHS = ["a", "b", "d", "d/x"] as const;
  const edit = fc.record({ path: fc.constantFrom(...PATHS), text: fc.constantFrom("0", "1", null) });
  const of = fc.constantFrom("one", "two");
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant("edit" as const), of, edit }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("import" as const), of, replace: fc.boolean() }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("push" as const), edit }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("reset" as const), to: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("undo" as const) }) },
  );

  /** Changes a path; a file goes where a folder is needed, and the other way round. */
  function edited(files: Files, { path, text }: { path: string; text: string | null }): Files {
    const [top] = path.split("/");
    const kept = Object.entries(files).filter(([each]) => each.split("/")[0] !== top);
    return { ...Object.fromEntries(kept), ...(text !== null && { [path]: text }) };
  }

  /** Whether the label came to hold something at a path that the folder neither has nor had in common with it. */
  const takesBack = (base: Files, held: Files, comes: Files) =>
    PATHS.some((path) => base[path] !== held[path] && held[path] !== comes[path]);

  it("nothing that came into the label from elsewhere goes away without the error, which comes for nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        store.db.exec("DELETE FROM bases");
        for (const { name } of store.labels.listSync())
          store.labels.forceSync({ label: name, op: "delete", to: null });
        const folders: Record<string, Files> = { one: { a: "0", b: "0" }, two: { a: "0", b: "0" } };
        const bases: Record<string, Files> = {};
        for (const name of ["one", "two"]) {
          await take(folder(name, folders[name] ?? {}));
          bases[name] = { a: "0", b: "0" };
        }
        for (const step of steps) {
          const before = await held();
          if (step.do === "edit") {
            folders[step.of] = edited(folders[step.of] ?? {}, step.edit);
            folder(step.of, folders[step.of] ?? {});
          } else if (step.do === "import") {
            const [base = {}, comes = {}] = [bases[step.of], folders[step.of]];
            const outcome = await take(join(root, step.of), { replace: step.replace }).catch(
              (error: unknown) => error,
            );
            if (!step.replace && takesBack(base, before, comes)) {
              expect(outcome).toMatchObject({ code: "WouldUndo" });
              expect(await held()).toEqual(before);
            } else {
              expect(["moved", "same"]).toContain(outcome);
              expect(await held()).toEqual(comes);
              bases[step.of] = comes;
            }
          } else if (step.do === "push") await push({ [step.edit.path]: step.edit.text });
          else {
            const log = store.labels.logSync("work").filter(({ to }) => to !== null);
            const { to, seq, from } = log.at(step.do === "undo" ? -1 : -1 - (step.to % log.length)) ?? {};
            const target = step.do === "undo" ? from : to;
            if (target) move("reset", target, step.do === "undo" ? seq : undefined);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});
