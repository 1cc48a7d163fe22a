import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { CheckedText, Finding } from "../../merge/checks/finding.ts";
import { type SessionFileItem, stateOf } from "../../sessions/session.ts";
import { defineCommand } from "../command.ts";
import { mergeFileState } from "../merge-schemas.ts";
import { count } from "../schemas.ts";
import { findMerge, whichMerge } from "./merges.ts";

/** Something in a result that looks like a mistake. */
const finding = z.strictObject({
  /**
   * `syntax`: it cannot be parsed, while both sides can. `duplicate-key`: an object has a key twice, as on no side. `doubled-line`: a line stands
   * twice in a row, as in no version. `conflict-marker`: a line looks like the marker of a conflict, and was not in the base.
   */
  kind: z.enum(["syntax", "duplicate-key", "doubled-line", "conflict-marker"]),
  /** The line in the result; the first is 1. */
  line: count,
  /** In UTF-16 units; the first is 1. Absent where the whole line is meant. */
  column: count.optional(),
  message: z.string(),
  /** The side that a conflict marker came from; null if it was typed. */
  from: z.enum(["ours", "theirs", "both"]).nullable().optional(),
});

/** Checks the texts of a merge. */
export const mergeCheckCommand = defineCommand({
  name: "merge.check",
  summary:
    "Looks for mistakes in the texts that come of a merge so far; nothing is kept from being completed.",
  kind: "read",
  input: z.strictObject({
    merge: whichMerge,
    /** Only this file. */
    path: z.string().optional(),
    /** A page of the merge's files, in the order of their paths: those without a finding count too. */
    offset: count.default(0),
    /** None: all of them. */
    limit: count.optional(),
  }),
  output: z.strictObject({
    /** The number of the merge's files. */
    total: count,
    /** How many texts of the page were checked. A file that is taken from one version is not. */
    checked: count,
    /** The texts with findings, with lines that neither side has, or that could not be checked; with `path`, that one in any case. */
    files: z.array(
      z.strictObject({
        path: z.string(),
        /** Open hunks are as in the base. */
        state: mergeFileState,
        /** In the order of lines. */
        findings: z.array(finding),
        /** The number of lines that neither side has; null if that could not be told. */
        new_lines: count.nullable(),
        /** Why something was not checked. */
        unchecked: z.string().optional(),
      }),
    ),
  }),
  async run(repository, { merge, path, offset, limit }, { signal }) {
    const { merges } = repository;
    const session = merges.get(findMerge(repository, merge));
    const all = merges.files(session.id).map((file) => file.path);
    const page = all.slice(offset, limit === undefined ? undefined : offset + limit);
    const files: ReturnType<typeof describe>[] = [];
    let checked = 0;
    for (const each of path === undefined ? page : [path]) {
      const file = merges.file(session.id, each);
      const checking = merges.check(session, file, signal);
      const found = await (path === undefined ? checking.catch(unreadable) : checking);
      if (found === undefined) continue;
      checked++;
      const { findings, newLines, unchecked } = found;
      const isTold = findings.length > 0 || newLines !== 0 || unchecked !== undefined;
      if (path !== undefined || isTold) files.push(describe(file, found));
    }
    return { total: all.length, checked, files };
  },
});

/** Tells of a file whose contents are lost or damaged among others, which can be checked. */
function unreadable(thrown: unknown): CheckedText {
  const isDamaged =
    thrown instanceof StrataError && (thrown.code === "MissingObject" || thrown.code === "CorruptObject");
  if (!isDamaged) throw thrown;
  return { findings: [], newLines: null, unchecked: thrown.message };
}

function describe(file: SessionFileItem, { findings, newLines, unchecked }: CheckedText) {
  return {
    path: file.path,
    state: stateOf(file),
    findings: findings.map((each: Finding) => ({ ...each })),
    new_lines: newLines,
    ...(unchecked !== undefined && { unchecked }),
  };
}
