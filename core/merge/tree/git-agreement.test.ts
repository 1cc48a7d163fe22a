import fc from "fast-check";
import { expect, test } from "vitest";
import { type Entry, entryType } from "../../manifest/entry.ts";
import { NodeStore } from "../../manifest/node-store.ts";
import { MemoryObjectStore } from "../../objects/memory-store.ts";
import type { Model } from "../../testing/manifests.ts";
import { inlineFile, symlinkTo } from "../../testing/trees.ts";
import type { FileSides, MergedContents } from "../content/merge-contents.ts";
import { Dice } from "../text/triples-suite.ts";
import type { TreeConflict } from "./conflict.ts";
import { editedMoves, type Fork, textMerge } from "./edited-moves-suite.ts";
import { type GitMerge, GitTrees } from "./git-trees-suite.ts";
import { conflictsOf, filesAndLinks, forks, mergeModels, readTree } from "./tree-suite.ts";

/** Number of runs of 50 merges each. */
const numRuns = Number(process.env.STRATA_GIT_MERGES ?? 4);

/** Adds its path to every content, so that no file is found elsewhere: `git merge-tree` always follows renames. */
function unmovable(model: Model): Model {
  const withPath = ({ mode, symlink, content }: Entry, path: string) => {
    if (symlink !== null) return symlinkTo(`${symlink} ${path}`);
    return inlineFile(
      content.kind === "inline" ? Buffer.concat([content.bytes, Buffer.from(path)]) : path,
      mode,
    );
  };
  return new Map([...model].map(([path, entry]) => [path, withPath(entry, path)]));
}

/** Git keeps both a file and a folder, or a file and a link, and renames one of them (`d~branch`). */
const nameIn = (path: string) => path.replace(/~[^/]*$/, "");

const cases = forks(filesAndLinks).map(({ base, ours, theirs }) => ({
  base: unmovable(base),
  ours: unmovable(ours),
  theirs: unmovable(theirs),
}));

const inConflict = (_: FileSides): MergedContents => ({ status: "conflict", conflict: { kind: "binary" } });

/**
 * Merges forks with git and with Strata, where contents do not merge unless `contents` does. Returns both results. Clean ones are the
 * same tree, unless `alike` is false: which of several equal files a moved one became is up to each.
 */
async function mergeBoth(forks: readonly Fork[], renames: boolean, contents = inConflict, alike = true) {
  const git = new GitTrees();
  const pairs = forks.map(({ base, ours, theirs }) => {
    const from = git.add(base);
    return [git.add(ours, from), git.add(theirs, from)] as const;
  });
  git.write();
  const gits = git.merge(pairs);
  const both: { git: GitMerge; open: readonly TreeConflict[] }[] = [];
  const merged: { branch: string; tree: string }[] = [];
  for (const [at, fork] of forks.entries()) {
    const nodes = new NodeStore(new MemoryObjectStore());
    const merge = await mergeModels(nodes, { ...fork, renames }, contents);
    const its = gits[at] ?? { tree: "", conflicts: [] };
    both.push({ git: its, open: conflictsOf(merge) });
    if (merge.status === "conflict" || its.conflicts.length > 0) continue;
    const result = new Map(await readTree(nodes, merge));
    expect([...result.values()].map(entryType)).not.toContain("directory");
    merged.push({ branch: git.add(result), tree: its.tree });
  }
  git.write();
  const branches = merged.map(({ branch }) => branch);
  if (alike && branches.length > 0) expect(git.treesOf(branches)).toEqual(merged.map(({ tree }) => tree));
  return both;
}

const swallowed = (open: readonly TreeConflict[], path: string) =>
  open.some(({ path: top, kind }) => kind === "type" && path.startsWith(`${top}/`));

test("M6: agrees with git on what is in conflict, and on what is merged", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(cases, { minLength: 1, maxLength: 50 }), async (cases) => {
      for (const { git, open } of await mergeBoth(cases, false)) {
        const theirs = [...new Set(git.conflicts.map(nameIn))].filter((path) => !swallowed(open, path));
        expect(theirs.sort()).toEqual(open.map(({ path }) => path).sort());
      }
    }),
    { numRuns },
  );
});

/** Files with nothing in common, so that git recognizes only files that were moved unchanged. */
const uniqueFiles = fc
  .tuple(fc.nat(), fc.constantFrom(0o644, 0o755))
  .map(([number, mode]) => inlineFile(`${number} a\n${number} b\n`, mode));

/** Returns all paths of conflicts. */
const pathsOf = (open: readonly TreeConflict[]) =>
  new Set(
    open.flatMap(({ path, moved = [] }) => [
      path,
      ...moved.flatMap(({ base, ours, theirs }) => [base, ours, theirs]),
    ]),
  );

test("MR11: agrees with git on files that were moved", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(forks(uniqueFiles), { minLength: 50, maxLength: 50 }), async (cases) => {
      for (const { git, open } of await mergeBoth(cases, true)) {
        expect(open.length > 0).toBe(git.conflicts.length > 0);
        const named = pathsOf(open);
        const unnamed = git.conflicts.map(nameIn).filter((path) => !named.has(path));
        expect(unnamed.filter((path) => !swallowed(open, path))).toEqual([]);
      }
    }),
    { numRuns },
  );
});

test("has no conflict of moves that git does not have, even with many equal files", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(forks(filesAndLinks), { minLength: 50, maxLength: 50 }), async (cases) => {
      for (const { git, open } of await mergeBoth(cases, true, inConflict, false)) {
        const moves = open.filter(({ kind }) => kind.startsWith("rename/"));
        if (git.conflicts.length === 0) expect(moves).toEqual([]);
      }
    }),
    { numRuns },
  );
});

test("MR12: has no merge of files that were moved and changed where git has a conflict, and no other result", async () => {
  const seed = Number(process.env.STRATA_MERGE_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const dice = new Dice(seed);
  const tally = { merges: 0, clean: 0, conflicts: 0, extraText: 0, extraTree: 0 };
  for (let run = 0; run < numRuns; run++) {
    const forks = Array.from({ length: 50 }, () => editedMoves(dice));
    for (const [at, { git, open }] of (await mergeBoth(forks, true, textMerge)).entries()) {
      tally.merges++;
      if (open.length === 0) {
        tally.clean++;
        if (git.conflicts.length > 0)
          expect.fail(`Seed ${seed}: ${JSON.stringify({ git, fork: shown(forks[at]) })}`);
      } else if (git.conflicts.length > 0) tally.conflicts++;
      else if (open.every(({ kind }) => kind === "text")) tally.extraText++;
      else tally.extraTree++;
    }
  }
  console.log(`edited moves, git merge-tree, seed ${seed}: ${JSON.stringify(tally)}`);
  expect(tally.extraTree).toBe(0);
});

/** Shows the texts of a fork. */
function shown(fork: Fork | undefined) {
  const texts = (model: Model) =>
    Object.fromEntries(
      [...model].map(([path, { content }]) => [
        path,
        content.kind === "inline" ? Buffer.from(content.bytes).toString() : "",
      ]),
    );
  return fork && { base: texts(fork.base), ours: texts(fork.ours), theirs: texts(fork.theirs) };
}
