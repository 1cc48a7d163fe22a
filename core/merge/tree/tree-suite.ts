import fc from "fast-check";
import { hashPrefix } from "../../hash.ts";
import { buildManifest } from "../../manifest/build.ts";
import { contentId } from "../../manifest/content-id.ts";
import { EMPTY_FOLDER, type Entry, entryType } from "../../manifest/entry.ts";
import { NodeStore } from "../../manifest/node-store.ts";
import { rangeEntries } from "../../manifest/read.ts";
import { MemoryObjectStore } from "../../objects/memory-store.ts";
import { type Model, sorted, withoutClashes } from "../../testing/manifests.ts";
import { inlineFile, symlinkTo, type TreeSpec, tree } from "../../testing/trees.ts";
import type { FileSides, MergedContents } from "../content/merge-contents.ts";
import { sketchOf } from "../content/sketch.ts";
import type { Preference } from "../merger.ts";
import { mergeTrees, type TreeMerge } from "./merge-trees.ts";

/** The models that a test merges. `base` is null if there is none. */
export interface MergeCase {
  readonly base: Model | null;
  readonly ours: Model;
  readonly theirs: Model;
  readonly prefer?: Preference;
  readonly renames?: boolean;
}

/**
 * Merges contents into one that names both, or leaves a conflict: a hash of both contents decides, so that swapped
 * sides agree.
 */
export function diceMerge({ ours, theirs }: FileSides, prefer: Preference): MergedContents {
  const ids = [contentId(ours), contentId(theirs)].sort().join(" ");
  if (hashPrefix(Buffer.from(ids)) % 2 === 0) {
    const { size, content } = inlineFile(`merged ${ids}`);
    return { status: "merged", content: { size, content }, preferred: false };
  }
  return prefer === "none"
    ? { status: "conflict", conflict: { kind: "text" } }
    : { status: "merged", content: prefer === "ours" ? ours : theirs, preferred: true };
}

/** Builds the snapshots of a case and merges them; `contents` merges contents. */
export async function mergeModels(
  nodes: NodeStore,
  { base, ours, theirs, prefer = "none", renames = true }: MergeCase,
  contents: (sides: FileSides, prefer: Preference) => MergedContents = diceMerge,
): Promise<TreeMerge> {
  const build = async (model: Model) => await buildManifest(nodes, sorted(model));
  const request = {
    base: base && (await build(base)),
    ours: await build(ours),
    theirs: await build(theirs),
    prefer,
    renames,
  };
  const sketches = async ({ content }: Entry) =>
    sketchOf(content.kind === "inline" ? content.bytes : new Uint8Array());
  return await mergeTrees(nodes, request, async (sides) => contents(sides, prefer), { sketchOf: sketches });
}

/** The trees that a test merges, as specifications. */
export interface Specs extends Omit<MergeCase, "base" | "ours" | "theirs"> {
  readonly base?: TreeSpec;
  readonly ours: TreeSpec;
  readonly theirs: TreeSpec;
}

/** Opens an empty store. */
export const fresh = () => new NodeStore(new MemoryObjectStore());
const textOf = (entry: Entry) =>
  entry.content.kind === "inline" ? Buffer.from(entry.content.bytes).toString() : "";

/** Merges texts into `ours+theirs` in sorted order. A text with a "!" is a conflict. */
export function plusMerge({ ours, theirs }: FileSides, prefer: string): MergedContents {
  const texts = [textOf(ours), textOf(theirs)].sort();
  if (texts.some((text) => text.includes("!"))) {
    if (prefer === "none") return { status: "conflict", conflict: { kind: "text", reason: "Too loud." } };
    return { status: "merged", content: prefer === "ours" ? ours : theirs, preferred: true };
  }
  return { status: "merged", content: inlineFile(texts.join("+")), preferred: false };
}

/** Merges trees. Returns the result with the entries of the merged tree. */
export async function mergeSpecs({ base, ours, theirs, ...options }: Specs) {
  const nodes = fresh();
  const model = (spec: TreeSpec) => new Map(tree(spec));
  const sides = { base: base ? model(base) : null, ours: model(ours), theirs: model(theirs) };
  const merge = await mergeModels(nodes, { ...sides, ...options }, plusMerge);
  return { ...merge, tree: await readTree(nodes, merge) };
}

/** Returns the entries of a merged tree; none if there are conflicts. */
export async function readTree(nodes: NodeStore, merge: TreeMerge): Promise<[string, Entry][]> {
  const entries: [string, Entry][] = [];
  if (merge.status === "conflict") return entries;
  for await (const [path, entry] of rangeEntries(nodes, merge.id)) entries.push([path, entry]);
  return entries;
}

/** Returns the files and links of a model. */
export const filesIn = (model: Model) => [...model].filter(([, entry]) => entryType(entry) !== "directory");

/** Returns the conflicts of a merge. */
export const conflictsOf = (merge: TreeMerge) => (merge.status === "conflict" ? merge.conflicts : []);

/** A few paths that nest and sort around each other, so that edits meet. */
const names = fc.constantFrom("a", "a-b", "a.txt", "d", "x");
const paths = fc.array(names, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/"));

/** A few files and links, so that equal ones occur at several paths. */
export const filesAndLinks: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom("", "one", "two", "three"), fc.constantFrom(0o644, 0o755))
      .map(([text, mode]) => inlineFile(text, mode)),
  },
  { weight: 1, arbitrary: fc.constantFrom("a", "x").map(symlinkTo) },
);

/** The same, with further permissions and empty folders. */
export const allEntries: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 6, arbitrary: filesAndLinks },
  { weight: 1, arbitrary: fc.constantFrom("one", "two").map((text) => inlineFile(text, 0o600)) },
  { weight: 1, arbitrary: fc.constant(EMPTY_FOLDER) },
);

/** An edit: another entry at a path, a deletion, or a move. A folder's path stands for all that is in it. */
type TreeEdit =
  | { readonly path: string; readonly entry: Entry | null }
  | { readonly from: string; to: string };

function edited(model: Model, edits: readonly TreeEdit[]): Map<string, Entry> {
  const next = new Map(model);
  for (const edit of edits) {
    const from = "from" in edit ? edit.from : edit.path;
    const here = [...next].filter(([path]) => path === from || path.startsWith(`${from}/`));
    for (const [path] of here) next.delete(path);
    if ("from" in edit) for (const [path, entry] of here) next.set(edit.to + path.slice(from.length), entry);
    else if (edit.entry !== null) next.set(edit.path, edit.entry);
  }
  return withoutClashes(next);
}

/** A tree and two trees edited from it. */
export function forks(
  entries: fc.Arbitrary<Entry>,
): fc.Arbitrary<{ base: Model; ours: Model; theirs: Model }> {
  const edits = fc.array(
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ path: paths, entry: fc.option(entries, { freq: 3 }) }) },
      { weight: 1, arbitrary: fc.record({ from: paths, to: paths }) },
    ),
    { maxLength: 5 },
  );
  const base = fc
    .array(fc.tuple(paths, entries), { maxLength: 8 })
    .map((items) => withoutClashes(new Map(items)));
  return fc
    .tuple(base, edits, edits)
    .map(([base, a, b]) => ({ base, ours: edited(base, a), theirs: edited(base, b) }));
}
