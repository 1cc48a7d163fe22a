import fc from "fast-check";
import { expect, it } from "vitest";
import { asStrataError } from "../errors.ts";
import { type Difference, diffManifests } from "../manifest/diff.ts";
import { EMPTY_FOLDER, type Entry, fileEntry, symlinkEntry } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { ContentStorer } from "../manifest/store-content.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { checkProfile } from "../profile.ts";
import { builtAnew } from "../testing/manifests.ts";
import { seededBytes } from "../testing/trees.ts";
import { MemoryUpper } from "./memory-upper.ts";
import { Mount, type WritableContent } from "./mount.ts";
import { PlainTree } from "./plain-tree-suite.ts";
import { sqlitePlace } from "./sqlite-place-suite.ts";
import { type LayerPlace, type MakeLayerPlace, makeBase } from "./upper-layer-suite.ts";

const PROFILE = checkProfile({ inlineMax: 16, wholeMax: 100, chunkMin: 64, chunkAvg: 256, chunkMax: 1024 });
const RUNS = Number(process.env.STRATA_MOUNT_RUNS ?? 150);

/** An operation for both trees, and its text for failure messages. */
interface Command {
  readonly text: string;
  readonly run: (tree: Mount | PlainTree) => unknown;
  /** Selects the mount: the first, the second, or a new one. */
  readonly mount: number;
}

/** Names that sort on either side of `/`, so that the paths hidden by a row are not next to it. */
const name = fc.constantFrom("a", "a-b", "a0", "b", "é");
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));
const folder = fc.oneof(path, fc.constant(""));
const bytes = fc
  .tuple(fc.nat(5), fc.oneof(fc.nat(20), fc.nat(120), fc.nat(4000)))
  .map(([seed, size]) => seededBytes(seed, size));
const target = fc.oneof(
  path,
  path.map((to) => `../${to}`),
  path.map((to) => `./${to}/`),
  path.map((to) => `${to}/../b`),
  fc.constantFrom("..", ".", "/a", "../../../a"),
);
const bad = fc.constantFrom("/a", "a/", "a//b", "a/../b", ".", "a\0", "x".repeat(4097));
const flag = fc.boolean();
const size = fc.nat(5000);

async function* pieces(content: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += length) yield content.subarray(at, at + length);
}

/** A mount also accepts streams, which the plain tree does not. */
function write(tree: Mount | PlainTree, path: string, content: Uint8Array, inPieces: boolean): unknown {
  if (tree instanceof PlainTree) return tree.writeFile(path, content);
  const written: WritableContent = inPieces ? pieces(content, 70) : content;
  return tree.writeFile(path, written);
}

function asked<T extends unknown[]>(
  name: string,
  given: { [K in keyof T]: fc.Arbitrary<T[K]> },
  run: (tree: Mount | PlainTree, ...args: T) => unknown,
): fc.Arbitrary<Command> {
  return fc.tuple(fc.tuple<T>(...given), fc.nat(2)).map(([args, mount]) => ({
    text: `${name}(${args.map((arg) => (arg instanceof Uint8Array ? `${arg.length} bytes` : JSON.stringify(arg))).join(", ")}) on ${mount}`,
    run: (tree) => run(tree, ...args),
    mount,
  }));
}

const writing = fc.oneof(
  { weight: 6, arbitrary: asked("writeFile", [path, bytes, flag], write) },
  asked("appendFile", [path, bytes], (tree, path, more) => tree.appendFile(path, more)),
  {
    weight: 3,
    arbitrary: asked("mkdir", [path, flag], (tree, path, recursive) => tree.mkdir(path, { recursive })),
  },
  {
    weight: 3,
    arbitrary: asked("rm", [path, flag, flag], (tree, path, recursive, force) =>
      tree.rm(path, { recursive, force }),
    ),
  },
  { weight: 4, arbitrary: asked("rename", [path, path], (tree, from, to) => tree.rename(from, to)) },
  asked("copyFile", [path, path], (tree, from, to) => tree.copyFile(from, to)),
  { weight: 2, arbitrary: asked("symlink", [target, path], (tree, to, path) => tree.symlink(to, path)) },
  asked("chmod", [path, fc.constantFrom(0o600, 0o755, 0)], (tree, path, mode) => tree.chmod(path, mode)),
);
const reading = fc.oneof(
  asked("stat", [folder], (tree, path) => tree.stat(path)),
  asked("lstat", [folder], (tree, path) => tree.lstat(path)),
  asked("exists", [folder], (tree, path) => tree.exists(path)),
  asked("readdir", [folder], (tree, path) => tree.readdir(path)),
  asked("readlink", [path], (tree, path) => tree.readlink(path)),
  asked("readFile", [path], (tree, path) => tree.readFile(path)),
  asked("read", [path, size, size], (tree, path, from, more) => tree.read(path, { from, to: from + more })),
);
const refused = asked("rename", [bad, path, flag], async (tree, bad, path, first) => {
  if (tree instanceof PlainTree) throw Object.assign(asStrataError(new Error()), { code: "EINVAL" });
  return await (first ? tree.rename(bad, path) : tree.rename(path, bad));
});
const commands = fc.array(
  fc.oneof({ weight: 8, arbitrary: writing }, { weight: 4, arbitrary: reading }, refused),
  { maxLength: 40, size: "max" },
);

