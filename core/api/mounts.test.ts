import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { callerOf } from "../testing/caller.ts";
import { runStrata } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";
import { invoke } from "./registry/invoke.ts";
import { type CommandName, registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const storeFolder = join(folder, "store");
const live = join(folder, "live");
const store = new StoreHandle(storeFolder, { surface: "app" });

const call = callerOf(store);

const rejection = (name: CommandName, input: unknown) =>
  expect(invoke(registry, name, input, { store })).rejects;
const strata = (args: string[], stdin?: Uint8Array) =>
  runStrata(["--store", storeFolder, ...args], { cwd: folder, ...(stdin && { stdin }) });

const LINES = Array.from({ length: 20 }, (_, no) => `line ${no}`);
const text = (at?: number, changed = "") => LINES.map((line, no) => (no === at ? changed : line)).join("\n");

/** Imports a tree under a label, and opens a mount of it. */
async function opened(label: string): Promise<{ mount: string; base: string }> {
  rmSync(live, { recursive: true, force: true });
  writeTree(live, { "a.txt": text(), "dir/b.bin": seededBytes(1, 70_000), "dir/sub/c": "c", "empty/": null });
  const { ca_id: base } = await call("import", { paths: [live], label });
  const { name: mount } = await call("mount.open", { ref: label });
  return { mount, base };
}

const write = (mount: string, path: string, content: string) =>
  call("mount.write", { mount, path, text: content });
const read = async (mount: string, path: string) => (await call("mount.read", { mount, path })).content;
const cat = async (ref: string) => (await call("cat", { ref })).content;
/** Moves a label as somebody else would. */
async function pushedByOthers(label: string, path: string, content: string): Promise<string> {
  const { name: mount } = await call("mount.open", { ref: label });
  await write(mount, path, content);
  const pushed = await call("mount.push", { mount, message: "theirs" });
  await call("mount.discard", { mount });
  if (pushed.status !== "advanced") throw new Error("it did not move");
  return pushed.ca_id;
}

afterAll(() => store.close());

describe("a mount", () => {
  it("W1: is opened under its label's name, listed, renamed, discarded and restored", async () => {
    const { mount, base } = await opened("listed");
    expect(mount).toBe("listed");
    const second = await call("mount.open", { ref: "listed@{0}" });
    expect(second).toMatchObject({ name: "listed-2", label: "listed", base, discarded: null });
    expect(await call("mount.rename", { mount: "listed-2", to: "other" })).toMatchObject({ id: second.id });
    await rejection("mount.rename", { mount: "other", to: "listed" }).toMatchObject({ code: "EEXIST" });
    await rejection("mount.open", { ref: "listed", name: "-no name" }).toMatchObject({ code: "EINVAL" });
    await write("other", "kept", "kept");
    await call("mount.discard", { mount: "other" });
    await rejection("mount.read", { mount: "other", path: "kept" }).toMatchObject({
      code: "UnknownReference",
    });
    const names = async (discarded: boolean) =>
      (await call("mount.list", { discarded })).mounts.map(({ name }) => name);
    expect(await names(false)).not.toContain("other");
    expect(await names(true)).toContain("other");
    await call("mount.open", { ref: "listed", name: "other" });
    // Its name is another one's by now.
    expect(await call("mount.restore", { id: second.id })).toMatchObject({ name: "other-2", id: second.id });
    expect(await read("other-2", "kept")).toBe("kept");
    // It is open by now, and keeps its name.
    expect(await call("mount.restore", { id: second.id })).toMatchObject({ name: "other-2" });
    const long = "x".repeat(128);
    await call("label.create", { label: long, ref: base });
    await call("mount.open", { ref: long });
    expect(await call("mount.open", { ref: long })).toMatchObject({ name: `${long.slice(2)}-2` });
    expect(await call("mount.open", { ref: base })).toMatchObject({ name: base.slice(0, 10), label: null });
  });

  it("W4: shows what was written over what it is pinned on, and moves of its label do not shift it", async () => {
    const { mount, base } = await opened("shown");
    await pushedByOthers("shown", "a.txt", "theirs");
    expect(await read(mount, "a.txt")).toBe(text());
    await write(mount, "a.txt", "mine");
    await write(mount, "dir/new.txt", "new");
    await call("mount.rm", { mount, path: "dir/sub", recursive: true });
    await call("mount.mkdir", { mount, path: "made/deep" });
    await call("mount.mv", { mount, from: "dir/b.bin", to: "made/b.bin" });
    expect(await call("mount.ls", { mount })).toEqual({
      path: "",
      entries: [
        { name: "a.txt", path: "a.txt", type: "file", size: 4, mode: 0o100644, change: "modified" },
        { name: "dir", path: "dir", type: "directory" },
        { name: "empty", path: "empty", type: "directory" },
        { name: "made", path: "made", type: "directory", change: "added" },
      ],
      removed: [],
    });
    const { entries, removed } = await call("mount.ls", { mount, path: "dir" });
    expect([entries.map(({ name, change }) => [name, change]), removed]).toEqual([
      [["new.txt", "added"]],
      ["b.bin", "sub"],
    ]);
    const { ca_id } = await call("mount.snapshot", { mount });
    const { changes } = await call("diff", { a: base, b: ca_id });
    expect(changes.map(({ path, change }) => `${change} ${path}`)).toEqual([
      ...["modified a.txt", "removed dir/b.bin", "added dir/new.txt", "removed dir/sub/c"],
      ...["added made/b.bin", "added made/deep"],
    ]);
    // A path goes back to what it was, or to what any snapshot has.
    await call("mount.revert", { mount, path: "dir" });
    await call("mount.revert", { mount, path: "a.txt", to: "shown:a.txt" });
    expect(await read(mount, "dir/sub/c")).toBe("c");
    expect(await read(mount, "a.txt")).toBe("theirs");
    await call("mount.revert", { mount, path: "" });
    expect((await call("mount.snapshot", { mount })).ca_id).toBe(base);
  });

  it("W10: takes files of the disk, adding to folders and replacing files", async () => {
    const { mount } = await opened("added");
    const drop = join(folder, "drop");
    writeTree(drop, { "dir/sub/c": "dropped", "dir/sub/d": seededBytes(4, 300_000), "a.txt": "dropped" });
    await call("mount.add", { mount, paths: [join(drop, "dir"), join(drop, "a.txt")] });
    expect(await read(mount, "dir/sub/c")).toBe("dropped");
    expect(await read(mount, "a.txt")).toBe("dropped");
    const { entries } = await call("mount.ls", { mount, path: "dir" });
    expect(entries.map(({ name }) => name)).toEqual(["b.bin", "sub"]);
    await call("mount.add", { mount, folder: "fresh/below", paths: [join(drop, "a.txt")] });
    expect(await read(mount, "fresh/below/a.txt")).toBe("dropped");
    await call("mount.rm", { mount, path: "dir", recursive: true });
    await write(mount, "dir", "a file");
    await rejection("mount.add", { mount, paths: [join(drop, "dir")] }).toMatchObject({ code: "ENOTDIR" });
    expect(await read(mount, "dir")).toBe("a file");
  });

  it("is written from a pipe, and a pipe that breaks leaves the file as it was", async () => {
    const { mount, base } = await opened("piped");
    const bytes = seededBytes(7, 5_000_000);
    expect(await strata(["mount", "write", mount, "large"], bytes)).toMatchObject({ code: 0, stderr: "" });
    writeFileSync(join(folder, "same"), bytes);
    await call("mount.write", { mount, path: "same", from: join(folder, "same") });
    const { ca_id } = await call("mount.snapshot", { mount });
    const ids = await Promise.all(
      ["large", "same"].map(async (path) => (await call("preview", { ref: `${ca_id}:${path}` })).id),
    );
    expect(ids[0]).toBe(ids[1]);

    const { mounts } = await store.repository();
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield bytes;
      throw new Error("the pipe broke");
    }
    await expect(mounts.write(mounts.named(mount).id, "a.txt", breaking())).rejects.toThrow("the pipe broke");
    expect(await read(mount, "a.txt")).toBe(await cat(`${base}:a.txt`));
  });

  it("says no to what makes no sense, with Node's codes", async () => {
    const { mount } = await opened("odd");
    for (const path of ["../up", "a//b", "a/../b", "nul\0", "x".repeat(5000)])
      await rejection("mount.write", { mount, path, text: "" }).toMatchObject({ code: "EINVAL" });
    await rejection("mount.write", { mount, path: "a.txt/below", text: "" }).toMatchObject({
      code: "ENOTDIR",
    });
    await rejection("mount.write", { mount, path: "dir", text: "" }).toMatchObject({ code: "EISDIR" });
    await rejection("mount.read", { mount, path: "nobody" }).toMatchObject({ code: "ENOENT" });
    await rejection("mount.rm", { mount, path: "dir" }).toMatchObject({ code: "EISDIR" });
    await rejection("mount.mv", { mount, from: "dir", to: "dir/sub/in" }).toMatchObject({ code: "EINVAL" });
    await rejection("mount.mv", { mount, from: "empty", to: "dir" }).toMatchObject({ code: "ENOTEMPTY" });
    await rejection("mount.write", { mount, path: "a" }).toMatchObject({ code: "BadInput" });
    await rejection("mount.write", { mount, path: "a", text: "", base64: "" }).toMatchObject({
      code: "BadInput",
    });
    await rejection("mount.ls", { mount: "nobody" }).toMatchObject({ code: "UnknownReference" });
    // A name that only other systems refuse is kept, and told of when it leaves.
    await write(mount, "con.txt", "kept");
    expect(await read(mount, "con.txt")).toBe("kept");
    const { ca_id } = await call("mount.snapshot", { mount });
    const { warnings } = await call("export", {
      ref: ca_id,
      to: join(folder, "out"),
      overwrite: "never",
      windows_names: true,
    });
    if (process.platform !== "win32") {
      expect(warnings).toEqual([{ path: "con.txt", reason: expect.stringContaining("Windows") }]);
    }
  });
});

