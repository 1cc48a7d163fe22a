import { z } from "zod";
import type { SessionFile } from "../../sessions/session.ts";
import { defineCommand } from "../command.ts";
import { decisionOf, describeFile, describeItem, describeMerge, openText } from "../merge-answers.ts";
import { hunksOf, stepFor } from "../merge-hunks.ts";
import {
  fileDecision,
  hunkCounts,
  mergeFile,
  mergeFileItem,
  mergeFileKind,
  mergeFileState,
  mergeInfo,
  savedFileMerge,
  savedRegion,
} from "../merge-schemas.ts";
import { matcherFor } from "../path-matcher.ts";
import { count } from "../schemas.ts";
import { findMerge, whichMerge } from "./merges.ts";

const path = z.string();

/** A hunk of a text, by its number from 1, with its lines on each side. */
const hunk = z.strictObject({
  hunk: count,
  decision: z.string(),
  /** The side that a diff3 merge would take. */
  suggestion: z.enum(["ours", "theirs"]).optional(),
  /** Its first line in the result, from 1. */
  line: count,
  base: z.string(),
  ours: z.string(),
  theirs: z.string(),
});

/** Shows a merge with its files. */
export const mergeShowCommand = defineCommand({
  name: "merge.show",
  summary: "Shows a merge with its files, and of one file its hunks.",
  kind: "read",
  input: z.strictObject({
    merge: whichMerge,
    /** Only files whose paths match: a part of a name, or a pattern. */
    match: z.string().optional(),
    state: mergeFileState.optional(),
    kind: mergeFileKind.optional(),
    /** Only this file, with its hunks. */
    path: path.optional(),
    offset: count.default(0),
    /** None: all of them. */
    limit: count.optional(),
  }),
  output: z.strictObject({
    ...mergeInfo,
    /** How many files of the merge were merged by themselves, are open, are resolved. */
    totals: mergeInfo.files,
    /** The number of files that match. */
    total: count,
    /** In the order of their paths. */
    files: z.array(mergeFileItem),
    /** With `path`, of a text: the hunks in conflict. */
    hunks: z.array(hunk).optional(),
  }),
  async run(repository, { merge, match, state, kind, path, offset, limit }) {
    const session = repository.merges.get(findMerge(repository, merge));
    const { files: totals, ...about } = describeMerge(repository, session);
    const info = { ...about, totals };
    if (path !== undefined) {
      const file = repository.merges.file(session.id, path);
      const texts = await repository.merges.texts(file);
      const hunks = typeof texts === "string" ? undefined : hunksOf(openText(file, texts));
      return { ...info, total: 1, files: [describeItem(file)], ...(hunks && { hunks }) };
    }
    const matches = match === undefined ? undefined : matcherFor(match);
    const files = repository.merges
      .files(session.id)
      .filter((file) => kind === undefined || file.kind === kind)
      .filter((file) => matches === undefined || matches(file.path, false))
      .map(describeItem)
      .filter((file) => state === undefined || file.state === state);
    const page = files.slice(offset, limit === undefined ? undefined : offset + limit);
    return { ...info, total: files.length, files: page };
  },
});

/** Shows one file of a merge. */
export const mergeFileCommand = defineCommand({
  name: "merge.file",
  summary: "Gives a file of a merge with its three versions and what was decided of it.",
  kind: "read",
  input: z.strictObject({ merge: whichMerge, path }),
  output: mergeFile,
  async run(repository, { merge, path }) {
    const session = repository.merges.get(findMerge(repository, merge));
    const file = repository.merges.file(session.id, path);
    return describeFile(session, file, await repository.merges.texts(file));
  },
});

/** Takes a step in a text. */
export const mergeStepCommand = defineCommand({
  name: "merge.step",
  summary: "Decides hunks of a text in a merge, or cuts them otherwise.",
  kind: "write",
  input: z.strictObject({
    merge: whichMerge,
    path,
    /** The regions that come in place of those that they cover. */
    regions: z.array(savedRegion),
    /** The text before the first step. Absent: as the merger cuts it. */
    cut: savedFileMerge.optional(),
  }),
  output: z.strictObject({ revision: count, state: mergeFileState, counts: hunkCounts.nullable() }),
  async run(repository, { merge, ...step }) {
    const id = findMerge(repository, merge);
    const [file] = await repository.run("stepMerge", { id, steps: [step] });
    return stepped(file);
  },
});

/** Decides whole files. */
export const mergeDecideCommand = defineCommand({
  name: "merge.decide",
  summary: "Decides whole files of a merge: all of them, with the steps that are given, or none.",
  kind: "write",
  input: z.strictObject({
    merge: whichMerge,
    decisions: z.array(z.strictObject({ path, decision: fileDecision })),
    /** Steps in texts, taken before: with the regions that `merge.resolve` told, they take back what it did. */
    steps: z.array(z.strictObject({ path, regions: z.array(savedRegion) })).default([]),
  }),
  output: z.strictObject({
    /** How the files were decided before. */
    before: z.array(z.strictObject({ path, decision: fileDecision })),
  }),
  async run(repository, { merge, decisions, steps }) {
    const id = findMerge(repository, merge);
    const asked = decisions.map(({ path, decision }) => ({ path, decision: decisionOf(decision) }));
    return { before: [...(await repository.run("decideMerge", { id, steps, decisions: asked }))] };
  },
});

/** Opens a file or a hunk again. */
export const mergeReopenCommand = defineCommand({
  name: "merge.reopen",
  summary: "Takes back what was decided of a file in a merge, or of one of its hunks.",
  kind: "write",
  input: z.strictObject({ merge: whichMerge, path, hunk: count.optional() }),
  output: z.strictObject({ revision: count, state: mergeFileState, counts: hunkCounts.nullable() }),
  async run(repository, { merge, path, hunk }) {
    const id = findMerge(repository, merge);
    if (hunk === undefined) return stepped(await repository.run("reopenMerge", { id, path }));
    const { step } = await stepFor(repository, repository.merges.file(id, path), {
      hunk,
      change: (merge, index) => merge.reopen(index).merge,
    });
    const [file] = await repository.run("stepMerge", { id, steps: [step] });
    return stepped(file);
  },
});

function stepped(file: SessionFile | undefined) {
  if (file === undefined) throw new RangeError("no step was taken");
  const { revision, state, counts } = describeItem(file);
  return { revision, state, counts };
}
