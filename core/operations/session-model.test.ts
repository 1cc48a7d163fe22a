import fc from "fast-check";
import { expect, it } from "vitest";
import { EMPTY_FOLDER, type Entry, entryType, fileEntry, sameEntry } from "../manifest/entry.ts";
import { isUnder } from "../manifest/path.ts";
import type { FileDecision } from "../merge/model/merge-state.ts";
import { filesAndLinks, forks } from "../merge/tree/tree-suite.ts";
import type { MergeSession, SessionFile } from "../sessions/session.ts";
import { hasClash, type Model } from "../testing/manifests.ts";
import { SessionStore } from "../testing/sessions.ts";
import { inlineFile } from "../testing/trees.ts";
import { mergeSnapshots } from "./merge.ts";
import { completeSession } from "./session-complete.ts";
import { decideSession } from "./session-decisions.ts";
import { startSession } from "./session-start.ts";

const SEED = Number(process.env.STRATA_SEED ?? Date.now() % 1_000_000);
const RUNS = Number(process.env.STRATA_RUNS ?? 150);

const bench = new SessionStore();
const { store, context, sessions } = bench;
let runs = 0;

type Trees = Readonly<Record<"base" | "ours" | "theirs", Model>>;

async function started({ base, ours, theirs }: Trees) {
  const side = async (model: Model) => ({ id: await bench.put(model), entry: null, name: "side" });
  const request = {
    ours: await side(ours),
    theirs: await side(theirs),
    base: { id: await bench.put(base), name: "base" },
    renames: true,
    follows: { ours: false, theirs: false },
    moves: null,
    newLabel: `result-${runs++}`,
  };
  return (await startSession(store, request, context)).session;
}

/** Applies the decisions to what merged, path by path in plain maps. Undefined if they put two things at one path. */
function modelOf(
  merged: Model,
  trees: Trees,
  session: MergeSession,
  files: readonly SessionFile[],
  content: Entry,
) {
  const result = new Map(merged);
  const put: [string, Entry][] = [];
  for (const file of files) {
    const { path, conflict, decision, versions } = file;
    if (decision === null) continue;
    const moved = conflict?.moved ?? [];
    const paths = new Set([path, ...moved.flatMap(({ base, ours, theirs }) => [base, ours, theirs])]);
    if (conflict === null) result.delete(path);
    const settled = (entry: Entry): Entry => {
      if (entryType(entry) !== "file") return entry;
      const { size, content } = conflict?.content ?? entry;
      return fileEntry(conflict?.mode ?? entry.mode, size, content);
    };
    /** What a side has there, and where. */
    const of = (side: "base" | "ours" | "theirs"): [string, Entry][] => {
      const all = [...trees[side]];
      if (moved.length > 0) return all.filter(([each]) => paths.has(each));
      const version = versions[side];
      if (version !== null) return [[path, settled(version.entry)]];
      return all.filter(([each]) => each === path || isUnder(each, path));
    };
    const only = moved.length === 1 ? moved[0] : undefined;
    const place = (side: "ours" | "theirs") => only?.[side] ?? path;
    if (decision.take === "base" || decision.take === "ours" || decision.take === "theirs") {
      put.push(...of(decision.take));
    } else if (decision.take === "content") {
      const sides = [versions.ours, versions.theirs].map((version) => version?.entry);
      const mode = sides.find((entry) => entry !== undefined && entryType(entry) === "file")?.mode;
      const at = only === undefined ? path : (only.ours ?? only.theirs ?? path);
      put.push([at, fileEntry(conflict?.mode ?? mode ?? 0o644, content.size, content.content)]);
    } else if (decision.take === "both") {
      const other = decision.first === "ours" ? "theirs" : "ours";
      put.push(...of(decision.first));
      const version = versions[other];
      const second: [string, Entry][] =
        version === null ? (moved.length > 0 ? [] : of(other)) : [[place(other), settled(version.entry)]];
      put.push(
        ...second.map(([each, entry]): [string, Entry] => [
          decision.as + each.slice(place(other).length),
          entry,
        ]),
      );
    }
  }
  for (const [path, entry] of put) {
    const other = put.find(([each, own]) => each === path && !sameEntry(own, entry));
    if (other !== undefined) return undefined;
    result.set(path, entry);
  }
  const empty = session.options.folders.filter((folder) =>
    [...result.keys()].every((path) => path !== folder && !isUnder(path, folder) && !isUnder(folder, path)),
  );
  const innermost = empty.filter((folder) => !empty.some((other) => isUnder(other, folder)));
  for (const folder of innermost) result.set(folder, EMPTY_FOLDER);
  return result;
}

