import { z } from "zod";
import { StrataError } from "../../errors.ts";
import type { Referent } from "../../labels/references.ts";
import type { StartRequest } from "../../operations/session-start.ts";
import type { Repository } from "../../repository/repository.ts";
import { defineCommand } from "../command.ts";
import { locateReferent } from "../locate.ts";
import { describeMerge } from "../merge-answers.ts";
import { mergeId, mergeInfo } from "../merge-schemas.ts";
import { count, knownLabel, newLabel, override, reference, snapshotId, text } from "../schemas.ts";
import { mountName } from "./mounts.ts";

/** Which merge is meant. Absent: the only one that is open. */
export const whichMerge = mergeId.optional();

/**
 * Finds the merge that is meant. Throws `UnknownMerge`, `BadInput` where several are open and none is named, and `DatabaseDamaged` for one
 * that cannot be read.
 */
export function findMerge(repository: Repository, merge: number | undefined): number {
  return repository.merges.get(merge ?? onlyMerge(repository)).id;
}

/** Returns the only merge that is open, also one that cannot be read. */
function onlyMerge({ merges }: Repository): number {
  const open = [...merges.list(), ...merges.damaged()].map(({ id }) => id);
  const [only, more] = open;
  if (only === undefined) {
    throw new StrataError("UnknownMerge", "No merge is open.", {
      hint: "Start one: strata merge start <ours> <theirs>.",
    });
  }
  if (more === undefined) return only;
  throw new StrataError("BadInput", `Several merges are open: ${open.join(", ")}.`, {
    hint: "Say which is meant (--merge).",
    data: { merges: open },
  });
}

/** Starts a merge that is decided step by step. */
export const mergeStartCommand = defineCommand({
  name: "merge.start",
  summary: "Starts a merge that is decided file by file, or goes on with the one of the same sides.",
  kind: "write",
  input: z.strictObject({
    /** The two sides; or a working copy, whose changes are ours and whose label is theirs. */
    ours: reference.optional(),
    theirs: reference.optional(),
    mount: mountName.optional(),
    /** Absent: found in the histories. */
    base: reference.optional(),
    /** The label that the result moves: that of a side, or a new one. Absent: ours, where that is a label. */
    label: newLabel.optional(),
    renames: z.boolean().optional(),
  }),
  output: z.strictObject({
    ...mergeInfo,
    /** Whether it was started before. */
    resumed: z.boolean(),
  }),
  async run(repository, input, { signal }) {
    const request = await requestOf(repository, input);
    const { session, resumed } = await repository.run("startMerge", request, { signal });
    return { ...describeMerge(repository, session), resumed };
  },
});

interface StartInput {
  readonly ours?: string | undefined;
  readonly theirs?: string | undefined;
  readonly mount?: string | undefined;
  readonly base?: string | undefined;
  readonly label?: string | undefined;
  readonly renames?: boolean | undefined;
}

async function requestOf(repository: Repository, input: StartInput): Promise<StartRequest> {
  const { ours: a, theirs: b, mount, label, renames = true } = input;
  if (mount !== undefined) {
    if ([a, b, input.base, label, input.renames].some((other) => other !== undefined)) {
      throw badStart("A working copy is merged with its label: nothing else can be named.");
    }
    return { mount: repository.mounts.named(mount).id };
  }
  if (a === undefined || b === undefined) throw badStart("Two sides, or a working copy, have to be named.");
  const [ours, theirs] = [locateReferent(repository, a), locateReferent(repository, b)];
  const follows = { ours: ours.label === a, theirs: theirs.label === b };
  const base = input.base === undefined ? undefined : locateReferent(repository, input.base);
  const sides = { ours, theirs };
  const moves =
    label === undefined ? (follows.ours ? "ours" : null) : await movedSide(repository, label, sides, follows);
  return {
    ours: sideOf(a, ours),
    theirs: sideOf(b, theirs),
    ...(base && { base: { id: base.id, name: nameOf(input.base ?? "", base) } }),
    renames,
    follows,
    moves,
    ...(label !== undefined && moves === null && { newLabel: label }),
  };
}

/** Returns the side whose label is meant; null for a new one. Throws `BadInput` for another label. */
async function movedSide(
  repository: Repository,
  label: string,
  sides: Readonly<Record<"ours" | "theirs", Referent>>,
  follows: Readonly<Record<"ours" | "theirs", boolean>>,
): Promise<"ours" | "theirs" | null> {
  const side = (["ours", "theirs"] as const).find((each) => follows[each] && sides[each].label === label);
  if (side !== undefined) return side;
  const known = await repository.label(label);
  if (known === undefined || known.head === null) return null;
  throw badStart(`The label ${label} is neither side, and it is not new.`);
}

function badStart(message: string): StrataError {
  return new StrataError("BadInput", message, {
    hint: "Name two labels or snapshots, and as the label one of them or a new name; or only a working copy (--mount).",
    data: { command: "merge.start" },
  });
}

function sideOf(text: string, referent: Referent) {
  return { id: referent.id, entry: referent.seq ?? null, name: nameOf(text, referent) };
}

