import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Triple } from "./triples-suite.ts";

/** git's result for a triple: the merged text, or a conflict. */
export type GitMerge = Uint8Array | "conflict";

/**
 * Merges with `git merge-file` in its default style. With `--diff3` it also shows conflicts whose sides are equal when
 * its diffs align the same change differently.
 */
export function gitMergeFile(triples: readonly Triple[]): GitMerge[] {
  return gitMergedTexts(triples).map(({ text, conflicts }) => (conflicts === 0 ? text : "conflict"));
}

/** A text that git merged, with its conflicts between markers named `base`, `ours` and `theirs`. */
export interface GitText {
  readonly text: Uint8Array;
  readonly conflicts: number;
}

/** Merges with `git merge-file`. With `--diff3`, conflicts show the base too, and are not trimmed to where the sides differ. */
export function gitMergedTexts(triples: readonly Triple[], style: "" | "--diff3" = ""): GitText[] {
  return inFolder((folder) => {
    triples.forEach(({ base, ours, theirs }, n) => {
      writeFileSync(join(folder, `${n}.b`), base);
      writeFileSync(join(folder, `${n}.o`), ours);
      writeFileSync(join(folder, `${n}.t`), theirs);
    });
    const loop = `i=0; while [ $i -lt ${triples.length} ]; do
      git merge-file ${style} -p -q -L ours -L base -L theirs $i.o $i.b $i.t > $i.m; echo $?; i=$((i+1)); done`;
    const codes = run(folder, "sh", ["-c", loop]).toString().trim().split("\n").map(Number);
    return codes.map((code, n) => {
      if (code > 127) throw new Error(`git merge-file failed on triple ${n} (${code})`);
      return { text: readFileSync(join(folder, `${n}.m`)), conflicts: code };
    });
  });
}

/** Merges with `git merge-tree --write-tree`, all triples as files of one commit. */
export function gitMergeTree(triples: readonly Triple[]): GitMerge[] {
  return inFolder((folder) => {
    run(folder, "git", ["init", "-q", "--bare"]);
    const commit = (side: keyof Triple) => [
      Buffer.from(`commit refs/heads/${side}\ncommitter a <a@b> 0 +0000\ndata 0\n`),
      Buffer.from(side === "base" ? "" : "from refs/heads/base\n"),
      ...triples.flatMap((triple, n) => [
        Buffer.from(`M 100644 inline f${n}\ndata ${triple[side].length}\n`),
        triple[side],
        Buffer.from("\n"),
      ]),
    ];
    const stream = Buffer.concat([...commit("base"), ...commit("ours"), ...commit("theirs")]);
    run(folder, "git", ["fast-import", "--quiet"], stream);
    const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", "ours", "theirs"];
    const [tree = "", ...conflicts] = run(folder, "git", args).toString().trim().split("\n");
    const conflicted = new Set(conflicts);
    const names = triples.map((_, n) => `f${n}`);
    const asked = Buffer.from(names.map((name) => `${tree}:${name}\n`).join(""));
    const answers = run(folder, "git", ["cat-file", "--batch"], asked);
    let at = 0;
    return names.map((name) => {
      const header = answers.subarray(at, answers.indexOf(0x0a, at)).toString();
      const length = Number(header.split(" ")[2]);
      const start = at + header.length + 1;
      at = start + length + 1;
      return conflicted.has(name) ? "conflict" : answers.subarray(start, start + length);
    });
  });
}

/** Returns git's version as [major, minor]; undefined without git. */
export function gitVersion(): [number, number] | undefined {
  const { error, stdout } = spawnSync("git", ["--version"], { encoding: "utf8" });
  const match = error === undefined && /(\d+)\.(\d+)/.exec(stdout);
  return match ? [Number(match[1]), Number(match[2])] : undefined;
}

function run(folder: string, program: string, args: readonly string[], input?: Uint8Array): Buffer {
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
  };
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env,
    input,
    maxBuffer: 2 ** 31 - 1,
  });
  if (error !== undefined) throw error;
  if (status !== 0 && !(args[0] === "merge-tree" && status === 1))
    throw new Error(`${program} ${args[0]}: ${stderr}`);
  return stdout;
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "strata-git-"));
  mkdirSync(folder, { recursive: true });
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
