import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type GitMerge, gitMergeFile, gitMergeTree, gitVersion } from "./git-suite.ts";
import { textMerger } from "./text-merger.ts";
import { Dice, readSources, realTriple, type Triple, tinyEdits, tinyTriple } from "./triples-suite.ts";

const cases = Number(process.env.STRATA_MERGE_CASES ?? 200);
const folder = process.env.STRATA_MERGE_SOURCES ?? fileURLToPath(new URL("../..", import.meta.url));
const seed = Number(process.env.STRATA_MERGE_SEED ?? Math.floor(Math.random() * 2 ** 31));
const BATCH = 1000;

const [major, minor] = gitVersion() ?? [0, 0];
const hasGit = major > 2 || (major === 2 && minor >= 38);
if (!hasGit) console.warn("git 2.38 or later is not installed: merges are not compared with git's");

const sources = readSources(folder, 100, new Dice(seed));
const kinds: Readonly<Record<string, (dice: Dice) => Triple>> = {
  "tiny alphabets": tinyTriple,
  "tiny edits": tinyEdits,
  "real texts": (dice) => realTriple(dice, sources),
};
const tools = { "git merge-file": gitMergeFile, "git merge-tree": gitMergeTree };

describe.skipIf(!hasGit)("agreement with git", () => {
  for (const [kind, make] of Object.entries(kinds)) {
    for (const [tool, merge] of Object.entries(tools)) {
      it(`MC6: is clean only where ${tool} is, with the same result: ${kind}`, {
        timeout: 3_600_000,
      }, () => {
        const dice = new Dice(seed);
        const counts = { cases: 0, clean: 0, conflicts: 0, extra: 0 };
        for (let left = cases; left > 0; left -= BATCH) {
          const triples = Array.from({ length: Math.min(BATCH, left) }, () => make(dice));
          const results = merge(triples);
          triples.forEach((triple, n) => {
            count(counts, triple, results[n] ?? "conflict");
          });
        }
        const extra = `${((100 * counts.extra) / counts.cases).toFixed(2)} %`;
        console.log(`${tool}, ${kind}, seed ${seed}: ${JSON.stringify(counts)}, extra conflicts ${extra}`);
        // The share is judged only in a large sample; in a small one it varies too much.
        if (kind === "real texts" && cases >= 5000)
          expect(counts.extra / counts.cases).toBeLessThanOrEqual(0.03);
      });
    }
  }
});

function count(
  counts: { cases: number; clean: number; conflicts: number; extra: number },
  triple: Triple,
  git: GitMerge,
): void {
  const names = { base: "base", ours: "ours", theirs: "theirs" };
  const ours = textMerger.merge(triple, { prefer: "none", names });
  counts.cases++;
  if (ours.status === "conflict") {
    if (git === "conflict") counts.conflicts++;
    else counts.extra++;
    return;
  }
  counts.clean++;
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
  if (git !== "conflict" && text(git) === text(ours.bytes)) return;
  const sides = { base: text(triple.base), ours: text(triple.ours), theirs: text(triple.theirs) };
  const found = git === "conflict" ? "a conflict" : JSON.stringify(text(git));
  expect.fail(
    `Seed ${seed}: git has ${found} where we have ${JSON.stringify(text(ours.bytes))}\n${JSON.stringify(sides)}`,
  );
}