/** Names a snapshot for people: by the label it was named with, or by the beginning of its id. */
function nameOf(text: string, { id, label }: Referent): string {
  return label === undefined ? id.slice(0, 10) : text;
}

/** Lists the merges. */
export const mergeListCommand = defineCommand({
  name: "merge.list",
  summary: "Lists the merges that are being decided, oldest first.",
  kind: "read",
  input: z.strictObject({
    /** Those too that were completed or abandoned in the last 30 days. */
    ended: z.boolean().default(false),
    /** Only those that move this label. */
    label: knownLabel.optional(),
  }),
  output: z.strictObject({
    merges: z.array(z.strictObject(mergeInfo)),
    /** Those that cannot be read; whose they are is not known. Each can be abandoned. */
    damaged: z.array(z.strictObject({ id: mergeId, problem: z.string() })),
  }),
  async run(repository, { ended, label }) {
    const sessions = repository.merges.list({ ended });
    const wanted = sessions.filter((session) => label === undefined || session.label === label);
    return {
      merges: wanted.map((session) => describeMerge(repository, session)),
      damaged: repository.merges
        .damaged({ ended })
        .map(({ id, problem }) => ({ id, problem: problem.message })),
    };
  },
});

/** Previews a merge. */
export const mergePreviewCommand = defineCommand({
  name: "merge.preview",
  summary:
    "Makes a snapshot of what a merge would give now, and lists the lines in it that neither side has.",
  kind: "write",
  input: z.strictObject({ merge: whichMerge }),
  output: z.strictObject({
    /** A snapshot that no label holds. What is open is as in the base. */
    result: snapshotId,
    complete: z.boolean(),
    open: z.array(z.string()),
    new_lines: z.array(
      z.strictObject({
        path: z.string(),
        /** The first of them in the result, from 0. */
        start: count,
        count,
        /** The lines; cut if they are many. */
        text: z.string(),
        /** Whether the base has them: lines that both sides had deleted are back. */
        in_base: z.boolean(),
        how: z.enum(["typed", "combined", "suggested"]),
        by: z.string().nullable(),
      }),
    ),
  }),
  async run(repository, { merge }, { signal }) {
    const { result, open, newLines } = await repository.run("previewMerge", findMerge(repository, merge), {
      signal,
    });
    const new_lines = newLines.map(({ inBase, ...lines }) => ({ ...lines, in_base: inBase }));
    return { result, complete: open.length === 0, open: [...open], new_lines };
  },
});

/** Completes a merge. */
export const mergeCompleteCommand = defineCommand({
  name: "merge.complete",
  summary: "Moves the label of a merge to its result, or merges anew if the label has moved meanwhile.",
  kind: "write",
  input: z.strictObject({
    merge: whichMerge,
    /** A label to make for the result, in place of the one that the merge moves. */
    label: newLabel.optional(),
    message: text.default(""),
    override,
  }),
  output: z.discriminatedUnion("status", [
    z.strictObject({ status: z.literal("completed"), ca_id: snapshotId, label: z.string() }),
    /** The label or the working copy had moved: it was merged anew, and is still to be completed. */
    z.strictObject({
      status: z.literal("updated"),
      /** How many decisions stay, of files and of hunks. */
      kept: count,
      /** The files that were decided and are open again. */
      reopened: z.array(z.string()),
      /** The files that are in conflict no more. */
      settled: z.array(z.string()),
      /** What the label holds now. */
      head: snapshotId.nullable(),
    }),
  ]),
  async run(repository, { merge, ...request }, { signal }) {
    const id = findMerge(repository, merge);
    const done = await repository.run("completeMerge", { id, ...request }, { signal });
    if (done.status === "completed") return { status: done.status, ca_id: done.id, label: done.label };
    const { status, kept, reopened, settled, session } = done;
    return { status, kept, reopened: [...reopened], settled: [...settled], head: session.head };
  },
});

/** Abandons a merge. */
export const mergeAbandonCommand = defineCommand({
  name: "merge.abandon",
  summary: "Gives a merge up; it can be restored for 30 days.",
  kind: "write",
  input: z.strictObject({ merge: whichMerge }),
  /** Of a merge that cannot be read, only what is wrong with it. */
  output: z.strictObject(mergeInfo).partial().extend({ id: mergeId, problem: z.string().optional() }),
  async run(repository, { merge }) {
    const ended = await repository.run("endMerge", merge ?? onlyMerge(repository));
    const merged = "problem" in ended ? ended : describeMerge(repository, ended);
    return { ...merged, outcome: "abandoned" as const };
  },
});

/** Restores an abandoned merge. */
export const mergeRestoreCommand = defineCommand({
  name: "merge.restore",
  summary: "Goes on with a merge that was abandoned, with all that was decided.",
  kind: "write",
  input: z.strictObject({ merge: mergeId }),
  output: z.strictObject(mergeInfo),
  async run(repository, { merge }) {
    return describeMerge(repository, await repository.run("restoreMerge", merge));
  },
});
