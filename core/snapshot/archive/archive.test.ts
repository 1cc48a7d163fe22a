import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StrataError } from "../../errors.ts";
import { nodeFileWrites } from "../../files/node-file-writes.ts";
import { EMPTY_FOLDER, type Entry, fileEntry, symlinkEntry } from "../../manifest/entry.ts";
import { comparePaths } from "../../manifest/path.ts";
import { FaultyFileWrites } from "../../testing/faulty-files.ts";
import { seededBytes } from "../../testing/trees.ts";
import { file, readInline, temporaryFolder } from "../export/export-suite.ts";
import { type ArchiveOptions, exportArchive } from "./export-archive.ts";
import type { ArchiveFormat } from "./write-archive.ts";

const folder = temporaryFolder();
const FORMATS: ArchiveFormat[] = ["zip", "tar"];

type Entries = readonly (readonly [string, Entry])[];

const ENTRIES: Entries = [
  ["dir/deep/text", file("text", 0o640)],
  ["empty", file("")],
  ["hollow", EMPTY_FOLDER],
  ["link", symlinkEntry("../out of it")],
  ["run.sh", file("#!/bin/sh\n".repeat(100), 0o755)],
  [`${"long/".repeat(60)}ünïcode-😀`, file("far down")],
];

/** Larger than the limit for files in memory. Its content is generated while it is read. */
const LARGE = fileEntry(0o600, 5_000_000, { kind: "inline", bytes: new Uint8Array(0) });

async function* readAny(entry: Entry): AsyncGenerator<Uint8Array> {
  if (entry === LARGE) for (let at = 0; at < 5; at++) yield seededBytes(at, 1_000_000);
  else yield* readInline(entry);
}

function optionsFor(
  format: ArchiveFormat,
  entries: Entries,
  more: Partial<ArchiveOptions> = {},
): ArchiveOptions {
  return {
    format,
    target: join(folder(), `archive.${format}`),
    overwrite: "refuse",
    entries: async function* () {
      yield* entries;
    },
    read: readAny,
    files: nodeFileWrites,
    ...more,
  };
}

const PYTHON = `
import hashlib, json, sys, tarfile, zipfile
path, found = sys.argv[1], {}
def note(name, mode, content):
    kind = mode >> 12
    found[name.rstrip("/")] = "folder" if kind == 4 else "-> " + content.decode() if kind == 10 else "%o %s" % (mode & 0o777, hashlib.sha256(content).hexdigest())
if path.endswith("zip"):
    with zipfile.ZipFile(path) as z:
        for i in z.infolist():
            assert i.date_time == (1980, 1, 1, 0, 0, 0)
            note(i.filename, i.external_attr >> 16, z.read(i))
else:
    with tarfile.open(path) as t:
        for m in t:
            assert m.mtime == 0 and m.uid == 0 and m.uname == ""
            if m.isdir(): note(m.name, 0o040000 | m.mode, b"")
            elif m.issym(): note(m.name, 0o120000 | m.mode, m.linkname.encode())
            else: note(m.name, 0o100000 | m.mode, t.extractfile(m).read())
print(json.dumps(found))
`;

import { runs } from "../../testing/runs.ts";

/** Reads an archive with other programs. */
function readBack(path: string): Record<string, string> {
  return JSON.parse(execFileSync("python3", ["-c", PYTHON, path], { encoding: "utf8" })) as Record<
    string,
    string
  >;
}

async function expected(entries: Entries): Promise<Record<string, string>> {
  const { createHash } = await import("node:crypto");
  const described = entries.map(async ([path, entry]) => {
    if (entry === EMPTY_FOLDER) return [path, "folder"];
    if (entry.symlink !== null) return [path, `-> ${entry.symlink}`];
    const hash = createHash("sha256");
    for await (const bytes of readAny(entry)) hash.update(bytes);
    return [path, `${(entry.mode & 0o777).toString(8)} ${hash.digest("hex")}`];
  });
  return Object.fromEntries(await Promise.all(described)) as Record<string, string>;
}

