import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, shortId } from "../render/amounts.ts";
import { safeName } from "../render/safe-text.ts";
import { ago } from "../render/times.ts";
import { defineCli } from "../shared/cli-command.ts";
import { CONFLICTS } from "../shared/failure.ts";

/** `strata fs merge` */
export const mergeCli = defineCli({
  command: "merge",
  words: "fs merge",
  arguments: [
    { syntax: "<ours>", about: "a snapshot" },
    { syntax: "<theirs>", about: "the snapshot to merge with it" },
  ],
  options: [
    { flags: "--base <ref>", about: "what both came from, in place of what their histories say" },
    {
      flags: "--prefer <side>",
      about: "which side decides conflicts",
      choices: ["ours", "theirs"],
    },
    { flags: "--no-renames", about: "look for no renamed files: no edit follows one, and none conflicts" },
  ],
  long: true,
  exitCode: ({ status }) => (status === "conflict" ? CONFLICTS : 0),
  render: renderMerge,
});

/** Reports the outcome of a merge. */
function* renderMerge(merge: CommandOutput<"merge">, { now }: { readonly now: number }): Generator<string> {
  for (const path of merge.auto_merged) yield `merged         ${safeName(path)}`;
  for (const path of merge.preferred) yield `preferred      ${safeName(path)}`;
  for (const { from, to, by, similarity } of merge.renames)
    yield `renamed        ${safeName(from)} -> ${safeName(to)} (${by}${similarity === 100 ? "" : `, ${similarity} % alike`})`;
  if (merge.renames_limited)
    yield "Too many or too large files were removed and added to look for all that were renamed and changed.";
  if (merge.status === "conflict") {
    yield* conflictLines(merge.conflicts);
    yield `${counted(merge.conflicts.length, "conflict")}, nothing was merged; the base is ${baseOf(merge, now)}`;
  } else {
    yield `${merge.ca_id} (the base is ${baseOf(merge, now)}; no label was moved)`;
  }
}

type Conflict = Extract<CommandOutput<"merge">, { status: "conflict" }>["conflicts"][number];

/** Describes each conflict by its kind. */
export function* conflictLines(
  conflicts: readonly Pick<Conflict, "path" | "kind" | "reason">[],
): Generator<string> {
  for (const { path, kind, reason } of conflicts)
    yield `${kind.padEnd(14)} ${safeName(path)}${reason === undefined ? "" : `: ${safeName(reason)}`}`;
}

function baseOf(merge: CommandOutput<"merge">, now: number): string {
  const { base, base_found: found, virtual_base: bases } = merge;
  const place = ({ label, at }: NonNullable<typeof found>) => `(${label}, ${ago(at, now)})`;
  if (bases !== undefined) {
    const all = bases.map((each) => `${shortId(each.ca_id)} ${place(each)}`);
    return `a virtual base of ${all.length}, since their histories cross: ${all.join(" and ")}`;
  }
  if (base === null) return "nothing, since their histories never meet";
  return found === undefined ? shortId(base) : `${shortId(base)} ${place(found)}`;
}
