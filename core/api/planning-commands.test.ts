import { rmSync, utimesSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PauseGate } from "../pause-gate.ts";
import { callerOf } from "../testing/caller.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { asReader, canBecomeReader } from "../testing/repositories.ts";
import { seededBytes } from "../testing/trees.ts";
import type { Progress } from "./command.ts";
import { invoke } from "./registry/invoke.ts";
import { registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const live = join(folder, "live ü");
const store = new StoreHandle(join(folder, "store"), { surface: "app", create: true });

const call = callerOf(store);

const rejection = (name: string, input: unknown) => expect(invoke(registry, name, input, { store })).rejects;
const importLive = (more: object = {}) => call("import", { paths: [live], label: "work", ...more });
const plan = (more: object = {}) => call("preflight", { paths: [live], ...more });

/** Imports until every file is remembered: not those that had changed just before. */
async function settle(): Promise<void> {
  await expect.poll(async () => (await importLive()).unchanged, { timeout: 20_000 }).toBe(5);
}

beforeAll(async () => {
  writeTree(live, {
    "a.txt": "first",
    "dir/deep": seededBytes(1, 1000),
    "dir/other": "other",
    "empty/": null,
    link: { link: "a.txt" },
    "z.bin": seededBytes(2, 50_000),
    "~": "last",
  });
});

afterAll(() => store.close());

describe("before the first import", () => {
  it("a plan proposes a label, and everything is to be read", async () => {
    expect(await plan()).toMatchObject({
      label: "live--",
      real_name: "live ü",
      head: null,
      folder: live,
      files: 6,
      bytes: 51_014,
      counts: { added: 6, modified: 0, removed: 0 },
      to_read: 51_014,
      ignored: 0,
      skipped: [],
    });
    expect((await plan()).changes.map(({ path }) => path)).toEqual([
      ...["a.txt", "dir/deep", "dir/other", "link", "z.bin", "~"],
    ]);
  });

  it("I1: an import creates the label, described and of its folder", async () => {
    const report = await importLive({ description: "What I do" });
    expect(report).toMatchObject({ moved: true, changes: { added: 6, modified: 0, removed: 0 } });
    expect((await call("labels", {})).labels).toMatchObject([
      { name: "work", description: "What I do", folder: live },
    ]);
    await settle();
  });
});

describe("an import", () => {
  it("tells what it changed, and describes nothing that is there", async () => {
    expect(await importLive()).toMatchObject({
      moved: false,
      changes: { added: 0, modified: 0, removed: 0 },
    });
    writeTree(live, { "a.txt": "second", new: "new" });
    rmSync(join(live, "dir/other"));
    expect(await importLive({ description: "else" })).toMatchObject({
      moved: true,
      changes: { added: 1, modified: 1, removed: 1 },
    });
    expect((await call("labels", {})).labels).toMatchObject([{ description: "What I do" }]);
  });

  it("remembers its folder though nothing changed, and leaves other settings alone", async () => {
    await call("label.ignore", { label: "work", patterns: ["*.tmp"] });
    expect(await call("label.folder", { label: "work", folder: null })).toEqual({
      label: "work",
      folder: null,
    });
    expect(await importLive()).toMatchObject({ moved: false });
    expect((await call("labels", {})).labels).toMatchObject([{ folder: live, ignore: ["*.tmp"] }]);
    await call("label.ignore", { label: "work", patterns: [] });
    expect((await call("labels", {})).labels).toMatchObject([{ folder: live, ignore: [] }]);
    // Of several paths, or a file, it is not.
    await call("import", { paths: [join(live, "a.txt"), join(live, "dir")], label: "parts" });
    await call("import", { paths: [join(live, "a.txt")], label: "file" });
    const { labels } = await call("labels", {});
    expect(labels.map(({ name, folder }) => [name, folder])).toEqual([
      ...[
        ["file", null],
        ["parts", null],
        ["work", live],
      ],
    ]);
    expect(await call("label.folder", { label: "file", folder: "/a/../b" })).toMatchObject({ folder: "/b" });
    await rejection("label.folder", { label: "nope", folder: null }).toMatchObject({ code: "UnknownLabel" });
  });

  it("L7: loses no setting of those that are changed at the same time", async () => {
    await importLive();
    await Promise.all([
      call("label.ignore", { label: "work", patterns: ["*.log"] }),
      call("label.folder", { label: "work", folder: "/elsewhere" }),
      call("label.ignore", { label: "work", gitignore: true }),
    ]);
    const changed = { ignore: ["*.log"], gitignore: true };
    expect(await call("labels", { label: "work" })).toMatchObject({
      labels: [{ ...changed, folder: "/elsewhere" }],
    });
    expect(await call("label.ignore", { label: "work" })).toEqual({ label: "work", ...changed });
    await call("label.ignore", { label: "work", patterns: [], gitignore: false });
    expect(await importLive()).toMatchObject({ moved: false });
  });

  it("can be paused and goes on", async () => {
    const gate = new PauseGate();
    gate.pause();
    let isDone = false;
    const phases = new Set<string>();
    const importing = invoke(
      registry,
      "import",
      { paths: [live], label: "paused" },
      {
        store,
        gate,
        onProgress: (progress) => void phases.add(progress.command),
      },
    ).finally(() => {
      isDone = true;
    });
    await expect.poll(() => phases.size).toBe(1);
    // The store's thread answers others meanwhile.
    for (let no = 0; no < 20; no++) await call("label.pin", { label: "work", pinned: no % 2 === 0 });
    expect(isDone).toBe(false);
    gate.resume();
    expect(await importing).toMatchObject({ label: "paused" });
    expect([...phases]).toEqual(["import"]);
    await call("label.delete", { label: "paused" });
  });
});

describe("a plan", () => {
  it("finds nothing to do where nothing changed", async () => {
    await settle();
    expect(await plan()).toMatchObject({
      label: "work",
      real_name: "",
      counts: { added: 0, modified: 0, removed: 0 },
      to_read: 0,
      changes: [],
    });
  });

  it("says what an import then does", async () => {
    utimesSync(join(live, "z.bin"), 1, 1);
    rmSync(join(live, "empty"), { recursive: true });
    rmSync(join(live, "dir"), { recursive: true });
    writeTree(live, { "a.txt": "third!", dir: "a file now", "hollow/": null, "new.d/x": "x" });
    rmSync(join(live, "link"));
    writeTree(live, { link: { link: "elsewhere" } });
    const { counts, changes, to_read, head, files, bytes } = await plan();
    expect(changes).toEqual([
      { path: "a.txt", change: "modified" },
      { path: "dir", change: "added" },
      { path: "dir/deep", change: "removed" },
      { path: "link", change: "modified" },
      { path: "new.d/x", change: "added" },
      // Only its time changed, which nobody knows without reading it.
      { path: "z.bin", change: "modified" },
    ]);
    expect(counts).toEqual({ added: 2, modified: 3, removed: 1 });
    expect(to_read).toBe(6 + 10 + 1 + 50_000);
    const report = await importLive();
    expect(report).toMatchObject({ files, bytes, changes: { added: 2, modified: 2, removed: 1 } });
    expect(report.ca_id).not.toBe(head);
  });

  it("goes by the rules that the import would", async () => {
    writeTree(live, { ".strataignore": "*.bin\n", ".gitignore": "new\n", "build/out": "x" });
    const told = await plan({ ignore: ["build/"], gitignore: true });
    expect(told).toMatchObject({ ignored: 3, ignored_paths: ["build", "new", "z.bin"] });
    const { files } = await call("import", {
      paths: [live],
      label: "ruled",
      ignore: ["build/"],
      gitignore: true,
    });
    expect(told.files).toBe(files);
    for (const name of [".strataignore", ".gitignore", "build"])
      rmSync(join(live, name), { recursive: true });
    await call("label.delete", { label: "ruled" });
  });

  it("is about the label that is named, and a free one for another folder of that name", async () => {
    expect(await plan({ label: "nope" })).toMatchObject({ label: "nope", head: null });
    await call("label.rename", { label: "work", to: "twin" });
    writeTree(folder, { "elsewhere/twin/x": "x" });
    const other = await call("preflight", { paths: [join(folder, "elsewhere/twin")] });
    expect(other).toMatchObject({ label: "twin-2", real_name: "twin", head: null });
    await call("label.rename", { label: "twin", to: "work" });
  });

  it("leaves the store out, and refuses it by itself", async () => {
    const around = await call("preflight", { paths: [folder] });
    expect(around.skipped).toContainEqual({ path: "store", reason: "it is the store itself" });
    expect(around.changes.some(({ path }) => path.startsWith("store/"))).toBe(false);
    await rejection("preflight", { paths: [join(folder, "store/packs")] }).toMatchObject({
      code: "StoreInFolder",
    });
    await rejection("preflight", { paths: [join(folder, "nope")] }).toMatchObject({ code: "ENOENT" });
    await rejection("preflight", { paths: [] }).toMatchObject({ code: "NothingToImport" });
  });

  it("says how far it is, and stops when it is cancelled", async () => {
    const crowd = join(folder, "crowd");
    writeTree(crowd, Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, ""])));
    const told: Progress[] = [];
    const watched = { store, onProgress: (progress: Progress) => void told.push(progress) };
    await invoke(registry, "preflight", { paths: [crowd] }, watched);
    expect(told[0]).toEqual({ command: "preflight", files: 0, bytes: 0 });
    const abort = new AbortController();
    const onProgress = () => abort.abort();
    const stopped = invoke(
      registry,
      "preflight",
      { paths: [crowd] },
      { store, signal: abort.signal, onProgress },
    );
    await expect(stopped).rejects.toMatchObject({ code: "Cancelled" });
  });

  it.runIf(canBecomeReader)("works where the store may only be read", async () => {
    const shared = temporaryFolder();
    const own = new StoreHandle(join(shared, "store"), { surface: "cli" });
    writeTree(join(shared, "tree"), { a: "a" });
    await invoke(registry, "import", { paths: [join(shared, "tree")], label: "x" }, { store: own });
    await own.close();
    const told = asReader(
      join(shared, "store"),
      `console.log(JSON.stringify(await repository.preflight({ paths: args })));`,
      join(shared, "tree"),
    );
    expect(told).toMatchObject({ label: "x", files: 1 });
  });
});