describe("a push", () => {
  it("W12: moves the label and pins the mount on what it pushed; without changes it does nothing", async () => {
    const { mount, base } = await opened("pushed");
    expect(await call("mount.push", { mount })).toEqual({
      status: "unchanged",
      label: "pushed",
      ca_id: base,
    });
    await write(mount, "a.txt", "mine");
    const pushed = await call("mount.push", { mount, message: "My edit" });
    expect(pushed).toMatchObject({ status: "advanced", label: "pushed" });
    if (pushed.status !== "advanced") return;
    expect((await call("mount.list", {})).mounts.find(({ name }) => name === mount)?.base).toBe(pushed.ca_id);
    expect(await call("mount.push", { mount })).toMatchObject({ status: "unchanged" });
    const { log } = await call("log", { label: "pushed" });
    expect(log.map(({ op, message }) => [op, message])).toEqual([
      ["create", ""],
      ["push", "My edit"],
    ]);
  });

  it("W13: is rejected when the label moved, and may be forced, detached, or go to a new label", async () => {
    const { mount } = await opened("raced");
    await write(mount, "a.txt", "mine");
    const theirs = await pushedByOthers("raced", "b.txt", "theirs");
    expect(await call("mount.push", { mount })).toEqual({
      status: "rejected",
      conflicts: 0,
      label: "raced",
      current: theirs,
    });
    expect(await read(mount, "a.txt")).toBe("mine");
    expect(await strata(["mount", "push", mount])).toMatchObject({ code: 3, stderr: "" });
    const detached = await call("mount.push", { mount, detach: true });
    expect(detached).toMatchObject({ status: "detached" });
    expect(await call("mount.push", { mount, label: "raced-2" })).toMatchObject({ status: "advanced" });
    expect((await call("mount.list", {})).mounts.find(({ name }) => name === mount)?.label).toBe("raced-2");
    await write(mount, "a.txt", "mine again");
    // It is of the new label now: the old one is another one's.
    expect(await call("mount.push", { mount, label: "raced" })).toMatchObject({ status: "rejected" });
    expect(await call("mount.push", { mount, label: "raced", force: true })).toMatchObject({
      status: "advanced",
    });
    const { log } = await call("log", { label: "raced" });
    expect(log.at(-1)).toMatchObject({ op: "force", from: theirs });
    await rejection("mount.push", { mount, force: true, detach: true }).toMatchObject({ code: "BadInput" });
    const { name: unlabelled } = await call("mount.open", { ref: theirs });
    await rejection("mount.push", { mount: unlabelled }).toMatchObject({ code: "BadInput" });
  });

  it("W2: of an earlier state of a label goes to that label, which holds something else by then", async () => {
    const { base } = await opened("earlier");
    const theirs = await pushedByOthers("earlier", "b.txt", "theirs");
    const { name: mount, label } = await call("mount.open", { ref: "earlier@{1}", name: "earlier-state" });
    expect(label).toBe("earlier");
    expect((await call("mount.list", {})).mounts.find(({ name }) => name === mount)?.base).toBe(base);
    await write(mount, "a.txt", "mine");
    expect(await call("mount.push", { mount })).toMatchObject({ status: "rejected", current: theirs });
    await call("mount.rebase", { mount });
    expect(await call("mount.push", { mount })).toMatchObject({ status: "advanced", label: "earlier" });
    expect(await cat("earlier:b.txt")).toBe("theirs");
  });

  it("W14: without changes is rejected all the same when the label moved", async () => {
    const { mount } = await opened("idle");
    const theirs = await pushedByOthers("idle", "b.txt", "theirs");
    expect(await call("mount.push", { mount })).toMatchObject({ status: "rejected", current: theirs });
    expect(await call("mount.rebase", { mount })).toMatchObject({ status: "rebased", base: theirs });
    expect(await call("mount.push", { mount })).toMatchObject({ status: "unchanged", ca_id: theirs });
  });

  it("W18: that is detached leaves label and mount as they are", async () => {
    const { mount, base } = await opened("aside");
    await write(mount, "a.txt", "mine");
    const mounts = async () => (await call("mount.list", {})).mounts.filter(({ name }) => name === mount);
    const before = await mounts();
    const { ca_id } = await call("mount.snapshot", { mount });
    expect(await call("mount.push", { mount, detach: true })).toEqual({ status: "detached", ca_id });
    expect(await cat(`${ca_id}:a.txt`)).toBe("mine");
    expect(await mounts()).toEqual(before);
    expect(await call("pull", { label: "aside" })).toMatchObject({ ca_id: base });
  });

  it("W17: that is forced brings a deleted label back", async () => {
    const { mount } = await opened("revived");
    await write(mount, "a.txt", "mine");
    await call("label.delete", { label: "revived" });
    expect(await call("mount.push", { mount, force: true })).toMatchObject({ status: "advanced" });
    expect((await call("log", { label: "revived" })).log.map(({ op }) => op)).toEqual([
      "create",
      "delete",
      "create",
    ]);
  });

  it("W19: finds a label deleted or protected meanwhile, and loses nothing", async () => {
    const { mount } = await opened("gone");
    await write(mount, "a.txt", "mine");
    await call("label.protect", { label: "gone" });
    await rejection("mount.push", { mount }).toMatchObject({ code: "LabelProtected" });
    expect(await call("mount.push", { mount, override: true })).toMatchObject({ status: "advanced" });
    await write(mount, "a.txt", "mine again");
    await call("label.delete", { label: "gone", override: true });
    expect(await call("mount.push", { mount })).toMatchObject({ status: "rejected", current: null });
    await rejection("mount.rebase", { mount }).toMatchObject({ code: "LabelDeleted" });
    await call("label.restore", { label: "gone" });
    expect(await call("mount.push", { mount, override: true })).toMatchObject({ status: "advanced" });
    expect(await cat("gone:a.txt")).toBe("mine again");
  });
});

