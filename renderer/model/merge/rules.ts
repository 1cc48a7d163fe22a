import type { CommandOutput } from "../../../core/api/registry/invoke.ts";
import type { MergeItem } from "../../api/merges.ts";
import { patternOf } from "../../api/merges.ts";
import { nameOf } from "../../components/format.ts";
import type { ResolveInput } from "./merges.ts";

/** What a rule can take. */
export const RULE_TAKES = [
  "theirs",
  "ours",
  "base",
  "both",
  "both-reversed",
  "suggestions",
  "combined",
  "delete",
] as const satisfies readonly ResolveInput["take"][];

export type RuleTake = (typeof RULE_TAKES)[number];

/** Which open files of a merge are decided, and how. */
export interface Rule {
  /** A part of a name, or a pattern; "" for all. */
  readonly pattern: string;
  /** Null for every kind. */
  readonly kind: MergeItem["kind"] | null;
  readonly take: RuleTake;
}

/** What becomes of one file. */
export type Ruled = CommandOutput<"merge.resolve">["files"][number];

/** Returns the request that decides what a rule says. */
export function ruleInput(merge: number, { pattern, kind, take }: Rule): ResolveInput {
  return { merge, match: pattern.trim() === "" ? "*" : pattern.trim(), ...(kind !== null && { kind }), take };
}

/** Returns the pattern of all that is in a folder. */
export function folderPattern(folder: string): string {
  return `${patternOf(folder)}/**`;
}

/** The files that programs write and that nobody merges by hand, by the pattern of their names. */
const WRITTEN = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  "yarn.lock",
  "pnpm-lock.yaml",
  "bun.lock",
  "Cargo.lock",
  "Gemfile.lock",
  "composer.lock",
  "poetry.lock",
  "uv.lock",
  "Pipfile.lock",
  "go.sum",
  "flake.lock",
  "*.lock",
  "*.po",
  "*.pot",
  "*.min.js",
  "*.min.css",
] as const;

/** A pattern of files that programs write, and how many such files are open. */
export interface WrittenFiles {
  readonly pattern: string;
  readonly name: string;
  readonly files: number;
}

/** Finds the open files of a merge that programs write, the most frequent first. */
export function writtenFiles(files: readonly MergeItem[]): readonly WrittenFiles[] {
  const counts = new Map<string, number>();
  for (const { path, state } of files) {
    const name = state === "open" ? WRITTEN.find((each) => matches(each, nameOf(path))) : undefined;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, files]) => ({ name, files, pattern: `**/${name}` }))
    .sort((a, b) => b.files - a.files);
}

function matches(pattern: string, name: string): boolean {
  return pattern.startsWith("*") ? name.endsWith(pattern.slice(1)) : name === pattern;
}
