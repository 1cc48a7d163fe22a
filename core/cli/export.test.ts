import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runHere } from "../testing/command-here.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { seededBytes } from "../testing/trees.ts";

const cwd = temporaryFolder();
const env = { STRATA_STORE: "store" };
const posix = process.platform !== "win32";
const strata = (...argv: string[]) => runHere(argv, { cwd, env });
const text = (path: string) => readFileSync(join(cwd, path), "utf8");

beforeAll(async () => {
  writeTree(cwd, {
    "live/f": "new",
    "live/big": seededBytes(1, 6_000_000),
    ...(posix && { "live/con.txt": "a device on Windows" }),
  });
  expect(await strata("import", "live", "--label", "x")).toMatchObject({ code: 0 });
});

describe("an export that did not write what was asked for", () => {
  it.runIf(posix)("ends with 1 where a pipe is in a file's place", async () => {
    mkdirSync(join(cwd, "pipe"));
    execFileSync("mkfifo", [join(cwd, "pipe/f")]);
    const { code, all } = await strata("export", "x:f", "--to", "pipe", "--overwrite", "always");
    expect(all).toContain("Not written 1:\n  f: a special file");
    expect(code).toBe(1);
    for (const overwrite of ["never", "newer"]) {
      expect(await strata("export", "x:f", "--to", "pipe", "--overwrite", overwrite)).toMatchObject({
        code: 1,
      });
    }
  });

  it("ends with 1 where a folder is in a file's place", async () => {
    writeTree(cwd, { "folder/f/": null });
    const { code } = await strata("export", "x:f", "--to", "folder", "--overwrite", "always");
    expect(code).toBe(1);
  });

  it.each([
    ["never", "there is one already"],
    ["newer", "the one that is there is not older than the snapshot"],
  ])("ends with 0 where %s had it keep what is there", async (overwrite, reason) => {
    writeTree(cwd, { "kept/f": "mine" });
    const later = Date.now() / 1000 + 1000;
    utimesSync(join(cwd, "kept/f"), later, later);
    const { code, all } = await strata("export", "x:f", "--to", "kept", "--overwrite", overwrite);
    expect(all).toContain(`Kept 1:\n  f: ${reason}\n`);
    expect(code).toBe(0);
    expect(text("kept/f")).toBe("mine");
  });
});

it("takes a snapshot that no label was moved to for as old as it is", async () => {
  writeTree(cwd, { "other/f": "captured" });
  const { ca_id: id } = JSON.parse((await strata("capture", "other", "--json")).all);
  writeTree(cwd, { "aged/f": "old" });
  utimesSync(join(cwd, "aged/f"), 1_000_000, 1_000_000);
  expect(await strata("export", id, "--to", "aged", "--overwrite", "newer")).toMatchObject({ code: 0 });
  expect(text("aged/f")).toBe("captured");
});

describe("what is written", () => {
  it("follows from the name, unless it is told", async () => {
    for (const to of ["o.zip", "O2.TAR"]) {
      expect(await strata("export", "x", "--to", to)).toMatchObject({ code: 0 });
      expect(statSync(join(cwd, to)).isFile()).toBe(true);
    }
    expect(text("o.zip").slice(0, 2)).toBe("PK");
    await strata("export", "x:f", "--to", "f.zip", "--format", "folder");
    expect(text("f.zip/f")).toBe("new");
    const { code, all } = await strata("export", "x", "--to", "o.tar.gz");
    expect(all).toContain("but not a .tar.gz");
    expect(code).toBe(2);
    expect(existsSync(join(cwd, "o.tar.gz"))).toBe(false);
  });

  it.each(["tar", "zip"])("can be a %s for a pipe, the same as in a file", async (format) => {
    await strata("export", "x", "--to", `same.${format}`);
    const { code, stdout, stderr } = await strata("export", "x", "--to", "-", "--format", format);
    expect(stdout.equals(readFileSync(join(cwd, `same.${format}`)))).toBe(true);
    expect(stderr).toContain(`Wrote ${posix ? 3 : 2} files, 5.7 MiB`);
    expect(code).toBe(0);
  });

  it("is a tar for a pipe where nothing else is said, and no folder", async () => {
    const { stdout } = await strata("export", "x:f", "--to", "-");
    expect(stdout.subarray(257, 262).toString()).toBe("ustar");
    expect(await strata("export", "x", "--to", "-", "--format", "folder")).toMatchObject({ code: 2 });
  });

  it("goes to no screen, and not where a document goes", async () => {
    const onScreen = await runHere(["export", "x", "--to", "-"], { cwd, env, terminal: true });
    expect(onScreen).toMatchObject({ code: 2, stdout: Buffer.alloc(0) });
    expect(await strata("export", "x", "--to", "-", "--json")).toMatchObject({ code: 2 });
    expect(existsSync(join(cwd, "-"))).toBe(false);
  });

  it("is not said to be whole when its reader is gone before its end", async () => {
    const { code, stderr } = await runHere(["export", "x", "--to", "-"], { cwd, env, reads: 300_000 });
    expect(stderr).toBe(
      "strata: Whoever read it stopped before its end. What they got is not whole; look at what that program said.\n",
    );
    expect(code).toBe(1);
  });
});

it.runIf(posix)("tells what Windows cannot have of an archive, and of a folder when asked", async () => {
  const told = "Not possible on Windows 1:\n  con.txt: ";
  expect((await strata("export", "x", "--to", "w")).all).not.toContain("Windows");
  expect((await strata("export", "x", "--to", "w", "--windows-names")).all).toContain(told);
  expect((await strata("export", "x", "--to", "w.zip")).all).toContain(told);
});