/** Whether there are other programs to read archives with. */
const HAS_READERS = ["python3 --version", "unzip -v", "tar --version"].every(
  (line) => spawnSync(line, { shell: true }).status === 0,
);

describe.runIf(HAS_READERS).each(FORMATS)("a %s archive", (format) => {
  it("holds modes, links, empty folders, long and foreign names, and large files", async () => {
    const entries: Entries = [["big", LARGE], ...ENTRIES];
    const options = optionsFor(format, entries);
    const report = await exportArchive(options);
    expect(report).toEqual({ files: 6, bytes: 5_001_012, unchanged: 0, skipped: [] });
    expect(readBack(options.target)).toEqual(await expected(entries));
    expect(readdirSync(folder())).toEqual([`archive.${format}`]);
    const checked =
      format === "zip"
        ? spawnSync("unzip", ["-tq", options.target])
        : spawnSync("tar", ["tf", options.target]);
    expect(checked.status, String(checked.stderr)).toBe(0);
  });

  it("keeps every name as it is, and no permissions at all", async () => {
    const names = ["Re: a mail.eml", "back\\slash", "c:/drive", `${"n".repeat(120)}/${"m".repeat(120)}`, "x"];
    const entries: Entries = [
      ...names.map((name) => [name, file(name, 0o000)] as const),
      [`${"hollow".repeat(20)}`, EMPTY_FOLDER],
      ["y", symlinkEntry(`${"ü".repeat(60)}/${"z".repeat(60)}`)],
    ];
    const options = optionsFor(format, entries);
    await exportArchive(options);
    expect(readBack(options.target)).toEqual(await expected(entries));
  });

  it("is the same for the same snapshot", async () => {
    const options = optionsFor(format, ENTRIES);
    await exportArchive(options);
    const first = readFileSync(options.target);
    await exportArchive({ ...options, overwrite: "always" });
    expect(readFileSync(options.target).equals(first)).toBe(true);
  });

  it("holds any tree", async () => {
    const name = fc.stringMatching(/^[a-z ü😀.=-]{1,60}$/u).filter((text) => !/^\.+$/.test(text));
    const path = fc.array(name, { minLength: 1, maxLength: 6 }).map((names) => names.join("/"));
    const entry = fc.oneof(
      fc.tuple(fc.string(), fc.integer({ min: 0o400, max: 0o777 })).map(([text, mode]) => file(text, mode)),
      fc.constant(EMPTY_FOLDER),
      fc.stringMatching(/^[a-z/ü.]{1,150}$/u).map(symlinkEntry),
    );
    await fc.assert(
      fc.asyncProperty(fc.dictionary(path, entry, { maxKeys: 12 }), async (tree) => {
        const paths = Object.keys(tree).filter(
          (one) => !Object.keys(tree).some((other) => one.startsWith(`${other}/`)),
        );
        const entries = paths.sort(comparePaths).map((each) => [each, tree[each] ?? EMPTY_FOLDER] as const);
        const options = optionsFor(format, entries, { overwrite: "always" });
        await exportArchive(options);
        expect(readBack(options.target)).toEqual(await expected(entries));
      }),
      runs(4),
    );
  });

  it("skips damaged files as a whole and reports them", async () => {
    const read: ArchiveOptions["read"] = async function* (entry) {
      yield* readAny(entry);
      if (entry.size === 4) throw new StrataError("CorruptObject", "It is damaged.");
    };
    const short = fileEntry(0o644, 9, { kind: "inline", bytes: Buffer.from("short") });
    const entries: Entries = [
      ["../out", file("never")],
      ["bad", file("text")],
      ["good", file("good one")],
      ["nowhere", symlinkEntry("")],
      ["short", short],
    ];
    const options = optionsFor(format, entries, { read });
    const { files, skipped } = await exportArchive(options);
    expect(files).toBe(1);
    expect(skipped.map(({ path, code }) => `${path} ${code}`)).toEqual([
      ...["../out EINVAL", "bad CorruptObject", "nowhere EINVAL", "short CorruptObject"],
    ]);
    expect(Object.keys(readBack(options.target))).toEqual(["good"]);
  });

  it("does not exist if a large file turns out damaged at its second reading", async () => {
    let readings = 0;
    const read: ArchiveOptions["read"] = async function* (entry) {
      if (++readings === 2) throw new StrataError("CorruptObject", "It is damaged.");
      yield* readAny(entry);
    };
    await expect(exportArchive(optionsFor(format, [["big", LARGE]], { read }))).rejects.toMatchObject({
      code: "CorruptObject",
    });
    expect(readdirSync(folder())).toEqual([]);
  });

  it("leaves nothing when it is cancelled in the middle of a file", async () => {
    const abort = new AbortController();
    const told: number[] = [];
    const read: ArchiveOptions["read"] = async function* (entry) {
      let piece = 0;
      for await (const bytes of readAny(entry)) {
        // During the second reading: the first one is before anything is written.
        if (told.push(++piece) === 8) abort.abort();
        yield bytes;
      }
    };
    const cancelled = exportArchive(optionsFor(format, [["big", LARGE]], { read, signal: abort.signal }));
    await expect(cancelled).rejects.toMatchObject({
      code: "Cancelled",
      message: expect.stringContaining("nothing was changed"),
    });
    expect(told.length).toBeGreaterThanOrEqual(8);
    expect(readdirSync(folder())).toEqual([]);
  });

  it.each(["EIO", "short"] as const)(
    "leaves nothing, or what was there, when a write fails (%s)",
    async (fault) => {
      const old = "an older archive";
      for (let failAt = 0; ; failAt++) {
        const files = new FaultyFileWrites(failAt, fault);
        const options = optionsFor(
          format,
          [
            ["a", file("text")],
            ["big", LARGE],
          ],
          { files, overwrite: "always" },
        );
        writeFileSync(options.target, old);
        const outcome = await exportArchive(options).catch((thrown: StrataError) => thrown);
        if (!files.failed) break;
        expect(outcome).toBeInstanceOf(StrataError);
        expect((outcome as StrataError).code).toBe(fault === "EIO" ? "WriteFailed" : "DiskFull");
        expect(readdirSync(folder())).toEqual([`archive.${format}`]);
        const last = files.calls.at(-1) === "remove" ? files.calls.at(-2) : files.calls.at(-1);
        if (last !== "syncFolder") expect(readFileSync(options.target, "utf8")).toBe(old);
      }
    },
  );
});

