import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PauseGate } from "../core/index.ts";
import { DragFolders } from "./drag.ts";
import type { HostEvent, HostService } from "./host-service.ts";
import type { Store } from "./store.ts";
import { StoreHost } from "./store-host-service.ts";

/** More than one chunk, in bytes. */
const LARGE = 20_000_000;

let folder: string;
let host: StoreHost;
let service: HostService;
const context = () => ({ signal: new AbortController().signal, gate: new PauseGate(), onProgress: () => {} });
const invoke = async (name: string, input: unknown) =>
  (await service.invoke({ name, input }, context())) as Record<string, unknown>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "strata-test-"));
  host = new StoreHost({ folder: join(folder, "store"), known: false });
  service = host.service();
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true });
});

/** Imports three files under the label `things`. */
async function importThings(): Promise<void> {
  const things = join(folder, "things");
  mkdirSync(join(things, "in"), { recursive: true });
  writeFileSync(join(things, "large.bin"), Buffer.alloc(LARGE, 7));
  writeFileSync(join(things, "in", "one.txt"), "one");
  writeFileSync(join(things, "in", "two.txt"), "two!");
  await invoke("import", { paths: [things], label: "things" });
}

describe("StoreHost", () => {
  it("tells that the store is open and what is moved in it", async () => {
    const events: HostEvent[] = [];
    const abort = new AbortController();
    const watching = service.watch(undefined, {
      ...context(),
      signal: abort.signal,
      onProgress: (event) => events.push(event),
    });
    await importThings();
    await expect.poll(() => events).toContainEqual({ type: "moved", label: "things", op: "create", seq: 1 });
    expect(events[0]).toEqual({ type: "opened" });
    abort.abort();
    await watching;
  });

  it("tells that a store does not open, and that it does once a command has opened it", async () => {
    writeFileSync(join(folder, "store"), "in the way");
    const events: HostEvent[] = [];
    const abort = new AbortController();
    const watching = service.watch(undefined, {
      ...context(),
      signal: abort.signal,
      onProgress: (event) => events.push(event),
    });
    await expect.poll(() => events).toMatchObject([{ type: "failed", error: { code: expect.any(String) } }]);
    rmSync(join(folder, "store"));
    await invoke("labels", {});
    expect(events.at(-1)).toEqual({ type: "opened" });
    abort.abort();
    await watching;
  });

  it.each(["missing", "empty"])("creates no store in place of one that is known and now %s", async (how) => {
    const gone = join(folder, "gone");
    if (how === "empty") mkdirSync(gone);
    const known = new StoreHost({ folder: gone, known: true });
    const asked = known.service().invoke({ name: "labels", input: {} }, context());
    await expect(asked).rejects.toMatchObject({ code: "NotAStore" });
    expect(existsSync(gone) && readdirSync(gone).length > 0).toBe(false);
    await known.close();
  });

  it.each(["by itself", "by another process"])(
    "tells where the store is once it was moved %s",
    async (who) => {
      await importThings();
      const [from, to] = [join(folder, "store"), join(folder, "elsewhere")];
      const events: HostEvent[] = [];
      const abort = new AbortController();
      const watching = service.watch(undefined, {
        ...context(),
        signal: abort.signal,
        onProgress: (event) => events.push(event),
      });
      if (who === "by itself") expect(await invoke("store.move", { to })).toMatchObject({ from, to });
      else {
        const other = new StoreHost({ folder: from, known: true });
        await other.service().invoke({ name: "store.move", input: { to } }, context());
        await other.close();
      }
      await expect
        .poll(() => events.filter(({ type }) => type === "failed"))
        .toMatchObject([{ error: { code: "StoreMoved", data: { from, to } } }]);
      await expect(invoke("label.create", { label: "late", ref: "things" })).rejects.toMatchObject({
        code: "StoreMoved",
      });
      abort.abort();
      await watching;
    },
  );

  it("opens the store anew when its database was replaced, and moves nothing in the one before", async () => {
    await importThings();
    const store = join(folder, "store");
    await host.close();
    cpSync(store, join(folder, "kept"), { recursive: true });
    const events: string[] = [];
    const abort = new AbortController();
    host = new StoreHost({ folder: store, known: true });
    service = host.service();
    const watching = service.watch(undefined, {
      ...context(),
      signal: abort.signal,
      onProgress: ({ type }) => events.push(type),
    });
    await expect.poll(() => events).toEqual(["opened"]);
    await invoke("label.create", { label: "later", ref: "things" });
    await expect.poll(() => events).toEqual(["opened", "moved"]);
    // Programs that restore a copy do this: the name refers to another file at once.
    renameSync(store, join(folder, "set-aside"));
    renameSync(join(folder, "kept"), store);
    await expect.poll(() => events).toEqual(["opened", "moved", "failed", "opened"]);
    expect(await invoke("labels", {})).toMatchObject({ total: 1 });
    await invoke("label.rename", { label: "things", to: "renamed" });
    abort.abort();
    await watching;
    await host.close();
    host = new StoreHost({ folder: store, known: true });
    service = host.service();
    expect(await invoke("labels", {})).toMatchObject({ labels: [{ name: "renamed" }] });
  });

  it("does nothing in a store that is gone, and says so, until it is back", async () => {
    await importThings();
    const store = join(folder, "store");
    const events: string[] = [];
    const abort = new AbortController();
    const watching = service.watch(undefined, {
      ...context(),
      signal: abort.signal,
      onProgress: ({ type }) => events.push(type),
    });
    renameSync(store, join(folder, "away"));
    await expect.poll(() => events).toContain("failed");
    for (const [name, input] of [["label.pin", { label: "things" }] as const, ["labels", {}] as const])
      await expect(invoke(name, input)).rejects.toMatchObject({ code: "NotAStore" });
    expect(existsSync(store)).toBe(false);
    renameSync(join(folder, "away"), store);
    await expect.poll(() => events.at(-1)).toBe("opened");
    await invoke("label.pin", { label: "things" });
    expect(await invoke("labels", {})).toMatchObject({ labels: [{ name: "things", pinned: true }] });
    abort.abort();
    await watching;
  });

  it("keeps what is being read, however many others are begun", async () => {
    await importThings();
    const { content } = await service.content("things:large.bin");
    let bytes = (await service.piece(content))?.length ?? 0;
    for (let count = 0; count < 63; count++) await service.content("things:in/one.txt");
    bytes += (await service.piece(content))?.length ?? 0;
    for (let count = 0; count < 63; count++) await service.content("things:in/one.txt");
    for (let piece = await service.piece(content); piece; piece = await service.piece(content))
      bytes += piece.length;
    expect(bytes).toBe(LARGE);
  });

  it("gives a file's content in pieces", async () => {
    await importThings();
    const { content, size } = await service.content("things:large.bin");
    const pieces: Uint8Array[] = [];
    for (let piece = await service.piece(content); piece; piece = await service.piece(content))
      pieces.push(piece);
    expect(size).toBe(LARGE);
    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).equals(Buffer.alloc(LARGE, 7))).toBe(true);
    expect(await service.piece(content)).toBeNull();
  });

  it("gives nothing more of a content that is done with", async () => {
    await importThings();
    const { content } = await service.content("things:large.bin");
    await service.done(content);
    expect(await service.piece(content)).toBeNull();
  });

  it("measures files and folders", async () => {
    await importThings();
    expect(await service.measure("things")).toEqual({ type: "directory", files: 3, bytes: LARGE + 7 });
    expect(await service.measure("things:in")).toEqual({ type: "directory", files: 2, bytes: 7 });
    expect(await service.measure("things:in/two.txt")).toEqual({ type: "file", files: 1, bytes: 4 });
  });

  it("makes a sample of three moves under a free label that remembers no folder", async () => {
    expect(await service.sample(undefined, context())).toBe("sample");
    expect(await service.sample(undefined, context())).toBe("sample-2");
    const { labels } = await invoke("labels", {});
    expect(labels).toMatchObject([
      { name: "sample", moves: 3, folder: null },
      { name: "sample-2", moves: 3, folder: null },
    ]);
    const { entries } = await invoke("tree", { ref: "sample", recursive: true });
    const paths = (entries as { path: string }[]).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["README.md", "notes/may.txt", "plants.sqlite", "tomato.png"]),
    );
    expect(paths).not.toContain("notes/march.txt");
  });
});

