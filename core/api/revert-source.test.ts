import { join } from "node:path";
import { afterAll, beforeEach, expect, it } from "vitest";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const store = new StoreHandle(join(folder, "store"), { surface: "app" });
afterAll(() => store.close());

let mount: string;
beforeEach(async () => {
  writeTree(join(folder, "live"), { "a.txt": "a", "dir/x": "x", "dir/y": "y" });
  await invoke(registry, "import", { paths: [join(folder, "live")], label: "main" }, { store });
  mount = (await invoke(registry, "mount.open", { ref: "main" }, { store })).name;
});

const write = (path: string, text: string) =>
  invoke(registry, "mount.write", { mount, path, text }, { store });
const remove = (path: string) => invoke(registry, "mount.rm", { mount, path, recursive: true }, { store });
const revert = (path: string, to?: string) =>
  invoke(registry, "mount.revert", { mount, path, to }, { store });
const read = async (path: string) =>
  (await invoke(registry, "mount.read", { mount, path }, { store })).content;
const snapshot = async () => (await invoke(registry, "mount.snapshot", { mount }, { store })).ca_id;

it("W11: is the same path where only a snapshot is named", async () => {
  await write("a.txt", "mine");
  await write("dir/x", "mine");
  await revert("a.txt", "main");
  await revert("dir", "main@{0}");
  expect([await read("a.txt"), await read("dir/x")]).toEqual(["a", "x"]);
  // Behind a colon, nothing is the root.
  await revert("copy", "main:");
  expect(await read("copy/dir/y")).toBe("y");
});

it("is nothing where the path was not there, so that it goes", async () => {
  const before = await snapshot();
  await write("new", "new");
  await revert("new");
  await write("new", "new");
  await revert("new", `${before}:new`);
  // Taking back what is taken back already is no slip.
  await revert("new", `${before}:new`);
  expect(await snapshot()).toBe(before);
});

it("is no path that is not there, and the mount stays as it is", async () => {
  await write("a.txt", "mine");
  const before = await snapshot();
  for (const [path, to] of [
    ["a.txt", "main:a.tx"],
    ["dir", "main:dir/x/y"],
    ["nobody", undefined],
    ["nobody", "main"],
  ] as const)
    await expect(revert(path, to)).rejects.toMatchObject({ code: "ENOENT" });
  expect(await snapshot()).toBe(before);
});

it("takes no file that is in the way of it", async () => {
  await remove("dir");
  await write("dir", "precious");
  await expect(revert("dir/x")).rejects.toMatchObject({ code: "ENOTDIR" });
  expect(await read("dir")).toBe("precious");
  await revert("dir");
  expect(await read("dir/x")).toBe("x");
});

it("takes no link that is in the way of it", async () => {
  const repository = await store.repository();
  const { id } = repository.mounts.named(mount);
  await repository.run("changeMount", { id, change: { do: "symlink", target: "dir", path: "link" } });
  const before = await snapshot();
  await expect(revert("link/x", "main:dir/x")).rejects.toMatchObject({ code: "ENOTDIR" });
  await expect(revert("link/y")).rejects.toMatchObject({ code: "ENOTDIR" });
  expect(await snapshot()).toBe(before);
});

it("does not put a file in the place of a whole mount", async () => {
  await expect(revert("", "main:a.txt")).rejects.toMatchObject({
    code: "EINVAL",
    message: "A file cannot take the place of a whole mount.",
  });
  await revert("", "main:dir");
  expect(await read("x")).toBe("x");
});