describe("the warnings of a plan", () => {
  const warnings = async (paths: string[]) => {
    const { warnings } = await call("preflight", { paths });
    return Object.fromEntries(warnings.map(({ code, ...rest }) => [code, rest]));
  };

  it("are about keys, version control and what can be made again", async () => {
    const risky = join(folder, "risky");
    writeTree(risky, {
      ".aws/credentials": "x",
      ".env": "x",
      ".env.example": "x",
      ".env.local": "x",
      ".git/HEAD": "x",
      ".git/id_rsa": "x",
      ".ssh/id_rsa": "x",
      ".ssh/known_hosts": "x",
      "app/node_modules/a/node_modules/b/x": "x",
      "app/node_modules/a/test.pem": "x",
      "app/server.key": "x",
      credentials: "x",
      "crate/target/CACHEDIR.TAG": "x",
      "crate/target/debug/x": "x",
      "target/not-one": "x",
    });
    const found = await warnings([risky]);
    expect(found.secrets).toMatchObject({
      paths: [".aws/credentials", ".env", ".env.local", ".ssh", "app/server.key"],
      count: 5,
    });
    expect(found.repository).toMatchObject({ paths: [".git"], ignore: [".git/"] });
    expect(found.dependencies).toMatchObject({ paths: ["app/node_modules", "crate/target"], count: 2 });
    // The advised patterns ignore these files and no others.
    const ignore = Object.values(found).flatMap(({ ignore }) => ignore);
    const after = await call("preflight", { paths: [risky], ignore });
    expect(after.warnings.map(({ code }) => code)).toEqual(["vanishing"]);
    expect(after.changes.map(({ path }) => path)).toEqual([".env.example", "credentials", "target/not-one"]);
  });

  it("name the first twenty paths and count the others", async () => {
    writeTree(
      join(folder, "keys"),
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}.pem`, ""])),
    );
    const { secrets } = await warnings([join(folder, "keys")]);
    // A name does not say whether it is a key or a certificate that everybody may have.
    expect(secrets).toMatchObject({
      message: expect.stringMatching(/^There may be keys/),
      count: 30,
      ignore: ["*.pem"],
    });
    expect(secrets?.paths).toHaveLength(20);
  });

  it("are about folders that are too much, and about what will not stay", async () => {
    expect(Object.keys(await warnings([live]))).toEqual(["vanishing"]);
    vi.stubEnv("HOME", live);
    expect(homedir()).toBe(live);
    expect(Object.keys(await warnings([live]))).toEqual(["home", "vanishing"]);
    vi.unstubAllEnvs();
  });

  it.runIf(process.platform !== "win32")("tell of a whole disk without looking through it", async () => {
    const { warnings, files, label } = await call("preflight", { paths: ["/"] });
    expect(warnings.map(({ code }) => code)).toEqual(["disk"]);
    expect({ files, label }).toEqual({ files: 0, label: "folder" });
  });
});

describe("a reset", () => {
  it("R1: goes back to what the label held, and keeps everything since", async () => {
    const { labels } = await call("labels", { filter: "work" });
    const head = labels[0]?.ca_id;
    const back = await call("reset", { label: "work", ref: "work@{3}", message: "too soon", expected: head });
    expect(back).toMatchObject({ label: "work", moved: true });
    const { log } = await call("log", { label: "work" });
    expect(log.at(-1)).toMatchObject({ op: "reset", message: "too soon", from: head, to: back.ca_id });
    expect(await call("reset", { label: "work", ref: back.ca_id.slice(0, 12) })).toEqual({
      ...back,
      moved: false,
    });
    expect((await call("log", { label: "work" })).log).toHaveLength(log.length);
  });

  it("R4: is refused for what the label never held, or holds no longer when it is asked", async () => {
    writeFileSync(join(folder, "stranger"), "x");
    const { ca_id } = await call("import", { paths: [join(folder, "stranger")], label: "stranger" });
    await rejection("reset", { label: "work", ref: "stranger" }).toMatchObject({ code: "NotInHistory" });
    await rejection("reset", { label: "work", ref: "work@{1}", expected: ca_id }).toMatchObject({
      code: "LabelMoved",
      data: { expected: ca_id },
    });
    await rejection("reset", { label: "nope", ref: ca_id }).toMatchObject({ code: "UnknownLabel" });
    await rejection("reset", { label: "work", ref: "work@{999}" }).toMatchObject({
      code: "UnknownReference",
    });
    await call("label.delete", { label: "stranger" });
    await rejection("reset", { label: "stranger", ref: ca_id }).toMatchObject({ code: "LabelDeleted" });
  });
});
