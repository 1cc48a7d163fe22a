import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, lstatSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exportArchive } from "../archive/export-archive.ts";
import type { ArchiveFormat } from "../archive/write-archive.ts";
import { isTemporaryName, TemporaryNames } from "../temporary-names.ts";
import { exportEntries } from "./export.ts";
import { exportOf, FaultyWrites, file, temporaryFolder, tree } from "./export-suite.ts";

const folder = temporaryFolder();

describe.skipIf(process.platform === "win32")("what is being written", () => {
  let umask = 0;
  beforeEach(() => {
    umask = process.umask(0);
  });
  afterEach(() => process.umask(umask));

  /**
   * Returns the permission bits of the target's files before each system call, by name; 0 stands for a temporary one.
   */
  async function modesWhile(exporting: (files: FaultyWrites) => Promise<unknown>): Promise<string[]> {
    const seen = new Set<string>();
    const look = () => {
      for (const name of readdirSync(folder())) {
        const mode = (lstatSync(join(folder(), name)).mode & 0o777).toString(8);
        seen.add(`${isTemporaryName(name) ? "tmp" : name} ${mode}`);
      }
    };
    await exporting(new FaultyWrites(look));
    look();
    return [...seen].sort();
  }

  it.each([0o600, 0o400, 0o000])("is never open to anybody but its owner: %o", async (mode) => {
    const seen = await modesWhile((files) =>
      exportEntries(exportOf(folder(), [["f", file("secret", mode)]], { files, caseSensitive: true })),
    );
    expect(seen).toEqual([`f ${mode.toString(8)}`, `tmp ${mode.toString(8)}`]);
  });

  it("has its final permissions before its name", async () => {
    const seen = await modesWhile((files) =>
      exportEntries(exportOf(folder(), [["f", file("shown", 0o664)]], { files, caseSensitive: true })),
    );
    expect(seen).toEqual(["f 664", "tmp 600", "tmp 664"]);
  });

  it.each<ArchiveFormat>(["zip", "tar"])("as a %s is its owner's alone, and stays so", async (format) => {
    const seen = await modesWhile((files) =>
      exportArchive({
        ...exportOf(join(folder(), "archive"), [["f", file("secret", 0o600)]], { files }),
        format,
        overwrite: "refuse",
      }),
    );
    expect(seen).toEqual(["archive 600", "tmp 600"]);
  });

  it("probes the disk under a temporary name", async () => {
    const probes = new Set<string>();
    const files = new FaultyWrites((call, path) => {
      if (call === "create") probes.add(basename(path));
    });
    await exportEntries(exportOf(folder(), [], { files }));
    expect(probes.size).toBe(2);
    expect([...probes].every(isTemporaryName)).toBe(true);
  });
});

describe("files left by an interrupted export", () => {
  /** Returns the name of a temporary file of a process that has ended. */
  async function ofTheDead(): Promise<string> {
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    return basename(new TemporaryNames().next({ path: "" })).replace(`-${process.pid}-`, `-${child.pid}-`);
  }

  it("are removed from the folders that the next export writes to, unless a process may still write them", async () => {
    const dead = await ofTheDead();
    const own = basename(new TemporaryNames().next({ path: "" }));
    const elsewhere = dead.replace(/tmp-[0-9a-f]{8}/, "tmp-00000000");
    const others = [own, elsewhere, `${dead}x`, ".strata-tmp-mine", ".strata-tmp-0123456789abcdef-1"];
    for (const place of ["", "sub", "aside"]) {
      mkdirSync(join(folder(), place), { recursive: true });
      for (const name of [dead, ...others]) writeFileSync(join(folder(), place, name), "left");
    }
    await exportEntries(
      exportOf(folder(), [
        ["f", file("1")],
        ["sub/g", file("2")],
      ]),
    );
    const left = Object.keys(tree(folder()));
    for (const name of others) expect(left).toEqual(expect.arrayContaining([name, `sub/${name}`]));
    expect(left.filter((path) => path.endsWith(dead))).toEqual([`aside/${dead}`]);
  });

  it("stay if an export is refused, and are removed when an archive is written beside them", async () => {
    const dead = await ofTheDead();
    writeFileSync(join(folder(), dead), "left");
    writeFileSync(join(folder(), "f"), "mine");
    const entries = [["f", file("other")]] as const;
    await expect(exportEntries(exportOf(folder(), entries))).rejects.toMatchObject({ code: "FilesInTheWay" });
    expect(Object.keys(tree(folder()))).toEqual([dead, "f"]);
    await exportArchive({
      ...exportOf(join(folder(), "a.tar"), entries),
      format: "tar",
      overwrite: "refuse",
    });
    expect(Object.keys(tree(folder()))).toEqual(["a.tar", "f"]);
  });

  it("do not stop an export if they cannot be removed", async () => {
    const dead = await ofTheDead();
    mkdirSync(join(folder(), dead));
    chmodSync(join(folder(), dead), 0o700);
    expect(await exportEntries(exportOf(folder(), [["f", file("1")]]))).toMatchObject({ files: 1 });
  });
});
