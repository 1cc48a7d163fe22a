import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeFileWrites } from "../../files/node-file-writes.ts";
import { type Entry, fileEntry } from "../../manifest/entry.ts";
import { temporaryFolder } from "../export/export-suite.ts";
import { exportArchive } from "./export-archive.ts";

const folder = temporaryFolder();
const MIB = 1024 * 1024;

function content(size: number, data: Readonly<Record<number, string>>): Buffer {
  const bytes = Buffer.alloc(size);
  for (const [at, text] of Object.entries(data)) bytes.write(text, Number(at));
  return bytes;
}

async function* read({ content }: Entry): AsyncGenerator<Uint8Array> {
  if (content.kind !== "inline") throw new Error("not inline");
  for (let at = 0; at < content.bytes.length; at += 777_777) yield content.bytes.subarray(at, at + 777_777);
}

async function tarOf(files: Readonly<Record<string, Buffer>>): Promise<string> {
  const target = join(folder(), "archive.tar");
  await exportArchive({
    format: "tar",
    target,
    overwrite: "always",
    entries: async function* () {
      for (const [path, bytes] of Object.entries(files))
        yield [path, fileEntry(0o640, bytes.length, { kind: "inline", bytes })] as const;
    },
    read,
    files: nodeFileWrites,
  });
  return target;
}

/** Prints the members that Python finds in an archive and whether each is sparse, and writes their contents. */
const PYTHON = `
import json, sys, tarfile
with tarfile.open(sys.argv[1]) as t:
    found = {m.name: [m.issparse(), m.size, m.mode] for m in t}
    for n, m in enumerate(t): open(sys.argv[1] + "-%d" % n, "wb").write(t.extractfile(m).read())
print(json.dumps(found))
`;

const HAS_READERS = ["python3 --version", "tar --version"].every(
  (line) => spawnSync(line, { shell: true }).status === 0,
);

describe.runIf(HAS_READERS)("a file with holes in a tar archive", () => {
  it("is unpacked unchanged by GNU tar and Python, and takes no room for its zeros", async () => {
    const long = `${"deep/".repeat(40)}bün.img`;
    const files = {
      "dir/begins.img": content(20 * MIB, { 0: "data", 9000000: "more" }),
      [long]: content(6 * MIB, { 3000000: "in the middle" }),
      "only-zeros": content(30 * MIB, {}),
      "small.img": content(2 * MIB, { 2097148: "last" }),
    };
    const target = await tarOf(files);
    expect(statSync(target).size).toBeLessThan(200_000);
    execFileSync("tar", ["-xf", target], { cwd: folder() });
    const found = JSON.parse(execFileSync("python3", ["-c", PYTHON, target], { encoding: "utf8" }));
    Object.entries(files).forEach(([path, bytes], no) => {
      expect(found[path]).toEqual([true, bytes.length, 0o640]);
      expect(readFileSync(`${target}-${no}`).equals(bytes)).toBe(true);
      expect(readFileSync(join(folder(), path)).equals(bytes)).toBe(true);
      expect(statSync(join(folder(), path)).blocks * 512).toBeLessThan(200_000);
    });
  });

  it("is an ordinary member where its zeros are few", async () => {
    const mostlyData = Buffer.concat([Buffer.alloc(6 * MIB, 1), Buffer.alloc(MIB)]);
    const target = await tarOf({ little: content(MIB - 1, {}), mostlyData });
    const found = JSON.parse(execFileSync("python3", ["-c", PYTHON, target], { encoding: "utf8" }));
    expect(found).toEqual({ little: [false, MIB - 1, 0o640], mostlyData: [false, 7 * MIB, 0o640] });
  });

  it("is unpacked unchanged where its data is read in pieces that end in a hole", async () => {
    const data = Buffer.alloc(774_145, 5);
    const bytes = Buffer.concat([data, Buffer.alloc(2 * MIB), data]);
    const target = await tarOf({ file: bytes });
    execFileSync("tar", ["-xf", target], { cwd: folder() });
    expect(readFileSync(join(folder(), "file")).equals(bytes)).toBe(true);
  });

  it("is unpacked unchanged wherever its data is", async () => {
    const run = fc.record({ zero: fc.boolean(), length: fc.integer({ min: 1, max: 900_000 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(run, { maxLength: 8 }), async (runs) => {
        const some = runs.map(({ zero, length }) => Buffer.alloc(length, zero ? 0 : 5));
        const bytes = Buffer.concat([...some, Buffer.alloc(2 * MIB), ...some]);
        const target = await tarOf({ file: bytes });
        execFileSync("tar", ["-xf", target], { cwd: folder() });
        expect(readFileSync(join(folder(), "file")).equals(bytes)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
