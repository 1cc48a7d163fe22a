import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { nodeFileWrites } from "../files/node-file-writes.ts";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { closeAll, imported, newFolder, open, openToOthers } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";
import { layoutOf } from "./layout.ts";
import { recover } from "./recover.ts";

/** Returns the permission bits of a folder and of all in it; for what is as it should be, nothing. */
function openIn(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })]) {
    const stat = lstatSync(join(folder, name));
    const bits = stat.mode & 0o777;
    if (bits !== (stat.isDirectory() ? 0o700 : 0o600)) found[name] = bits.toString(8);
  }
  return found;
}

describe.skipIf(process.platform === "win32")("a store", () => {
  let umask = 0;
  beforeEach(() => {
    umask = process.umask(0);
  });
  afterEach(() => process.umask(umask));

  it("is its owner's alone whatever the umask: while it is open, closed, made again, recovered", async () => {
    const { folder, store } = newFolder();
    await open(store);
    await closeAll();
    for (const empty of ["backups", "packs"]) rmdirSync(join(store, empty));
    const repository = await open(store);
    await repository.run("import", { paths: [folder], label: "main" });
    expect(readdirSync(store)).toEqual(expect.arrayContaining(["index.db-shm", "strata.db-wal"]));
    expect(readdirSync(join(store, "backups"))).toHaveLength(1);
    expect(openIn(store)).toEqual({});
    await closeAll();
    for (const gone of ["index.db", "backups"]) rmSync(join(store, gone), { recursive: true });
    writeTree(folder, { "new.bin": seededBytes(7, 2_000_000) });
    await (await open(store)).run("import", { paths: [folder], label: "main" });
    await closeAll();
    expect(readdirSync(join(store, "backups"))).toHaveLength(1);
    expect(openIn(store)).toEqual({});
    truncateSync(join(store, "strata.db"), 5000);
    expect(recover(layoutOf(store), nodeFileWrites, Date.now())).toMatchObject({ database: "restored" });
    expect(openIn(store)).toEqual({});
  });

  it("becomes so in a folder that was there, with links left as they are", async () => {
    const { store } = newFolder();
    const elsewhere = temporaryFolder();
    mkdirSync(store, { mode: 0o775 });
    chmodSync(elsewhere, 0o755);
    symlinkSync(elsewhere, join(store, "damaged-link"));
    await open(store);
    rmSync(join(store, "damaged-link"));
    expect(openIn(store)).toEqual({});
    expect(lstatSync(elsewhere).mode & 0o777).toBe(0o755);
  });

  it("that others could read is closed to them once, which is told once", async () => {
    const { store } = await imported();
    openToOthers(store);
    const first = await runStrata(["labels", "--store", store]);
    expect(first.stderr).toBe(
      "strata: Other users could read the store's files; from now on only their owner can.\n",
    );
    expect(openIn(store)).toEqual({});
    expect(await runStrata(["labels", "--store", store])).toMatchObject({ code: 0, stderr: "" });
    openToOthers(store);
    const { problems } = await runStrataJson<{ problems: string[] }>(["status", "--store", store]);
    expect(problems).toEqual([expect.stringContaining("Other users could read")]);
  });

  it("is not made of a folder that holds something else, whose permissions stay", async () => {
    const { folder } = newFolder();
    chmodSync(folder, 0o755);
    await expect(open(folder)).rejects.toMatchObject({ code: "NotAStore" });
    expect(lstatSync(folder).mode & 0o777).toBe(0o755);
  });
});
