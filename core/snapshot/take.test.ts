import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { basename, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openDatabase } from "../database/database.ts";
import { buildManifest } from "../manifest/build.ts";
import { readContent } from "../manifest/content.ts";
import type { Entry } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { rangeEntries } from "../manifest/read.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { PauseGate } from "../pause-gate.ts";
import type { OpenedStore } from "../store/open.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { LocalContentWorker } from "../testing/local-worker.ts";
import { openTestStore } from "../testing/stores.ts";
import { seededBytes, snapshotOf, symlinkTo } from "../testing/trees.ts";
import type { ContentWorker, FromContentWorker } from "./content-protocol.ts";
import { ContentReader } from "./content-reader.ts";
import { type TakenSnapshot, type TakeOptions, takeSnapshot } from "./take.ts";
import { TemporaryNames } from "./temporary-names.ts";

/** Takes a snapshot and makes it durable. */
async function take(
  store: OpenedStore,
  paths: string[],
  more: Partial<TakeOptions> = {},
): Promise<TakenSnapshot> {
  const objects = store.stage();
  const taken = await takeSnapshot({
    paths,
    storeFolder: store.layout.folder,
    settings: {},
    head: null,
    posixModes: true,
    objects,
    nodes: new NodeStore(objects),
    cache: store.cache,
    workers: [new LocalContentWorker(store.profile)],
    ...more,
  });
  await objects.flush();
  taken.remember();
  return taken;
}

async function entriesOf(store: OpenedStore, taken: TakenSnapshot): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for await (const [path, entry] of rangeEntries(store.nodes, taken.id)) entries.set(path, entry);
  return entries;
}

async function bytesOf(store: OpenedStore, entry: Entry | undefined): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  if (entry !== undefined)
    for await (const part of readContent(store.objects, entry)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

/** Returns where an open file descriptor leads; undefined once it is closed. */
function linkOf(fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return undefined;
  }
}

const openStore = () => openTestStore(join(temporaryFolder(), "store"));
/** Sets the times of files to an hour ago; their ctime stays. */
const LONG_AGO = new Date(Date.now() - 3_600_000);
const FAR_OFF = new Date("2100-01-01");