async function outcome(tree: Mount | PlainTree, { run }: Command): Promise<unknown> {
  try {
    return await run(tree);
  } catch (thrown) {
    return asStrataError(thrown).code;
  }
}

/** Returns the entries that a snapshot of a plain tree has. */
async function entriesOf(tree: PlainTree, storer: ContentStorer): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  for (const [path, node] of tree.all()) {
    if (node.type === "symlink") entries.set(path, symlinkEntry(node.target));
    else if (node.type === "directory") node.children.size === 0 && entries.set(path, EMPTY_FOLDER);
    else {
      const { size, content } = await storer.store(node.bytes);
      entries.set(path, fileEntry(node.mode, size, content));
    }
  }
  return entries;
}

async function expectSame(mount: Mount, plain: PlainTree): Promise<void> {
  expect(await mount.readdir("")).toEqual(plain.readdir(""));
  for (const [path, node] of plain.all()) {
    expect(await mount.lstat(path)).toEqual(plain.lstat(path));
    if (node.type === "directory") expect(await mount.readdir(path)).toEqual(plain.readdir(path));
    else if (node.type === "symlink") expect(await mount.readlink(path)).toBe(node.target);
    else expect(Buffer.compare(await mount.readFile(path), node.bytes)).toBe(0);
  }
}

async function expectSnapshot(place: LayerPlace, mount: Mount, plain: PlainTree): Promise<void> {
  const objects = new MemoryObjectStore();
  const model = await entriesOf(plain, new ContentStorer(objects, PROFILE));
  const changes: Difference[] = [];
  for await (const change of mount.changes()) changes.push(change);
  const { id, base } = await mount.flush(place.nodes);
  expect(id).toBe(await builtAnew(model));
  const expected: Difference[] = [];
  for await (const difference of diffManifests(place.nodes, base, id)) expected.push(difference);
  expect(changes).toEqual(expected);
  const rows = place.openReader().rows().rows;
  if (expected.length === 0) expect(id).toBe(base);
  // Rows do not accumulate: each is a change, hides something, or fills what is hidden.
  expect(rows.length).toBeLessThanOrEqual(expected.length * 2 + model.size);
}

function alwaysAsPlain(make: MakeLayerPlace, numRuns: number): Promise<void> {
  return fc.assert(
    fc.asyncProperty(
      fc.array(writing, { maxLength: 25, size: "max" }),
      fc.array(commands, { minLength: 1, maxLength: 3 }),
      async (before, rounds) => {
        const plain = new PlainTree();
        for (const command of before) await outcome(plain, command);
        const files = new MemoryObjectStore();
        const place = await make(
          Object.fromEntries(await entriesOf(plain, new ContentStorer(files, PROFILE))),
        );
        await copyObjects(files, place);
        const open = () => new Mount(place.open(), place.nodes, PROFILE);
        const mounts = [open(), open()];
        for (const round of rounds) {
          for (const command of round) {
            const mount = mounts[command.mount] ?? open();
            expect([command.text, await outcome(mount, command)]).toEqual([
              command.text,
              await outcome(plain, command),
            ]);
          }
          await expectSame(open(), plain);
          await expectSnapshot(place, open(), plain);
        }
      },
    ),
    { numRuns },
  );
}

/** Copies a base's contents to the store of its nodes. */
async function copyObjects(files: MemoryObjectStore, place: LayerPlace): Promise<void> {
  const staged = place.open().stage();
  for await (const id of files.list()) await staged.objects.put("content", await files.get(id));
  staged.flushWith(() => undefined);
}

it("behaves like plain folders after any operations, in memory", async () => {
  await alwaysAsPlain(async (spec) => {
    const nodes = new NodeStore(new MemoryObjectStore());
    const base = await makeBase(nodes.objects, nodes, spec);
    const layer = new MemoryUpper(nodes.objects, base);
    return { nodes, base, open: () => layer, openReader: () => layer };
  }, RUNS);
});

it("W5: behaves like plain folders after any operations, in a store", async () => {
  await alwaysAsPlain((spec) => sqlitePlace(spec, PROFILE), Math.ceil(RUNS / 15));
});