describe.runIf(HAS_READERS)("the place of an archive", () => {
  it("is refused if a file exists, and replaces it only on request", async () => {
    const options = optionsFor("tar", ENTRIES);
    writeFileSync(options.target, "mine");
    await expect(exportArchive(options)).rejects.toMatchObject({
      code: "FilesInTheWay",
      hint: expect.stringContaining("--overwrite always"),
      data: { count: 1, paths: ["archive.tar"] },
    });
    expect(readFileSync(options.target, "utf8")).toBe("mine");
    mkdirSync(join(folder(), "sub"));
    const at = (target: string) =>
      exportArchive({ ...options, overwrite: "always", target: join(folder(), target) });
    await expect(at("sub")).rejects.toMatchObject({ code: "EISDIR" });
    await expect(at("nope/a.tar")).rejects.toMatchObject({ code: "ENOENT" });
    symlinkSync("sub", join(folder(), "link"));
    await at("link");
    expect(existsSync(join(folder(), "sub"))).toBe(true);
    expect(Object.keys(readBack(join(folder(), "link")))).toContain("run.sh");
  });

  it("does not replace a file created meanwhile", async () => {
    const options = optionsFor("tar", ENTRIES);
    const late = async function* (entry: Entry) {
      writeFileSync(options.target, "came first");
      yield* readAny(entry);
    };
    await expect(exportArchive({ ...options, read: late })).rejects.toMatchObject({ code: "FilesInTheWay" });
    expect(readFileSync(options.target, "utf8")).toBe("came first");
    expect(readdirSync(folder())).toEqual(["archive.tar"]);
  });
});
