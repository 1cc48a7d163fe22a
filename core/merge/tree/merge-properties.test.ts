import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildManifest } from "../../manifest/build.ts";
import { checkManifest } from "../../manifest/check.ts";
import { EMPTY_FOLDER, entryType, sameEntry } from "../../manifest/entry.ts";
import { builtAnew, type Model, models, sorted } from "../../testing/manifests.ts";
import type { TreeConflict } from "./conflict.ts";
import { mergeSlowly } from "./slow-merge-suite.ts";
import {
  allEntries,
  conflictsOf,
  filesIn,
  forks,
  fresh,
  type MergeCase,
  mergeModels,
  readTree,
} from "./tree-suite.ts";

/** Number of merges that a property tries. */
const numRuns = Number(process.env.STRATA_MERGE_RUNS ?? 400);

const cases: fc.Arbitrary<MergeCase> = fc
  .record({
    fork: fc.oneof(
      { weight: 9, arbitrary: forks(allEntries) },
      { weight: 1, arbitrary: fc.record({ base: models, ours: models, theirs: models }) },
    ),
    based: fc.constantFrom(true, true, true, false),
    prefer: fc.constantFrom("none", "ours", "theirs"),
    renames: fc.boolean(),
  })
  .map(
    ({ fork, based, prefer, renames }): MergeCase => ({
      ...fork,
      base: based ? fork.base : null,
      prefer: prefer === "ours" || prefer === "theirs" ? prefer : "none",
      renames,
    }),
  );

test("gives the result of comparing every path", async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (each) => {
      const nodes = fresh();
      const expected = mergeSlowly(each);
      const merge = await mergeModels(nodes, each);
      const conflicts = merge.status === "conflict" ? merge.conflicts : [];
      expect(conflicts.map(({ path, kind }) => [path, kind])).toEqual(expected.conflicts);
      const { autoMerged, preferred, renames } = merge;
      const told = { autoMerged, preferred, renames };
      expect(told).toEqual({
        autoMerged: expected.autoMerged,
        preferred: expected.preferred,
        renames: expected.renames,
      });
      if (merge.status === "conflict") return;
      expect(merge.id).toBe(await builtAnew(expected.tree));
      expect(await checkManifest(nodes, merge.id)).toEqual([]);
    }),
    { numRuns },
  );
});

describe("for all trees", () => {
  const forked = forks(allEntries);
  const both = fc.oneof(
    { weight: 4, arbitrary: forked },
    { weight: 1, arbitrary: fc.record({ base: models, ours: models, theirs: models }) },
  );

  test("M3: a path that one side left alone is the other's, whatever the base", async () => {
    await fc.assert(
      fc.asyncProperty(both, async ({ base, ours: x }) => {
        const nodes = fresh();
        const id = await buildManifest(nodes, sorted(x));
        for (const [b, o, t] of [
          [base, base, x],
          [base, x, base],
          [base, x, x],
          [null, x, x],
          [null, x, new Map()],
          [null, new Map(), x],
        ] as [Model | null, Model, Model][]) {
          const merge = await mergeModels(nodes, { base: b, ours: o, theirs: t });
          expect(merge).toEqual({
            status: "merged",
            id,
            autoMerged: [],
            preferred: [],
            renames: [],
            renamesLimited: false,
          });
        }
      }),
    );
  });

  test("M4: swapped sides give the mirror image", async () => {
    const mirrored = (text: string | undefined) =>
      text?.replace(/ours|theirs/gi, (side) => (side.toLowerCase() === "ours" ? "theirs" : "ours"));
    const kinds = fc.constantFrom<["ours" | "theirs" | "none", "ours" | "theirs" | "none"]>(
      ["none", "none"],
      ["ours", "theirs"],
    );
    await fc.assert(
      fc.asyncProperty(both, kinds, fc.boolean(), async ({ base, ours, theirs }, [prefer, other], based) => {
        const nodes = fresh();
        const from = based ? base : null;
        const there = await mergeModels(nodes, { base: from, ours, theirs, prefer });
        const back = await mergeModels(nodes, { base: from, ours: theirs, theirs: ours, prefer: other });
        const swap = (side: "ours" | "theirs") => (side === "ours" ? "theirs" : "ours");
        const renames = back.renames.map((rename) => ({ ...rename, by: swap(rename.by) }));
        const told = { status: back.status, autoMerged: back.autoMerged, preferred: back.preferred, renames };
        expect(there).toMatchObject(told);
        if (there.status === "merged") expect(back).toMatchObject({ id: there.id });
        const key = ({ path, base, ours, theirs, kind }: TreeConflict) => ({
          path,
          base,
          ours,
          theirs,
          kind,
        });
        expect(conflictsOf(there).map(key)).toEqual(
          conflictsOf(back).map((conflict) =>
            key({ ...conflict, ours: conflict.theirs, theirs: conflict.ours }),
          ),
        );
        if (prefer !== "none") return;
        const reasons = conflictsOf(back).map(({ reason }) =>
          mirrored(reason)?.toLowerCase().split(/\W+/).sort(),
        );
        expect(conflictsOf(there).map(({ reason }) => reason?.toLowerCase().split(/\W+/).sort())).toEqual(
          reasons,
        );
      }),
      { numRuns: 200 },
    );
  });

  test("a preference decides exactly the paths in conflict", async () => {
    await fc.assert(
      fc.asyncProperty(both, fc.constantFrom("ours" as const, "theirs" as const), async (sides, prefer) => {
        const nodes = fresh();
        const open = await mergeModels(nodes, sides);
        const decided = await mergeModels(nodes, { ...sides, prefer });
        expect(decided.status).toBe("merged");
        expect(decided.preferred).toEqual(conflictsOf(open).map(({ path }) => path));
        expect(decided.renames).toEqual(open.renames);
      }),
      { numRuns: 200 },
    );
  });

  test("the preferred side's files stand, its deletions too, and no other content appears", async () => {
    const sides = fc.constantFrom<["ours", "theirs"] | ["theirs", "ours"]>(
      ["ours", "theirs"],
      ["theirs", "ours"],
    );
    await fc.assert(
      fc.asyncProperty(forked, sides, fc.boolean(), async (fork, [prefer, other], renames) => {
        const nodes = fresh();
        const merge = await mergeModels(nodes, { ...fork, prefer, renames });
        const result = new Map(await readTree(nodes, merge));
        const { base } = fork;
        const moved = new Map(merge.renames.map(({ from, to, by }) => [`${by} ${from}`, to]));
        const mine = merge.renames.filter(({ by }) => by === prefer);
        const origin = new Map(mine.map(({ from, to }) => [to, from]));
        for (const [path, entry] of filesIn(fork[prefer])) {
          const before = base.get(origin.get(path) ?? path) ?? { ...EMPTY_FOLDER, size: -1 };
          const kept = result.get(path) ?? result.get(moved.get(`${other} ${path}`) ?? "") ?? EMPTY_FOLDER;
          if (entry.mode !== before.mode) expect(kept.mode, path).toBe(entry.mode);
          const isChanged = !sameEntry({ ...before, mode: entry.mode }, entry);
          if (isChanged && !merge.autoMerged.includes(path))
            expect({ ...kept, mode: entry.mode }, path).toEqual(entry);
        }
        for (const [path] of filesIn(result)) {
          expect(fork.ours.has(path) || fork.theirs.has(path), path).toBe(true);
          if (base.has(path) && entryType(base.get(path) ?? EMPTY_FOLDER) !== "directory")
            expect(fork[prefer].has(path), path).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
