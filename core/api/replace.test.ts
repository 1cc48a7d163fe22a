import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { StrataError } from "../errors.ts";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { StoreHandle } from "./store-handle.ts";
import { undoing } from "./undoing.ts";

const root = temporaryFolder();
const live = join(root, "live");
const store = new StoreHandle(join(root, "store"), { surface: "app" });

const call = callerOf(store);

const importLive = (more: object = {}) => call("import", { paths: [live], label: "work", ...more });
const plan = (more: object = {}) => call("preflight", { paths: [live], label: "work", ...more });

/** Returns the data of the error that an import ends with, held to their schema. */
async function refusal(more: object = {}) {
  const thrown = await importLive(more).catch((error: unknown) => error);
  if (!(thrown instanceof StrataError)) throw new Error("it was not refused");
  expect(thrown.code).toBe("WouldUndo");
  return { error: thrown, data: undoing.strip().parse(thrown.data) };
}

/** Pushes a working copy of the label in which a file is written and another removed. */
async function push(written: string, removed: string): Promise<void> {
  const { name: mount } = await call("mount.open", { ref: "work" });
  await call("mount.write", { mount, path: written, text: "pushed" });
  await call("mount.rm", { mount, path: removed });
  await call("mount.push", { mount, message: "From a working copy" });
}

beforeAll(async () => {
  writeTree(live, { a: "a", b: "b", "dir/c": "c", "dir/d": "d" });
  await importLive();
});

afterAll(() => store.close());

describe("an import that would undo a push", () => {
  it("I10: is told of beforehand, and does not happen unless it is asked to replace that", async () => {
    expect((await plan()).undoing).toBeNull();
    await push("dir/c", "b");
    await push("new", "dir/d");
    const head = (await call("labels", {})).labels[0]?.ca_id;
    writeTree(live, { a: "mine" });
    const found = await plan();
    expect(found).toMatchObject({
      head,
      undoing: {
        base: { seq: 1 },
        last: 3,
        move_count: 2,
        moves: [
          {
            seq: 3,
            op: "push",
            ca_id: head,
            message: "From a working copy",
            actor: expect.stringMatching(/\(app\)$/),
          },
          { seq: 2, op: "push" },
        ],
        counts: { removed: 1, returned: 2 },
        changes: [
          { path: "b", effect: "returned" },
          { path: "dir/c" },
          { path: "dir/d", effect: "returned" },
          { path: "new", effect: "removed" },
        ],
        other_folder: null,
        new_label: "work-2",
      },
    });
    const { error, data } = await refusal();
    // A preflight reads nothing, and so cannot tell that `dir/c` is just as it was.
    expect(data).toEqual({
      ...found.undoing,
      counts: { removed: 1, returned: 2, reverted: 1, changed: 0 },
      changes: expect.arrayContaining([{ path: "dir/c", effect: "reverted" }]),
    });
    expect(error.message).toBe(
      "The import would undo 2 moves of work that did not come from these paths: it would remove 1 file, bring back 2 files that had been deleted, set 1 file back.",
    );
    expect(error.hint).toContain("--replace");
    expect((await call("labels", {})).labels[0]?.ca_id).toBe(head);
    // The refused snapshot is kept, so that it can be compared and need not be read again.
    expect(await call("diff", { a: "work", b: String(error.data?.ca_id) })).toBeDefined();

    await push("later", "a");
    expect((await refusal({ replace: true, seen: data.last })).data).toMatchObject({
      base: { seq: 3 },
      move_count: 1,
      counts: { removed: 1, changed: 0, returned: 1, reverted: 0 },
    });
    expect(await importLive({ replace: true })).toMatchObject({ moved: true });
    expect((await plan()).undoing).toBeNull();
  });

  it("is told of for other paths than the label is of", async () => {
    const input = { paths: [join(live, "a")], label: "work" };
    expect((await call("preflight", input)).undoing).toMatchObject({
      base: null,
      moves: [],
      counts: { removed: 3 },
      other_folder: live,
    });
    await expect(call("import", input)).rejects.toMatchObject({
      code: "WouldUndo",
      message: `The import would replace what work holds from elsewhere (it is of ${live} so far): it would remove 3 files.`,
    });
  });

  it("is not told of where the folder has it all", async () => {
    await push("new", "b");
    rmSync(join(live, "b"));
    writeTree(live, { new: "pushed" });
    expect(await importLive()).toMatchObject({ moved: false });
    expect((await plan()).undoing).toBeNull();
  });

  it("needs the label's own move for what was seen", async () => {
    await expect(importLive({ replace: true, seen: 9999 })).rejects.toMatchObject({ code: "BadInput" });
  });
});