describe("takeSnapshot", () => {
  it("gives the id of the content alone, the same as a tree built by hand", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { "a.txt": "one", "sub/b.txt": "two", "empty/": null, link: { link: "sub/b.txt" } });
    const taken = await take(openStore(), [folder]);
    const byHand = { "a.txt": "one", "sub/b.txt": "two", "empty/": null, link: symlinkTo("sub/b.txt") };
    expect(taken.id).toBe(await snapshotOf(new NodeStore(new MemoryObjectStore()), byHand));
    expect(taken.skipped).toEqual([]);
  });

  it("gives an empty folder the id of the empty manifest", async () => {
    const taken = await take(openStore(), [temporaryFolder()]);
    expect(taken.id).toBe(await buildManifest(new NodeStore(new MemoryObjectStore()), []));
  });

  it("keeps every kind of name, mode and size, inline, whole and cut", async () => {
    const folder = temporaryFolder();
    const names = [
      "with space",
      "quo\"te's",
      "new\nline",
      "emoji 🗂️",
      "combining é é",
      "-dash",
      ".hidden",
      "a",
      "a-b",
      "a.txt",
      "z\u{10ffff}",
      "\uffee",
    ];
    const sizes = [0, 1, 512, 513, 65_536, 65_537, 300_000, 6_000_000];
    for (const [i, name] of names.entries())
      writeFileSync(join(folder, name), name, { mode: 0o600 + (i % 8) });
    for (const size of sizes) writeFileSync(join(folder, `size ${size}`), seededBytes(size, size));
    chmodSync(join(folder, "a"), 0o755);
    const store = openStore();
    const entries = await entriesOf(store, await take(store, [folder]));
    expect([...entries.keys()].sort()).toEqual([...names, ...sizes.map((size) => `size ${size}`)].sort());
    expect(entries.get("a")?.mode).toBe(0o100755);
    for (const name of names) expect((await bytesOf(store, entries.get(name))).toString()).toBe(name);
    for (const size of sizes) {
      const entry = entries.get(`size ${size}`);
      expect(entry?.size).toBe(size);
      expect(Buffer.compare(await bytesOf(store, entry), seededBytes(size, size)), `size ${size}`).toBe(0);
    }
    expect(entries.get("size 512")?.content.kind).toBe("inline");
    expect(entries.get("size 513")?.content).toMatchObject({ kind: "chunks", chunks: [{ len: 513 }] });
    const cut = entries.get("size 6000000")?.content;
    expect(cut?.kind === "chunks" && cut.chunks.length).toBeGreaterThan(1);
  });

  it("keeps links as links, and never follows one", async () => {
    const folder = temporaryFolder();
    const outside = temporaryFolder();
    writeTree(outside, { "secret.txt": "secret" });
    writeTree(folder, {
      up: { link: "../.." },
      dangling: { link: "nowhere" },
      loop: { link: "loop" },
      outside: { link: outside },
    });
    const store = openStore();
    const entries = await entriesOf(store, await take(store, [folder]));
    expect([...entries].map(([path, { symlink }]) => [path, symlink])).toEqual([
      ["dangling", "nowhere"],
      ["loop", "loop"],
      ["outside", outside],
      ["up", "../.."],
    ]);
  });

  it("skips what cannot be kept, says why, and keeps the rest", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { "good.txt": "good", "sub/good.txt": "good" });
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(folder, "socket"), done));
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/bad-`), Buffer.from([0xff, 0xfe])]), "x");
    symlinkSync(Buffer.from([0x78, 0xff]) as unknown as string, join(folder, "bad-target"));
    writeFileSync(join(folder, "setuid"), "s");
    chmodSync(join(folder, "setuid"), 0o4755);
    const store = openStore();
    const taken = await take(store, [folder]);
    expect(taken.skipped).toEqual([
      { path: "bad-target", reason: "its target is not valid UTF-8" },
      { path: "bad-��", reason: "its name is not valid UTF-8" },
      { path: "pipe", reason: "it is a named pipe" },
      { path: "socket", reason: "it is a socket" },
    ]);
    server.close();
    expect(taken.warnings).toEqual([
      { path: "setuid", reason: "its setuid, setgid or sticky bit is not kept" },
    ]);
    const entries = await entriesOf(store, taken);
    expect([...entries.keys()]).toEqual(["good.txt", "setuid", "sub/good.txt"]);
    expect(entries.get("setuid")?.mode).toBe(0o100755);
  });

  it("skips temporary files of exports, but not a user's files with similar names", async () => {
    const folder = temporaryFolder();
    const left = [
      basename(new TemporaryNames().next({ path: "" })),
      `${basename(new TemporaryNames().next({ path: "" }))}-é`,
      ".strata-tmp-0123456789abcdef-12",
    ];
    const mine = [
      ...[".strata-tmp", ".strata-tmp-", ".strata-tmp-notes-1", ".strata-tmp-0123456789abcdef-12.txt"],
      ...[
        "strata-tmp-0123456789abcdef-1",
        ".strata-tmp-0123456789ABCDEF-12",
        ".strata-tmp-0123456789abcdef-a",
      ],
    ].sort();
    for (const name of left) writeTree(folder, { [name]: "left", [`sub/${name}`]: "left" });
    for (const name of mine) writeTree(folder, { [name]: "mine" });
    writeTree(folder, { ".strata-tmp-0123456789abcdef-13/f": "in a folder" });
    const store = openStore();
    const taken = await take(store, [folder]);
    expect(taken.skipped).toEqual(
      [...left, ...left.map((name) => `sub/${name}`)]
        .sort()
        .map((path) => ({ path, reason: "it is a temporary file of an export" })),
    );
    const paths = [...(await entriesOf(store, taken)).keys()].sort();
    expect(paths).toEqual([...mine, ".strata-tmp-0123456789abcdef-13/f", "sub"].sort());
    const named = await take(store, [join(folder, left[0] ?? "")]);
    expect([...(await entriesOf(store, named)).keys()]).toEqual([left[0]]);
  });

  // Root can read everything.
  it.skipIf(process.getuid?.() === 0)("skips what it may not read, and says so", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { "good.txt": "good", "closed.txt": "closed", "shut/x": "x" });
    chmodSync(join(folder, "closed.txt"), 0);
    chmodSync(join(folder, "shut"), 0);
    const taken = await take(openStore(), [folder]);
    chmodSync(join(folder, "shut"), 0o700);
    expect(taken.skipped).toEqual([
      { path: "closed.txt", reason: "permission denied" },
      { path: "shut", reason: "permission denied" },
    ]);
  });

  it("follows .strataignore and the label's patterns, and .gitignore only when asked", async () => {
    const folder = temporaryFolder();
    writeTree(folder, {
      ".strataignore": "*.log\nbuild/\n",
      ".gitignore": "secret.env\n",
      "a.log": "x",
      "a.txt": "x",
      "build/out": "x",
      "secret.env": "x",
      "sub/.strataignore": "!keep.log\n",
      "sub/keep.log": "x",
      "sub/b.log": "x",
      "tmp/x": "x",
    });
    const store = openStore();
    const plain = await entriesOf(store, await take(store, [folder], { settings: { ignore: ["/tmp"] } }));
    expect([...plain.keys()]).toEqual([
      ".gitignore",
      ".strataignore",
      "a.txt",
      "secret.env",
      "sub/.strataignore",
      "sub/keep.log",
    ]);
    const asked = await entriesOf(
      store,
      await take(store, [folder], { settings: { gitignore: true, ignore: ["/tmp"] } }),
    );
    expect(asked.has("secret.env")).toBe(false);
  });

  it("puts several paths, or single files, under their own names", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { "one/a": "1", "one.txt": "2", "two/b": "3", "two/c/": null });
    const store = openStore();
    const paths = ["two", "one.txt", "one"].map((name) => join(folder, name));
    const entries = await entriesOf(store, await take(store, paths));
    expect([...entries.keys()]).toEqual(["one.txt", "one/a", "two/b", "two/c"]);
    expect([...(await entriesOf(store, await take(store, [join(folder, "one.txt")]))).keys()]).toEqual([
      "one.txt",
    ]);
  });

  it("does not read unchanged files again, and notices changed ones, whatever their times and sizes", async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 40; i++) writeTree(folder, { [`d${i % 4}/f${i}`]: `content ${i}` });
    const store = openStore();
    const first = await take(store, [folder]);
    await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(40);

    const changed = join(folder, "d1/f1");
    const before = await take(store, [folder]);
    expect(before.id).toBe(first.id);
    // Same size and mtime: only the ctime differs.
    utimesSync(changed, LONG_AGO, LONG_AGO);
    await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(40);
    writeFileSync(changed, "CONTENT 1");
    utimesSync(changed, LONG_AGO, LONG_AGO);
    const after = await take(store, [folder]);
    expect(after.unchanged).toBe(39);
    expect((await bytesOf(store, (await entriesOf(store, after)).get("d1/f1"))).toString()).toBe("CONTENT 1");
  });

  it("reads every file again on request, and updates the stat cache", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { a: "content as it is now", b: "b" });
    const store = openStore();
    const right = await take(store, [folder]);
    await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(2);
    // As after a write that left size and times unchanged: the cached entry is of another content.
    const index = openDatabase(store.layout.indexDb);
    const row = index.prepare("SELECT files FROM stat_cache").pluck().get() as Buffer;
    row.write("content as it was ..", row.indexOf("content as it is now"));
    index.prepare("UPDATE stat_cache SET files = ?").run(row);
    index.close();
    expect((await take(store, [folder])).id).not.toBe(right.id);
    expect(await take(store, [folder], { reread: true })).toMatchObject({ id: right.id, unchanged: 0 });
    expect(await take(store, [folder])).toMatchObject({ id: right.id, unchanged: 2 });
  });

  it("reads cached files again if their objects are gone", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { big: seededBytes(1, 5000), small: "inline" });
    const store = openStore();
    const first = await take(store, [folder]);
    await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(2);
    const entry = (await entriesOf(store, first)).get("big");
    if (entry?.content.kind !== "chunks") throw new Error("big is not in a chunk");
    await store.objects.delete(entry.content.chunks.map(({ id }) => id));
    const second = await take(store, [folder]);
    expect(second).toMatchObject({ id: first.id, unchanged: 1 });
    expect(Buffer.compare(await bytesOf(store, entry), seededBytes(1, 5000))).toBe(0);
  });

  describe("of a folder whose cached files are in several segments", () => {
    const COUNT = 1600;
    const nameOf = (i: number) => `${String(i).padStart(4, "0")}-${"n".repeat(230)}`;
    const allBut = (...gone: number[]) => COUNT - gone.length;

    /** A store that has imported the folder. Some of its files are too large to be in their entries. */
    async function imported(): Promise<{ store: OpenedStore; folder: string }> {
      const folder = temporaryFolder();
      const files = Array.from({ length: COUNT }, (_, i) => [nameOf(i), `content ${i}`] as const);
      writeTree(folder, Object.fromEntries(files));
      writeTree(folder, { [nameOf(0)]: seededBytes(1, 5000), [nameOf(COUNT - 1)]: seededBytes(2, 5000) });
      const store = openStore();
      await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(COUNT);
      const rows = store.indexDb.prepare("SELECT count(*) FROM stat_cache").pluck().get();
      expect(rows).toBeGreaterThan(1);
      return { store, folder };
    }

    it("reads only files that changed, are new or have another name", async () => {
      const { store, folder } = await imported();
      writeTree(folder, { [nameOf(1)]: "other", [nameOf(1200)]: "other", [`${nameOf(1500)}-new`]: "new" });
      rmSync(join(folder, nameOf(2)));
      renameSync(join(folder, nameOf(3)), join(folder, `${nameOf(1580)}-renamed`));
      const after = await take(store, [folder]);
      expect(after.unchanged).toBe(allBut(1, 2, 3, 1200));
      await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(COUNT);
      expect((await take(store, [folder], { reread: true })).id).toBe(after.id);
      const cached = store.cache.folder(Buffer.from(folder));
      expect([2, 3].map((i) => cached.lastEntry(nameOf(i)))).toEqual([undefined, undefined]);
    });

    it("forgets deleted files, and the last of many segments", async () => {
      const { store, folder } = await imported();
      for (let i = 5; i < COUNT; i++) rmSync(join(folder, nameOf(i)));
      expect((await take(store, [folder])).unchanged).toBe(5);
      expect(Array.from(store.cache.folder(Buffer.from(folder)).files(), ({ name }) => name)).toEqual(
        Array.from({ length: 5 }, (_, i) => nameOf(i)),
      );
    });

    it("reads a file again each time that could change unnoticed, and no other", async () => {
      const { store, folder } = await imported();
      // Later than any reading of this test.
      utimesSync(join(folder, nameOf(1200)), FAR_OFF, FAR_OFF);
      expect((await take(store, [folder])).unchanged).toBe(allBut(1200));
      expect((await take(store, [folder])).unchanged).toBe(allBut(1200));
    });

    it("reads files again whose objects are gone", async () => {
      const { store, folder } = await imported();
      const before = await take(store, [folder]);
      const entry = (await entriesOf(store, before)).get(nameOf(COUNT - 1));
      if (entry?.content.kind !== "chunks") throw new Error("it is not in a chunk");
      await store.objects.delete(entry.content.chunks.map(({ id }) => id));
      expect(await take(store, [folder])).toMatchObject({ id: before.id, unchanged: allBut(COUNT - 1) });
    });

    it("keeps what it knows of the others when some are imported alone", async () => {
      const { store, folder } = await imported();
      writeTree(folder, { [nameOf(1200)]: "other", [`${nameOf(1500)}-new`]: "new" });
      const some = [nameOf(0), nameOf(1200), `${nameOf(1500)}-new`, nameOf(COUNT - 1)];
      const paths = some.map((name) => join(folder, name));
      await expect.poll(async () => (await take(store, paths)).unchanged).toBe(4);
      expect((await take(store, [folder])).unchanged).toBe(COUNT + 1);
    });
  });

  it("stores equal files once, however many workers find them", async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 30; i++) writeTree(folder, { [`f${i}`]: seededBytes(7, 400_000) });
    const store = openStore();
    const workers = [1, 2, 3].map(() => new LocalContentWorker(store.profile));
    const taken = await take(store, [folder], { workers });
    expect(taken.newChunkBytes).toBe(400_000);
  });

  it("names more chunks than an entry holds in a chunk list", async () => {
    const folder = temporaryFolder();
    const bytes = seededBytes(3, 3_000_000);
    writeFileSync(join(folder, "long"), bytes);
    const profile = { inlineMax: 0, wholeMax: 256, chunkMin: 64, chunkAvg: 256, chunkMax: 1024 };
    const store = openTestStore(join(temporaryFolder(), "store"), profile);
    const entry = (await entriesOf(store, await take(store, [folder]))).get("long");
    expect(entry?.content.kind).toBe("list");
    expect(Buffer.compare(await bytesOf(store, entry), bytes)).toBe(0);
    await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(1);
  });

  it("keeps the head's modes, and gives new files the usual one, where the system has none", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { "run.sh": "#!", "old.txt": "x" });
    chmodSync(join(folder, "run.sh"), 0o755);
    const store = openStore();
    const head = (await take(store, [folder])).id;
    writeTree(folder, { "run.sh": "#! changed", "new.txt": "x" });
    chmodSync(join(folder, "run.sh"), 0o600);
    chmodSync(join(folder, "new.txt"), 0o777);
    const entries = await entriesOf(store, await take(store, [folder], { head, posixModes: false }));
    expect([...entries].map(([path, { mode }]) => [path, mode])).toEqual([
      ["new.txt", 0o100644],
      ["old.txt", 0o100644],
      ["run.sh", 0o100755],
    ]);
  });

  it("puts folders that turn out empty in their place, whatever sorts beside them", async () => {
    const name = fc.stringMatching(/^[ab][-. 0/]?[ab0]?$/).filter((text) => !text.endsWith("/"));
    const things = fc.dictionary(name, fc.constantFrom("file", "empty", "ignored"), { maxKeys: 12 });
    await fc.assert(
      fc.asyncProperty(things, async (tree) => {
        const folder = temporaryFolder();
        const spec: Record<string, string | null> = {};
        for (const [path, kind] of Object.entries(tree)) {
          // A name is a file or a folder, never both.
          if (
            Object.keys(spec).some(
              (other) => `${other}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${other}/`),
            )
          )
            continue;
          spec[path] = kind === "file" ? "text" : null;
          writeTree(folder, kind === "file" ? { [path]: "text" } : { [`${path}/`]: null });
          if (kind === "ignored") writeTree(folder, { [`${path}/x.log`]: "x" });
        }
        const store = openStore();
        const taken = await take(store, [folder], { settings: { ignore: ["*.log"] } });
        store.close();
        expect(taken.id).toBe(await snapshotOf(new NodeStore(new MemoryObjectStore()), spec));
      }),
      { numRuns: 40 },
    );
  });

  it("keeps files whose times are centuries away", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { past: "p", future: "f" });
    utimesSync(join(folder, "past"), -11_000_000_000, -11_000_000_000);
    utimesSync(join(folder, "future"), 13_000_000_000, 13_000_000_000);
    const taken = await take(openStore(), [folder]);
    expect(taken.skipped).toEqual([]);
  });

  it("remembers a folder's other files when one of them is imported by itself", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { a: "1", b: "2", c: "3" });
    const store = openStore();
    await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(3);
    expect((await take(store, [join(folder, "b")])).unchanged).toBe(1);
    expect((await take(store, [folder])).unchanged).toBe(3);
  });

  it("reads a large file again when its chunk list is damaged", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "long"), seededBytes(3, 3_000_000));
    const profile = { inlineMax: 0, wholeMax: 256, chunkMin: 64, chunkAvg: 256, chunkMax: 1024 };
    const store = openTestStore(join(temporaryFolder(), "store"), profile);
    const first = await take(store, [folder]);
    await expect.poll(async () => (await take(store, [folder])).unchanged).toBe(1);
    const entry = (await entriesOf(store, first)).get("long");
    if (entry?.content.kind !== "list") throw new Error("it is not in a chunk list");
    await store.objects.delete([entry.content.id]);
    expect(await take(store, [folder])).toMatchObject({ id: first.id, unchanged: 0 });
    expect(Buffer.compare(await bytesOf(store, entry), seededBytes(3, 3_000_000))).toBe(0);
  });

  it("never imports the store itself, and refuses paths in it", async () => {
    const folder = temporaryFolder();
    const store = openTestStore(join(folder, "sub/store"));
    writeTree(folder, { "a.txt": "a" });
    const taken = await take(store, [folder]);
    expect(taken.skipped).toEqual([{ path: "sub/store", reason: "it is the store itself" }]);
    expect([...(await entriesOf(store, taken)).keys()]).toEqual(["a.txt", "sub"]);
    for (const path of [store.layout.folder, store.layout.packs]) {
      await expect(take(store, [path])).rejects.toMatchObject({ code: "StoreInFolder" });
    }
    // Nor under another name.
    symlinkSync(store.layout.packs, join(folder, "shortcut"));
    await expect(take(store, [join(folder, "shortcut")])).rejects.toMatchObject({ code: "StoreInFolder" });
  });

  it("refuses what it cannot import, with what to do next", async () => {
    const folder = temporaryFolder();
    writeTree(folder, { "x/same": "1", "y/same": "2" });
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const store = openStore();
    const failing = (...names: string[]) =>
      take(
        store,
        names.map((name) => join(folder, name)),
      );
    await expect(take(store, [])).rejects.toMatchObject({ code: "NothingToImport" });
    await expect(failing("absent")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(failing("x/same/below")).rejects.toMatchObject({ code: "ENOENT" });
    await expect(failing("pipe")).rejects.toMatchObject({ code: "NothingToImport" });
    await expect(failing("x/same", "y/same")).rejects.toMatchObject({ code: "NameCollision" });
  });

  // Reading it always fails.
  it.skipIf(process.platform !== "linux")(
    "fails when a named file cannot be read, alone or among others",
    async () => {
      const store = openStore();
      const good = join(temporaryFolder(), "good");
      writeTree(join(good, ".."), { good: "g" });
      for (const paths of [["/proc/self/mem"], [good, "/proc/self/mem"]]) {
        await expect(take(store, paths)).rejects.toMatchObject({
          code: "ReadFailed",
          hint: expect.any(String),
          data: { path: expect.stringMatching(/^\/proc\/\d+\/mem$/) },
        });
      }
    },
  );

  it("does not treat a folder that disappeared as an empty one", async () => {
    const folder = join(temporaryFolder(), "gone");
    for (let i = 0; i < 20; i++) writeTree(folder, { [`f${i}`]: `content ${i}` });
    const store = openStore();
    const vanishing = take(store, [folder], {
      onProgress: ({ phase }) => {
        if (phase === "reading") rmSync(folder, { recursive: true, force: true });
      },
    });
    await expect(vanishing).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("lists single files that vanished meanwhile, and keeps the others", async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 20; i++) writeTree(folder, { [`f${i}`]: `content ${i}` });
    const store = openStore();
    const taken = await take(store, [folder], {
      onProgress: ({ phase }) => {
        if (phase === "reading") rmSync(join(folder, "f7"), { force: true });
      },
    });
    expect(taken.skipped).toEqual([{ path: "f7", reason: "it vanished while it was being imported" }]);
    expect((await entriesOf(store, taken)).size).toBe(19);
  });

  it("reads a file that changes meanwhile once more, keeps that, and warns", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "log");
    writeFileSync(path, seededBytes(1, 9_000_000));
    const store = openStore();
    let rounds = 0;
    /** Changes the file whenever a part of it has been read. */
    class Meddler implements ContentWorker {
      #listener: Parameters<ContentWorker["listen"]>[0];
      readonly #reader = new ContentReader(store.profile, (message: FromContentWorker) => {
        if (message.type === "read" && !message.last)
          writeFileSync(path, seededBytes(++rounds + 1, 9_000_000));
        setImmediate(() => this.#listener?.message(message));
      });
      post(message: Parameters<ContentWorker["post"]>[0]): void {
        setImmediate(() => this.#reader.handle(message));
      }
      listen(listener: Parameters<ContentWorker["listen"]>[0]): void {
        this.#listener = listener;
      }
    }
    const taken = await take(store, [folder], { workers: [new Meddler()] });
    expect(taken.warnings).toEqual([
      { path: "log", reason: "it changed while it was read; its second reading is kept" },
    ]);
    expect((await entriesOf(store, taken)).get("log")?.size).toBe(9_000_000);
    const next = await take(store, [folder]);
    expect(next.unchanged).toBe(0);
  });

  it.each([0, 100, 2000])(
    "keeps a large file that shrinks to %d bytes while it is read in its one form",
    async (size) => {
      const folder = temporaryFolder();
      const path = join(folder, "log");
      const store = openStore();
      class Shrinker extends LocalContentWorker {
        override post(message: Parameters<ContentWorker["post"]>[0]): void {
          super.post(message);
          // After the file was opened and its first segment reported, before the rest is read.
          if (message.type === "store") truncateSync(path, size);
        }
      }
      writeFileSync(path, seededBytes(1, 9_000_000));
      const taken = await take(store, [folder], { workers: [new Shrinker(store.profile)] });
      const entry = (await entriesOf(store, taken)).get("log");
      expect(entry?.size).toBe(size);
      expect(entry?.content.kind).toBe(size <= 512 ? "inline" : "chunks");
      expect(Buffer.compare(await bytesOf(store, entry), seededBytes(1, 9_000_000).subarray(0, size))).toBe(
        0,
      );
      expect((await take(store, [folder])).id).toBe(taken.id);
    },
  );

  it("stops when cancelled, waits while paused, and changes nothing", async () => {
    const folder = temporaryFolder();
    for (let i = 0; i < 200; i++) writeTree(folder, { [`f${i}`]: seededBytes(i, 40_000) });
    const store = openStore();
    const abort = new AbortController();
    const cancelledTake = take(store, [folder], {
      signal: abort.signal,
      onProgress: ({ bytesDone }) => {
        if (bytesDone > 0) abort.abort();
      },
    });
    await expect(cancelledTake).rejects.toMatchObject({ code: "Cancelled" });

    const gate = new PauseGate();
    let wasPaused = false;
    const paused = take(store, [folder], {
      gate,
      onProgress: ({ bytesDone }) => {
        if (bytesDone > 0 && !wasPaused) {
          wasPaused = true;
          gate.pause();
          setTimeout(() => gate.resume(), 20);
        }
      },
    });
    expect((await entriesOf(store, await paused)).size).toBe(200);
  });

  it.skipIf(process.platform !== "linux")(
    "leaves no file open when it is cancelled in the middle of one",
    async () => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, "big"), seededBytes(1, 20_000_000));
      const store = openStore();
      const openFiles = () =>
        readdirSync("/proc/self/fd").filter((fd) => linkOf(fd) === join(folder, "big")).length;
      const workers = [new LocalContentWorker(store.profile)];
      for (let i = 0; i < 5; i++) {
        const abort = new AbortController();
        const cancelled = take(store, [folder], {
          workers,
          signal: abort.signal,
          onProgress: ({ bytesDone }) => {
            if (bytesDone > 0) abort.abort();
          },
        });
        await expect(cancelled).rejects.toMatchObject({ code: "Cancelled" });
      }
      await expect.poll(openFiles).toBe(0);
    },
  );

  it("survives a folder being renamed away and another put in its place", async () => {
    const root = temporaryFolder();
    writeTree(root, { "src/a": "1", "other/a": "22" });
    const store = openStore();
    await take(store, [join(root, "src")]);
    renameSync(join(root, "src"), join(root, "was"));
    renameSync(join(root, "other"), join(root, "src"));
    mkdirSync(join(root, "other"));
    const entries = await entriesOf(store, await take(store, [join(root, "src")]));
    expect((await bytesOf(store, entries.get("a"))).toString()).toBe("22");
  });
});
