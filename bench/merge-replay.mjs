import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { program, root, SetupError } from "../scripts/processes.mjs";
import { setUp } from "../scripts/setup.mjs";
import { Clone } from "./clone.mjs";
import { makeHistory } from "./made-history.mjs";

const USAGE = `npm run merge:replay -- <git clone> [--most 1000]
npm run merge:replay -- --make <folder of source files> [--merges 300] [--seed 1]`;

/**
 * Repeats the merges of a git history and compares the results with `git merge-tree`. Uses merge commits with two parents
 * and one merge base, without renames or copies between the base and a parent. Prints in how many merges and files both
 * agree, and exits with 1 if Strata was clean where git was not, or the bytes differ.
 */
async function replay() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      make: { type: "string" },
      merges: { type: "string", default: "300" },
      seed: { type: "string", default: "1" },
      most: { type: "string", default: "1000" },
    },
  });
  const [given] = positionals;
  if ((given === undefined) === (values.make === undefined)) throw new SetupError(USAGE);
  setUp();
  const here = (path) => resolve(process.env.INIT_CWD ?? process.cwd(), path);
  const scratch = mkdtempSync(join(tmpdir(), "strata-replay-"));
  try {
    const folder = given === undefined ? join(scratch, "history") : here(given);
    if (values.make !== undefined) {
      mkdirSync(folder);
      await makeHistory(folder, here(values.make), Number(values.merges), Number(values.seed));
    }
    const tally = await compareAll(new Clone(folder, scratch), Number(values.most), scratch);
    print(tally);
    return tally.cleanWhereGitConflicts.length + tally.otherBytes.length > 0 ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

async function compareAll(clone, most, scratch) {
  const { Repository } = await import(pathToFileURL(join(root, "dist/index.js")).href);
  const repository = await Repository.open(join(scratch, "store"), { surface: "cli" });
  const tally = {
    merges: 0,
    skipped: 0,
    bothClean: 0,
    bothConflict: 0,
    /** Merges that only git could complete. */
    extraMerges: 0,
    /** Files that both sides changed, and those in which only Strata found a conflict. */
    files: 0,
    extraFiles: [],
    cleanWhereGitConflicts: [],
    otherBytes: [],
  };
  try {
    for (const merge of clone.merges(most)) {
      if (merge.base === undefined) tally.skipped++;
      else await compareOne(repository, clone, merge, tally);
    }
  } finally {
    await repository.close();
  }
  return tally;
}

async function compareOne(repository, clone, merge, tally) {
  const snapshot = async (tree) => {
    const folder = clone.checkOut(tree);
    const { id } = await repository.run("import", { paths: [folder], label: "replay" });
    return id;
  };
  const [base, ours, theirs] = [
    await snapshot(merge.base),
    await snapshot(merge.ours),
    await snapshot(merge.theirs),
  ];
  const names = { base: "base", ours: "ours", theirs: "theirs" };
  const got = await repository.run("merge", { base, ours, theirs, names, prefer: "none", renames: false });
  const git = clone.mergeTree(merge.ours, merge.theirs);
  tally.merges++;
  tally.files += clone.changedByBoth(merge);
  const conflicts = new Set(got.status === "conflict" ? got.conflicts.map(({ path }) => path) : []);
  for (const path of git.conflicts) {
    if (!conflicts.has(path) && ![...conflicts].some((above) => path.startsWith(`${above}/`)))
      tally.cleanWhereGitConflicts.push(`${merge.commit} ${path}`);
  }
  for (const path of conflicts)
    if (!git.conflicts.has(path)) tally.extraFiles.push(`${merge.commit} ${path}`);
  if (got.status === "conflict") {
    if (git.conflicts.size > 0) tally.bothConflict++;
    else tally.extraMerges++;
  } else if (git.conflicts.size === 0) {
    tally.bothClean++;
    // Equal ids mean equal bytes, names and permissions.
    if ((await snapshot(git.tree)) !== got.id) tally.otherBytes.push(merge.commit);
  }
}

function print(tally) {
  const share = (part, whole) => (whole === 0 ? "0 %" : `${((100 * part) / whole).toFixed(2)} %`);
  const rows = [
    ["merges replayed", tally.merges],
    ["merges left out (several bases, submodules, or files that were renamed or copied)", tally.skipped],
    ["both merged, to the same snapshot id", tally.bothClean - tally.otherBytes.length],
    ["both in conflict", tally.bothConflict],
    ["merged by git only", tally.extraMerges],
    ["files that both sides changed", tally.files],
    [
      "of them in conflict for Strata only",
      `${tally.extraFiles.length} (${share(tally.extraFiles.length, tally.files)})`,
    ],
    ["merged by Strata where git has a conflict", tally.cleanWhereGitConflicts.length],
    ["merged by both to other bytes", tally.otherBytes.length],
  ];
  for (const [what, figure] of rows) console.log(`${what.padEnd(84)} ${figure}`);
  for (const each of [...tally.cleanWhereGitConflicts, ...tally.otherBytes]) console.log(`wrong: ${each}`);
  for (const each of tally.extraFiles.slice(0, 20)) console.log(`extra: ${each}`);
}

await program(replay);