describe("a rebase", () => {
  it("W22: brings in what others pushed, line by line, so that the mount can be pushed", async () => {
    const { mount } = await opened("rebased");
    await write(mount, "a.txt", text(2, "mine"));
    await write(mount, "mine", "mine");
    const theirs = await pushedByOthers("rebased", "a.txt", text(15, "theirs"));
    expect(await call("mount.push", { mount })).toMatchObject({ status: "rejected" });
    expect(await call("mount.rebase", { mount })).toEqual({
      status: "rebased",
      base: theirs,
      auto_merged: ["a.txt"],
    });
    expect(await call("mount.rebase", { mount })).toMatchObject({ status: "current" });
    expect(await call("mount.push", { mount })).toMatchObject({ status: "advanced" });
    expect((await cat("rebased:a.txt")).split("\n").filter((line) => !line.startsWith("line"))).toEqual([
      "mine",
      "theirs",
    ]);
    expect(await cat("rebased:mine")).toBe("mine");
  });

  it("W23: tells of conflicts and leaves the mount as it is, or goes by a preference", async () => {
    const { mount, base } = await opened("conflicted");
    await write(mount, "a.txt", text(2, "mine"));
    const theirs = await pushedByOthers("conflicted", "a.txt", text(2, "theirs"));
    const rebase = await call("mount.rebase", { mount });
    expect(rebase).toMatchObject({
      status: "conflict",
      base,
      theirs,
      conflicts: [
        { path: "a.txt", kind: "text", markers: expect.stringContaining("<<<<<<< conflicted\nmine") },
      ],
    });
    const brief = await call("mount.rebase", { mount, details: false });
    expect(brief).toMatchObject({ conflicts: [{ path: "a.txt", kind: "text" }] });
    expect(JSON.stringify(brief)).not.toContain("<<<<");
    expect(await strata(["mount", "rebase", mount])).toMatchObject({ code: 4 });
    expect(await read(mount, "a.txt")).toBe(text(2, "mine"));
    expect(await call("mount.rebase", { mount, prefer: "ours" })).toMatchObject({ status: "rebased" });
    expect(await call("mount.push", { mount })).toMatchObject({ status: "advanced" });
    expect(await cat("conflicted:a.txt")).toBe(text(2, "mine"));
  });

  it("by a preference decides what is in conflict, and keeps what each side changed elsewhere", async () => {
    for (const prefer of ["ours", "theirs"] as const) {
      const label = `preferred-${prefer}`;
      const { mount } = await opened(label);
      await write(mount, "a.txt", text(2, "ours in conflict"));
      await write(mount, "dir/b.bin", "\0ours");
      await pushedByOthers(label, "a.txt", `${text(2, "theirs")}\nadded by theirs`);
      await pushedByOthers(label, "dir/b.bin", "\0theirs");
      expect(await call("mount.rebase", { mount, prefer })).toMatchObject({
        status: "rebased",
        auto_merged: ["a.txt", "dir/b.bin"],
      });
      const decided = prefer === "ours" ? "ours in conflict" : "theirs";
      expect(await read(mount, "a.txt")).toBe(`${text(2, decided)}\nadded by theirs`);
      expect(await read(mount, "dir/b.bin")).toBe(`\0${prefer}`);
    }
  });
});

