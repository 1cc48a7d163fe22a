import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
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
afterAll(() => store.close());

const call = <N extends CommandName>(name: N, input: unknown) => invoke(registry, name, input, { store });

/** Imports a file under a label, and opens a mount of it. */
async function opened(label: string): Promise<{ mount: string; base: string }> {
  writeTree(live, { "a.txt": "a" });
  const { ca_id: base } = await call("import", { paths: [live], label });
  const { name: mount } = await call("mount.open", { ref: label });
  return { mount, base };
}

it("writes from a file, unless that cannot be read or it is cancelled", async () => {
  const { mount, base } = await opened("from");
  const written = (from: string) => call("mount.write", { mount, path: "new", from });
  await expect(written(join(folder, "nobody"))).rejects.toMatchObject({ code: "ENOENT" });
  await expect(written(folder)).rejects.toMatchObject({ code: "EISDIR" });
  const args = ["--store", storeFolder, "mount", "write", mount, "new", "--from", "nobody"];
  const missing = await runStrata(args, { cwd: folder });
  expect(missing).toMatchObject({ code: 1, stdout: "" });
  expect(missing.stderr).toMatch(/^strata: .*nobody\. Check the path.*\n$/);
  const input = { mount, path: "new", from: join(live, "a.txt") };
  const cancelled = invoke(registry, "mount.write", input, { store, signal: AbortSignal.abort() });
  await expect(cancelled).rejects.toMatchObject({ code: "Cancelled" });
  expect((await call("mount.snapshot", { mount })).ca_id).toBe(base);
});

it("takes files of the disk while an import reads others", async () => {
  const { mount } = await opened("busy");
  const many = Array.from({ length: 200 }, (_, no) => [`f${no}`, seededBytes(no, 70_000)] as const);
  writeTree(join(folder, "many"), Object.fromEntries(many));
  writeTree(join(folder, "more"), { big: seededBytes(900, 3_000_000) });
  const [imported] = await Promise.all([
    call("import", { paths: [join(folder, "many")], label: "many" }),
    call("mount.add", { mount, paths: [join(folder, "more")] }),
    call("mount.add", { mount, paths: [join(folder, "many")] }),
  ]);
  expect(imported.files).toBe(200);
  expect((await call("mount.ls", { mount, path: "many" })).entries).toHaveLength(200);
  expect((await call("mount.ls", { mount, path: "more" })).entries).toMatchObject([{ size: 3_000_000 }]);
});