describe("DragFolders", () => {
  // Calls the service's answers directly, without the thread.
  const store = () =>
    ({
      call: (method: keyof HostService, argument: never) => service[method](argument, context() as never),
    }) as unknown as Pick<Store, "call">;

  it("writes a folder under the name that is given and a file under its own, until it is cleared", async () => {
    await importThings();
    const drags = new DragFolders(folder);
    const inside = await drags.write(store(), "things:in", "inside");
    const one = await drags.write(store(), "things:in/one.txt", "whatever");
    expect(readdirSync(inside).sort()).toEqual(["one.txt", "two.txt"]);
    expect(readFileSync(one, "utf8")).toBe("one");
    expect(one.endsWith("one.txt")).toBe(true);
    await drags.clear();
    expect([inside, one].some((path) => existsSync(path))).toBe(false);
  });

  it("writes a text that no desktop runs, and that only its owner reads", async () => {
    const long = `${"n".repeat(250)}.sh`;
    for (const name of ["run.sh", "notes.txt", long]) {
      writeFileSync(join(folder, name), "#!/bin/sh\n");
      chmodSync(join(folder, name), 0o755);
    }
    const paths = ["run.sh", "notes.txt", long].map((name) => join(folder, name));
    await invoke("import", { paths, label: "texts" });
    const drags = new DragFolders(folder);
    for (const [name, written] of [
      ["run.sh", "run.sh.txt"],
      ["notes.txt", "notes.txt"],
      [long, "text.txt"],
    ] as const) {
      const path = await drags.writeText(store(), `texts:${name}`);
      expect(basename(path)).toBe(written);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path, "utf8")).toBe("#!/bin/sh\n");
    }
    for (const ref of ["texts", "texts:"])
      await expect(drags.writeText(store(), ref)).rejects.toMatchObject({ code: "BadInput" });
    await drags.clear();
  });

  it.each(["..", ".", "a/b", "a\\b"])("refuses %j as a name", async (name) => {
    await importThings();
    await expect(new DragFolders(folder).write(store(), "things", name)).rejects.toMatchObject({
      code: "BadInput",
    });
    expect(readdirSync(folder).filter((each) => each.startsWith("strata-drag"))).toEqual([]);
  });

  it("refuses what is too much", async () => {
    const large = {
      call: async () => ({ type: "directory", files: 5001, bytes: 1 }),
    } as unknown as Pick<Store, "call">;
    await expect(new DragFolders(folder).write(large, "things", "x")).rejects.toMatchObject({
      code: "BadInput",
      hint: expect.stringContaining("Export"),
    });
  });

  it("removes what a process that is gone has left, and nothing else", async () => {
    // No process has an id this large.
    const names = ["strata-drag-2147483646-x", `strata-drag-${process.pid}-x`, "strata-drag-x", "other"];
    for (const name of names) mkdirSync(join(folder, name));
    await new DragFolders(folder).clearStale();
    expect(readdirSync(folder).sort()).toEqual(["other", ...names.slice(1, 3)].sort());
  });
});