it("W3: a mount of an id is of no label, so that a push has to name one and nothing can be rebased", async () => {
  const { base } = await opened("by-id");
  const { name: mount, label } = await call("mount.open", { ref: base, name: "of-an-id" });
  expect(label).toBeNull();
  await write(mount, "a.txt", "mine");
  for (const name of ["mount.push", "mount.rebase"] as const)
    await rejection(name, { mount }).toMatchObject({ code: "BadInput" });
  expect(await read(mount, "a.txt")).toBe("mine");
  expect(await call("mount.push", { mount, label: "named" })).toMatchObject({ status: "advanced" });
  expect(await call("mount.rebase", { mount })).toMatchObject({ status: "current" });
});

describe("a capture", () => {
  it("is a snapshot of a label's folder as it is now, that no label holds", async () => {
    const { base } = await opened("captured");
    expect((await call("capture", { label: "captured" })).ca_id).toBe(base);
    writeFileSync(join(live, "a.txt"), "changed on disk");
    const { ca_id } = await call("capture", { label: "captured" });
    expect((await call("diff", { a: "captured", b: ca_id })).changes).toMatchObject([
      { path: "a.txt", change: "modified" },
    ]);
    expect((await call("log", { label: "captured" })).log).toHaveLength(1);
    await rejection("capture", {}).toMatchObject({ code: "BadInput" });
    await rejection("capture", { paths: [join(folder, "nowhere")] }).toMatchObject({ code: "ENOENT" });
    for (const paths of [undefined, [live]])
      await rejection("capture", { paths, label: "nobody" }).toMatchObject({ code: "UnknownLabel" });
  });
});
