import { execFileSync, spawnSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runStrata, runStrataJson } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { type Member, tarOf, withHeader } from "../testing/tars.ts";
import { seededBytes } from "../testing/trees.ts";
import { type CommandOutput, invoke } from "./registry/invoke.ts";
import { type CommandName, registry } from "./registry/registry.ts";
import { StoreHandle } from "./store-handle.ts";

const folder = temporaryFolder();
const store = new StoreHandle(join(folder, "store"), { surface: "cli" });
afterAll(() => store.close());
beforeAll(() => invoke(registry, "init", {}, { store }));

const call = <N extends CommandName>(name: N, input: unknown) => invoke(registry, name, input, { store });

/** Imports the bytes of a tar, which come in pieces of that size. */
function unpack(
  tar: Uint8Array,
  input: object = { detach: true },
  piece = 100_000,
): Promise<CommandOutput<"import.tar">> {
  async function* piped() {
    for (let at = 0; at < tar.length; at += piece) yield tar.subarray(at, at + piece);
  }
  return invoke(registry, "import.tar", input, { store, piped });
}

/** Lists a snapshot: paths with their modes and sizes, or where they lead. */
async function listed(ca_id: string): Promise<string[]> {
  const { entries } = await call("tree", { ref: ca_id, recursive: true });
  return entries.map(({ path, type, mode, size, target }) =>
    type === "symlink"
      ? `${path} -> ${target}`
      : `${path} ${mode.toString(8)} ${type === "file" ? size : ""}`.trim(),
  );
}

describe("an archive", () => {
  it("is the snapshot that an import of its folder is, in pieces of any size", async () => {
    const live = join(folder, "live");
    writeTree(live, {
      ...{
        "a.txt": "a",
        "empty/": null,
        "deep/er/b.bin": seededBytes(1, 3_000_000),
        "deep/c": seededBytes(2, 70_000),
      },
      ...{
        [`${"long/".repeat(60)}ü😀`]: "far",
        "deep.d/x": "x",
        link: { link: "../out" },
        "hollow/in/": null,
      },
    });
    const { ca_id } = await call("import", { paths: [live], label: "live" });
    await call("export", { ref: "live", to: join(folder, "live.tar"), format: "tar" });
    const { readFileSync } = await import("node:fs");
    const own = readFileSync(join(folder, "live.tar"));
    for (const piece of [511, 100_000, own.length]) {
      expect(await unpack(own, { detach: true }, piece)).toMatchObject({
        status: "detached",
        ca_id,
        files: 7 - 1,
      });
    }
    for (const format of ["gnu", "pax", "ustar"]) {
      const made = spawnSync("tar", [`--format=${format}`, "-C", live, "-c", "."], { maxBuffer: 1e8 });
      if (made.status === 0) expect(await unpack(made.stdout)).toMatchObject({ ca_id, skipped: [] });
    }
  });

  it("may hold its members in any order, and a path twice: then the later one counts", async () => {
    const { ca_id } = await unpack(
      await tarOf([
        { name: "z/b", data: "1" },
        { name: "a", data: "1" },
        { name: "z", type: "directory" },
        { name: "./z//a", data: "2" },
        { name: "z/b", data: "later", mode: 0o755 },
      ]),
    );
    expect(await listed(ca_id)).toEqual(["a 100644 1", "z 40755", "z/a 100644 1", "z/b 100755 5"]);
  });

  it("keeps links wherever they lead, and hard links as the files that they are", async () => {
    const { ca_id, skipped } = await unpack(
      await tarOf([
        { name: "file", data: "content" },
        { name: "same", type: "link", linkname: "./file" },
        { name: "out", type: "symlink", linkname: "../../etc/passwd" },
        { name: "root", type: "symlink", linkname: "/" },
      ]),
    );
    expect(await listed(ca_id)).toEqual([
      "file 100644 7",
      "out -> ../../etc/passwd",
      "root -> /",
      "same 100644 7",
    ]);
    expect(skipped).toEqual([]);
  });

  it("leaves out devices, pipes and names that are not UTF-8, and says so", async () => {
    const named = withHeader(await tarOf([{ name: "x", data: "1" }]), (header) =>
      header.write("\xff\xfe", 0, "latin1"),
    );
    const odd = await tarOf([
      { name: "a", data: "1" },
      { name: "dev/null", type: "character-device", devmajor: 1, devminor: 3 },
      { name: "dev/disk", type: "block-device" },
      { name: "pipe", type: "fifo" },
      { name: "strong", data: "2", mode: 0o4755 },
    ]);
    const { ca_id, skipped, warnings } = await unpack(Buffer.concat([named.subarray(0, 1024), odd]));
    expect(await listed(ca_id)).toEqual(["a 100644 1", "strong 100755 1"]);
    expect(skipped).toEqual([
      { path: "\ufffd\ufffd", reason: "its name is not UTF-8" },
      { path: "dev/null", reason: "it is a device" },
      { path: "dev/disk", reason: "it is a device" },
      { path: "pipe", reason: "it is a named pipe" },
    ]);
    expect(warnings).toEqual([{ path: "strong", reason: expect.stringContaining("setuid") }]);
  });

  it("of nothing is the empty snapshot", async () => {
    expect(await unpack(await tarOf([]))).toMatchObject({ files: 0, bytes: 0 });
    expect(await unpack(await tarOf([{ name: "./", type: "directory" }]))).toMatchObject({ files: 0 });
  });

  it.runIf(spawnSync("tar", ["--version"]).status === 0)(
    "may have sparse files in a pax format",
    async () => {
      const path = join(folder, "sparse");
      writeFileSync(path, seededBytes(3, 5000));
      truncateSync(path, 4_000_000);
      const { ca_id } = await call("import", { paths: [folder], label: "s", ignore: ["*", "!/sparse"] });
      for (const version of ["0.1", "1.0"]) {
        const args = ["--format=pax", `--sparse-version=${version}`, "-S", "-C", folder, "-c", "sparse"];
        expect(await unpack(execFileSync("tar", args))).toMatchObject({ ca_id, bytes: 4_000_000 });
      }
      for (const args of [["--format=pax", "--sparse-version=0.0"], ["--format=gnu"]]) {
        const made = execFileSync("tar", [...args, "-S", "-C", folder, "-c", "sparse"]);
        await expect(unpack(made)).rejects.toMatchObject({
          code: "BadInput",
          message: expect.stringContaining("sparse"),
        });
      }
    },
  );
});