function expectSame(found: Model, expected: Model): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [path, entry] of expected) {
    const own = found.get(path);
    expect(own !== undefined && sameEntry(own, entry), path).toBe(true);
  }
}

const files = fc.oneof(
  { weight: 4, arbitrary: filesAndLinks },
  { weight: 1, arbitrary: fc.constant(EMPTY_FOLDER) },
);

it(`a completed merge has what merged, and what was decided of the rest (seed ${SEED})`, async () => {
  const content = inlineFile("by hand");
  const takes = fc.infiniteStream(
    fc.constantFrom<FileDecision["take"][]>("base", "ours", "theirs", "delete", "content", "both"),
  );
  const id = await bench.put(new Map([["content", content]]));
  await fc.assert(
    fc.asyncProperty(forks(files), takes, async (trees, takes) => {
      const session = await started(trees);
      const decisions = sessions
        .items(session.id)
        .flatMap(({ path, conflict }, at): { path: string; decision: FileDecision }[] => {
          const take = takes.next().value;
          if (conflict === null && at % 2 === 0) return [];
          const permissions = conflict?.permissions === true ? { permissions: "ours" as const } : {};
          if (take === "content") return [{ path, decision: { take, id, ...permissions } }];
          if (take === "both")
            return [{ path, decision: { take, as: `second/${at}`, first: at % 2 ? "ours" : "theirs" } }];
          return take === "text" || take === "undecided" ? [] : [{ path, decision: { take } }];
        });
      await decideSession(store, { id: session.id, decisions }, context);
      const rows = sessions.files(session.id);
      const expected = modelOf(await bench.read(session.merged), trees, session, rows, content);
      const completing = completeSession(store, { id: session.id, message: "", override: false }, context);
      if (expected === undefined) {
        await expect(completing).rejects.toMatchObject({ code: "EEXIST" });
        return;
      }
      for (const { path, decision } of rows) {
        if (decision?.take !== "content" || decision.permissions === undefined) continue;
        const own = expected.get(path);
        const mode = rows.find((row) => row.path === path)?.versions.ours?.entry.mode;
        if (own !== undefined && mode !== undefined) expected.set(path, { ...own, mode });
      }
      if (hasClash(expected)) {
        await expect(completing).rejects.toMatchObject({ code: expect.stringMatching(/ENOTDIR|EISDIR/) });
        return;
      }
      const done = await completing;
      if (done.status !== "completed") throw new Error(done.status);
      expectSame(await bench.read(done.id), expected);
      expect(await completeSession(store, { id: session.id, message: "", override: false }, context)).toEqual(
        done,
      );
    }),
    { numRuns: RUNS, seed: SEED },
  );
}, 120_000);

/** Ours deleted the file of a folder and kept that empty; theirs moved it away and made a file of the folder's name. */
const EMPTIED_WHERE_A_FILE_CAME = {
  base: new Map([["folder/file", inlineFile(Buffer.of(0, 1, 2))]]),
  ours: new Map([["folder/file", EMPTY_FOLDER]]),
  theirs: new Map([
    ["file", inlineFile(Buffer.of(0, 1, 2))],
    ["folder", inlineFile(Buffer.of(0))],
  ]),
};

it(`a merge whose every file takes one side is the merge that prefers that side (seed ${SEED})`, async () => {
  // No text, so that a preference decides whole files too.
  const binary = files.map((entry) => {
    if (entryType(entry) !== "file" || entry.content.kind !== "inline") return entry;
    return { ...inlineFile(Buffer.concat([Buffer.of(0), entry.content.bytes])), mode: entry.mode };
  });
  await fc.assert(
    fc.asyncProperty(
      forks(binary),
      fc.constantFrom("ours" as const, "theirs" as const),
      async (trees, side) => {
        const session = await started(trees);
        const open = sessions.items(session.id).filter(({ conflict }) => conflict !== null);
        const decisions = open.map(({ path }) => ({ path, decision: { take: side } }));
        await decideSession(store, { id: session.id, decisions }, context);
        const done = await completeSession(store, { id: session.id, message: "", override: false }, context);
        const { ours, theirs, base } = session;
        const names = { base: "base", ours: "ours", theirs: "theirs" };
        const request = { base: base?.id ?? null, ours: ours.id, theirs: theirs.id, names, renames: true };
        const preferred = await mergeSnapshots(store, { ...request, prefer: side }, context);
        expect(done).toMatchObject({
          status: "completed",
          id: preferred.status === "merged" ? preferred.id : "",
        });
      },
    ),
    { numRuns: RUNS, seed: SEED, examples: [[EMPTIED_WHERE_A_FILE_CAME, "ours"]] },
  );
}, 120_000);
