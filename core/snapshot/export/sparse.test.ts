import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Entry, fileEntry } from "../../manifest/entry.ts";
import { ContentStorer } from "../../manifest/store-content.ts";
import { MemoryObjectStore } from "../../objects/memory-store.ts";
import { DEFAULT_PROFILE } from "../../profile.ts";
import { exportArchive } from "../archive/export-archive.ts";
import { exportEntries } from "./export.ts";
import { exportOf, FaultyWrites, file, systemError, temporaryFolder } from "./export-suite.ts";
import { knownHoles } from "./known-holes.ts";

const folder = temporaryFolder();
const MIB = 1024 * 1024;

async function* read({ content }: Entry): AsyncGenerator<Uint8Array> {
  if (content.kind !== "inline") throw new Error("not inline");
  for (let at = 0; at < content.bytes.length; at += 1_234_567)
    yield content.bytes.subarray(at, at + 1_234_567);
}

function entryOf(bytes: Uint8Array): Entry {
  return fileEntry(0o644, bytes.length, { kind: "inline", bytes });
}

function disk(): Buffer {
  const bytes = Buffer.alloc(32 * MIB);
  bytes.write("begins", 0);
  bytes.write("in the middle", 17 * MIB + 123);
  return bytes;
}

describe("exporting a file with long runs of zeros", () => {
  it("makes holes of them, and changes no byte", async () => {
    const [middle, end] = [disk(), Buffer.concat([Buffer.from("data"), Buffer.alloc(9 * MIB)])];
    await exportEntries(
      exportOf(
        join(folder(), "out"),
        [
          ["end", entryOf(end)],
          ["middle", entryOf(middle)],
        ],
        { read },
      ),
    );
    for (const [name, bytes] of [
      ["middle", middle],
      ["end", end],
    ] as const) {
      const path = join(folder(), "out", name);
      expect(readFileSync(path).equals(bytes)).toBe(true);
      if (process.platform !== "win32") expect(statSync(path).blocks * 512).toBeLessThan(100_000);
    }
  });

  it("ends as any export does when the disk is full in the middle of a hole", async () => {
    const files = new FaultyWrites((call) => {
      if (call === "skip") throw systemError("ENOSPC");
    });
    const exporting = exportEntries(
      exportOf(join(folder(), "out"), [["disk", entryOf(disk())]], { read, files }),
    );
    await expect(exporting).rejects.toMatchObject({ code: "DiskFull" });
    expect(readdirSync(join(folder(), "out"))).toEqual([]);
  });
});

describe("the room that an export needs", () => {
  const tooMuch = 2 ** 60;
  const none = async () => 0;
  const inVain = { room: { bytes: tooMuch, holes: none } };
  const refused = {
    code: "DiskFull",
    hint: expect.stringContaining("nothing was written"),
    data: { path: expect.any(String), needed: tooMuch, free: expect.any(Number) },
  };

  it("is checked before anything is written", async () => {
    const exporting = exportEntries(exportOf(join(folder(), "new/out"), [["a", file("a")]], inVain));
    await expect(exporting).rejects.toMatchObject(refused);
    expect(existsSync(join(folder(), "new"))).toBe(false);
    const archive = {
      ...exportOf(join(folder(), "a.tar"), [["a", file("a")]], inVain),
      overwrite: "refuse" as const,
    };
    await expect(exportArchive({ ...archive, format: "tar" })).rejects.toMatchObject(refused);
    expect(readdirSync(folder())).toEqual([]);
  });

  it("is not checked if it is unknown: for a zip, or with existing files", async () => {
    mkdirSync(join(folder(), "out"));
    writeFileSync(join(folder(), "out/a"), "a");
    const what = exportOf(join(folder(), "out"), [["a", file("a")]], inVain);
    expect(await exportEntries({ ...what, overwrite: "always" })).toMatchObject({ skipped: [] });
    const target = join(folder(), "a.zip");
    expect(await exportArchive({ ...what, target, format: "zip", overwrite: "refuse" })).toMatchObject({
      files: 1,
    });
  });

  it("does not include bytes known to become holes", async () => {
    const room = { bytes: tooMuch, holes: async () => tooMuch };
    expect(await exportEntries(exportOf(join(folder(), "out"), [["a", file("a")]], { room }))).toMatchObject({
      files: 1,
    });
  });
});

it("knownHoles finds long runs of zeros by the ids of their chunks", async () => {
  const objects = new MemoryObjectStore();
  const storer = new ContentStorer(objects, DEFAULT_PROFILE);
  const entries: [string, Entry][] = [];
  for (const [path, bytes] of [
    ["disk", disk()],
    ["small", Buffer.alloc(1000)],
    ["data", Buffer.alloc(8 * MIB, "text")],
  ] as const) {
    const { size, content } = await storer.store(bytes);
    entries.push([path, fileEntry(0o644, size, content)]);
  }
  const holes = await knownHoles(
    objects,
    (async function* () {
      yield* entries;
    })(),
  );
  expect(holes).toBe(20 * MIB);
});