const sparse = (pax: Record<string, string>, data: string): Member => ({
  name: "GNUSparseFile.0/s",
  pax,
  data,
});
const one = { "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "s" };
const map = (...numbers: number[]) =>
  numbers
    .map((number) => `${number}\n`)
    .join("")
    .padEnd(512, "\0");

describe("an archive is refused as a whole, and nothing is changed,", () => {
  it.each<[string, Member[], RegExp]>([
    ["with a path that leads out", [{ name: "a/../../b", data: "1" }], /"a\/..\/..\/b": its path has a `..`/],
    ["with a folder that leads out", [{ name: "../b", type: "directory" }], /its path has a `..`/],
    ["with an absolute path", [{ name: "/etc/passwd", data: "1" }], /its path is absolute/],
    ["with a path that is too long", [{ name: "a/".repeat(2500), data: "1" }], /4096 bytes/],
    ["with a file without a name", [{ name: ".", data: "1" }], /it has no name/],
    [
      "with a path below a file",
      [
        { name: "a", data: "1" },
        { name: "a/b", data: "1" },
      ],
      /a is a file/,
    ],
    [
      "with a path below a link",
      [
        { name: "a", type: "symlink", linkname: "/etc" },
        { name: "a/passwd", data: "1" },
      ],
      /a is a file, a link/,
    ],
    [
      "with a folder that is a file, too",
      [
        { name: "a", type: "directory" },
        { name: "a", data: "1" },
      ],
      /"a" is a folder/,
    ],
    ["with a hard link to elsewhere", [{ name: "a", type: "link", linkname: "b" }], /a hard link to "b"/],
    [
      "with a hard link that leads out",
      [{ name: "a", type: "link", linkname: "../../b" }],
      /its path has a `..`/,
    ],
    [
      "with a hard link to an absolute path",
      [{ name: "a", type: "link", linkname: "/etc/passwd" }],
      /absolute/,
    ],
    [
      "with a name that leads out behind holes",
      [sparse({ ...one, "GNU.sparse.name": "../s", "GNU.sparse.realsize": "1" }, map(0))],
      /has a `..`/,
    ],
    [
      "with holes that overlap",
      [sparse({ ...one, "GNU.sparse.realsize": "9" }, `${map(2, 4, 2, 4, 2)}abcd`)],
      /map of its holes/,
    ],
    [
      "with data behind the end",
      [sparse({ ...one, "GNU.sparse.realsize": "3" }, `${map(1, 2, 2)}ab`)],
      /map of its holes/,
    ],
    [
      "with too little data",
      [sparse({ ...one, "GNU.sparse.realsize": "9" }, `${map(1, 0, 9)}ab`)],
      /map of its holes/,
    ],
    [
      "with too much data",
      [sparse({ ...one, "GNU.sparse.realsize": "9" }, `${map(1, 0, 1)}ab`)],
      /map of its holes/,
    ],
    [
      "with a map without an end",
      [sparse({ ...one, "GNU.sparse.realsize": "9" }, map(7))],
      /map of its holes/,
    ],
    [
      "with a map that is none",
      [sparse({ ...one, "GNU.sparse.realsize": "9" }, "x".repeat(2048))],
      /map of its holes/,
    ],
    [
      "with a size that is none",
      [sparse({ ...one, "GNU.sparse.realsize": "-9" }, map(0))],
      /map of its holes/,
    ],
    [
      "with more than any store holds",
      [sparse({ ...one, "GNU.sparse.realsize": "9007199254740991" }, map(0))],
      /more than 1,099,511,627,776 bytes/,
    ],
    ["with holes of another version", [sparse({ "GNU.sparse.major": "2" }, "")], /format that is not known/],
  ])("%s", async (_, members, message) => {
    const before = await call("status", {});
    const refused = unpack(await tarOf([{ name: "good", data: "1" }, ...members]), { label: "bad" });
    await expect(refused).rejects.toMatchObject({ message: expect.stringMatching(message) });
    expect((await refused.catch((thrown: unknown) => thrown)) as object).toMatchObject({
      code: expect.stringMatching(/^(BadInput|ENOTDIR|EISDIR)$/),
    });
    expect((await call("status", {})).labels).toBe(before.labels);
  });

  it("when it is cut anywhere, compressed, or none at all", async () => {
    const whole = await tarOf([
      { name: "a", data: "x".repeat(600) },
      { name: "b", data: "" },
    ]);
    const entries = whole.length - 1024;
    const cuts = [0, 1, 511, 512, 700, 1024, 1536, entries - 1, entries].map((at) => whole.subarray(0, at));
    for (const bytes of [
      ...cuts,
      gzipSync(whole),
      Buffer.from("PK\u0003\u0004".repeat(300)),
      Buffer.alloc(700, "x"),
    ]) {
      await expect(unpack(bytes)).rejects.toMatchObject({
        code: "BadInput",
        message: expect.stringMatching(/stops before its end|no tar|nothing came/),
      });
    }
    expect(await unpack(whole.subarray(0, entries + 512))).toMatchObject({ files: 2 });
  });

  it("when whoever sends it stops, or it is cancelled", async () => {
    const whole = await tarOf([{ name: "a", data: seededBytes(5, 3_000_000) }]);
    async function* half() {
      yield whole.subarray(0, 2_000_000);
      throw new Error("gone");
    }
    await expect(
      invoke(registry, "import.tar", { detach: true }, { store, piped: half }),
    ).rejects.toMatchObject({
      cause: expect.objectContaining({ message: "gone" }),
    });
    const abort = new AbortController();
    async function* slow() {
      yield whole.subarray(0, 2_000_000);
      abort.abort();
      yield whole.subarray(2_000_000);
    }
    const cancelled = invoke(
      registry,
      "import.tar",
      { detach: true },
      { store, piped: slow, signal: abort.signal },
    );
    await expect(cancelled).rejects.toMatchObject({ code: "Cancelled" });
  });
});

describe("the label", () => {
  it("moves as by a push", async () => {
    const first = await unpack(await tarOf([{ name: "a", data: "1" }]), {
      label: "p",
      message: "from a tar",
    });
    expect(first).toMatchObject({ status: "advanced", label: "p" });
    const next = await tarOf([{ name: "a", data: "2" }]);
    const rejected = await unpack(next, { label: "p" });
    expect(rejected).toMatchObject({ status: "rejected", current: first.ca_id, files: 1 });
    expect((await call("pull", { label: "p" })).ca_id).toBe(first.ca_id);
    const pushed = await unpack(next, { label: "p", expected: first.ca_id });
    expect(pushed).toMatchObject({ status: "advanced", ca_id: rejected.ca_id });
    expect((await unpack(next, { label: "p", force: true })).status).toBe("unchanged");
    expect((await call("log", { label: "p" })).log).toMatchObject([
      { message: "from a tar" },
      { message: "" },
    ]);
  });

  it("that is protected, and contradictions, are told before anything is read", async () => {
    await unpack(await tarOf([]), { label: "shut" });
    await call("label.protect", { label: "shut" });
    const never = async function* (): AsyncGenerator<Uint8Array> {
      yield* [];
      throw new Error("it was read");
    };
    for (const [input, code] of [
      [{ label: "shut", force: true }, "LabelProtected"],
      [{}, "BadInput"],
      [{ label: "no name" }, "BadLabelName"],
      [{ label: "x", expected: "0123456789" }, "UnknownReference"],
    ] as const)
      await expect(invoke(registry, "import.tar", input, { store, piped: never })).rejects.toMatchObject({
        code,
      });
    await expect(call("import.tar", { detach: true })).rejects.toMatchObject({ code: "BadInput" });
  });
});

it("comes from standard input on the command line", async () => {
  const tar = await tarOf([
    { name: "a", data: "1" },
    { name: "p", type: "fifo" },
  ]);
  const at = ["--store", join(folder, "other")];
  const done = await runStrata([...at, "import-tar", "-l", "work"], { stdin: tar });
  expect(done.stdout).toMatch(
    /^1 file, 1 B\n {2}snapshot {3}[0-9a-f]{64}\nSkipped 1:\n {2}p: it is a named pipe\nwork points at/,
  );
  expect(done.code).toBe(0);
  expect(await runStrata([...at, "import-tar", "-l", "work"], { stdin: tar })).toMatchObject({ code: 3 });
  expect(await runStrata([...at, "import-tar", "--detach", "--strict"], { stdin: tar })).toMatchObject({
    code: 3,
  });
  expect(await runStrataJson([...at, "fs", "pull", "work"])).toMatchObject({ label: "work" });
});
