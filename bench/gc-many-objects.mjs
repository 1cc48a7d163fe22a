import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import SQLite from "better-sqlite3";
import { build } from "vite";
import { root, say } from "../scripts/processes.mjs";
import { LABEL } from "./gc-stores.mjs";
import { once } from "./window-store.mjs";

const FILES = 100;
/** Objects of 8 KiB in frames of 256 KiB, and these in packs of 64 MiB. */
const OBJECT = 8192;
const PER_FRAME = 32;
const PER_PACK = 256;
const STORED = 200_000;

/**
 * Prepares once, and returns the folder of, a store with so many chunks. Its manifest and chunk lists are real; the rows of the index
 * that say where the chunks are were written directly, for packs that do not exist: 80 GB would take too long to make, and a mark reads
 * no contents.
 */
export async function manyObjects(objects) {
  return await once(`objects ${objects}`, async (store, scratch) => {
    say(`preparing a store of ${objects} objects in ${scratch} (once)`);
    const ids = sortedIds(objects);
    await fill(store, ids, await engine());
    index(store, ids);
  });
}

/** Random ids, in the order of their bytes, one after the other. */
function sortedIds(count) {
  const ids = Buffer.allocUnsafe(count * 32);
  const perPrefix = Math.ceil(count / 65_536);
  for (let at = 0, prefix = 0; at < count; prefix++) {
    const own = Array.from({ length: Math.min(perPrefix, count - at) }, () => randomBytes(32));
    for (const id of own) id.writeUInt16BE(prefix);
    for (const id of own.sort(Buffer.compare)) id.copy(ids, at++ * 32);
  }
  return ids;
}

/** Builds the parts of the core that no command gives access to. */
async function engine() {
  const parts = {
    open: "core/store/open.ts",
    create: "core/store/create.ts",
    layout: "core/store/layout.ts",
    profile: "core/profile.ts",
    lists: "core/manifest/chunk-list.ts",
    manifest: "core/manifest/build.ts",
    entries: "core/manifest/entry.ts",
    files: "core/files/node-file-writes.ts",
  };
  const outDir = join(root, "node_modules", ".cache", "bench-gc");
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    ssr: { external: ["better-sqlite3", "zstd-napi", "@napi-rs/blake-hash"], noExternal: true },
    build: { ssr: true, outDir, emptyOutDir: true, minify: false, rolldownOptions: { input: parts } },
  });
  const loaded = Object.keys(parts).map((name) => import(pathToFileURL(join(outDir, `${name}.js`)).href));
  return Object.assign({}, ...(await Promise.all(loaded)));
}

/** Makes the store, with a snapshot of files that have these chunks. */
async function fill(folder, ids, core) {
  const layout = core.layoutOf(folder);
  const files = core.nodeFileWrites;
  core.ensureStore(layout, { profile: core.DEFAULT_PROFILE, exactly: true, create: true }, files);
  const actor = "bench@localhost (cli)";
  const store = core.openStore(layout, { readonly: false, clock: Date.now, actor, files });
  const objects = store.stage();
  const each = ids.length / 32 / FILES;
  const entries = [];
  for (let no = 0; no < FILES; no++) {
    const chunks = function* () {
      for (let at = no * each; at < (no + 1) * each; at++)
        yield { id: ids.toString("hex", at * 32, at * 32 + 32), len: OBJECT };
    };
    const content = await core.writeChunks(objects, chunks());
    entries.push([
      `file-${String(no).padStart(3, "0")}`,
      core.fileEntry(core.DEFAULT_FILE_MODE, each * OBJECT, content),
    ]);
  }
  const to = await core.buildManifest(store.nodes.over(objects), entries);
  objects.flushWith(() => store.labels.casSync({ label: LABEL, op: "create", to }, null));
  store.close();
}

/** Enters the chunks into the index. */
function index(folder, ids) {
  const db = new SQLite(join(folder, "index.db"));
  db.pragma("synchronous = OFF");
  const pack = db.prepare("INSERT INTO packs (no, name, kind, bytes) VALUES (?, ?, 'content', ?)");
  const frame = db.prepare(
    "INSERT INTO frames (no, pack, offset, stored, raw, codec) VALUES (?, ?, ?, ?, ?, 'zstd')",
  );
  const object = db.prepare("INSERT INTO objects (id, frame, start, len) VALUES (?, ?, ?, ?)");
  const first = 1 + db.prepare("SELECT max(no) FROM frames").pluck().get();
  const firstPack = 1 + db.prepare("SELECT max(no) FROM packs").pluck().get();
  const frames = Math.ceil(ids.length / 32 / PER_FRAME);
  db.transaction(() => {
    for (let no = 0; no < Math.ceil(frames / PER_PACK); no++)
      pack.run(firstPack + no, `content-${randomBytes(32).toString("hex")}.pack`, PER_PACK * STORED);
    for (let no = 0; no < frames; no++) {
      const own = firstPack + Math.floor(no / PER_PACK);
      frame.run(first + no, own, 16 + (no % PER_PACK) * STORED, STORED, PER_FRAME * OBJECT);
    }
    for (let at = 0; at < ids.length / 32; at++) {
      const no = first + Math.floor(at / PER_FRAME);
      object.run(ids.subarray(at * 32, at * 32 + 32), no, (at % PER_FRAME) * OBJECT, OBJECT);
    }
  })();
  db.close();
}
