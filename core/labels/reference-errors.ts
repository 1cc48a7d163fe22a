import { StrataError } from "../errors.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
import type { Label, ReflogEntry } from "./label-store.ts";
import { MOMENT_EXAMPLES } from "./moments.ts";
import type { ReferenceCatalog } from "./reference-catalog.ts";
import { similarNames } from "./similar-names.ts";

/** Maximum number of snapshots that the error for an ambiguous reference lists. */
export const MOST_SHOWN = 10;

/** Minimum number of hex digits of an id in an error. */
const SHORT_ID = 10;

/** The error for a whole id that is not a snapshot's. */
export function notASnapshot(id: ObjectId): StrataError {
  return new StrataError("NotASnapshot", `No snapshot in this store has the id ${id}.`, {
    hint: "It may be the id of a file's content or of a folder, or of a snapshot that is in another store.",
    data: { id },
  });
}

/**
 * The error for a reference that names nothing, with similar label names. `name` is the label's part of the reference.
 * `minPrefix` is set if the reference is hex digits, but fewer than this minimum.
 */
export function unknownReference(
  catalog: Pick<ReferenceCatalog, "labelNames">,
  ref: string,
  { name = ref, minPrefix }: { name?: string; minPrefix?: number },
): StrataError {
  const candidates = similarNames(name, catalog.labelNames());
  const tooShort =
    minPrefix === undefined ? "" : ` The beginning of an id needs at least ${minPrefix} digits.`;
  const hint =
    candidates.length > 0
      ? `Did you mean ${candidates.join(", ")}?`
      : "Name a label, a label and a number of moves back as in label@{1}, or a time as in label@{yesterday}, or a snapshot's id.";
  return new StrataError("UnknownReference", `There is no label or snapshot ${JSON.stringify(ref)}.`, {
    hint: hint + tooShort,
    data: { reference: ref, candidates },
  });
}

/** The error for a reference that goes back further than the label has moves. */
export function beyondHistory(ref: string, { name, moves }: Pick<Label, "name" | "moves">): StrataError {
  const held = moves === 1 ? "1 move" : `${moves.toLocaleString("en")} moves`;
  return new StrataError("UnknownReference", `The history of ${name} does not go back to ${ref}.`, {
    hint: `It holds ${held}: ${name}@{0} to ${name}@{${moves - 1}}.`,
    data: { reference: ref, label: name, moves, candidates: [] },
  });
}

/** The error for a time before a label's history; `first` is the oldest move kept. */
export function beforeHistory(
  ref: string,
  { name, moves }: Pick<Label, "name" | "moves">,
  at: number,
  first: ReflogEntry | undefined,
): StrataError {
  const begins = first === undefined ? "later" : `at ${localMinute(first.at)}`;
  return new StrataError(
    "UnknownReference",
    `${ref} names no snapshot: the history of ${name} begins ${begins}.`,
    {
      hint: `Its oldest state is ${name}@{${moves - 1}}.`,
      data: { reference: ref, label: name, at, begins: first?.at, candidates: [] },
    },
  );
}

/** The error for a time at which the label was deleted. */
export function deletedThen(ref: string, { seq }: Pick<ReflogEntry, "seq">, hint: string): StrataError {
  const label = ref.slice(0, ref.indexOf("@{"));
  return new StrataError("UnknownReference", `${ref} names no snapshot: that move deleted the label.`, {
    hint,
    data: { reference: ref, label, seq, candidates: [] },
  });
}

/** The error for text in braces that is neither a number nor a time. */
export function notAMoment(ref: string, label: string): StrataError {
  return new StrataError(
    "UnknownReference",
    `${ref} names no snapshot: in braces belongs a number of moves back, or a time.`,
    {
      hint: `A time is one like these: ${MOMENT_EXAMPLES}.`,
      data: { reference: ref, label, candidates: [label] },
    },
  );
}

/** Returns a time in this machine's zone to the minute, in a form that a reference accepts. */
function localMinute(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The error for a prefix of several snapshot ids. It lists them with the latest move to each. */
export function ambiguousReference(
  catalog: Pick<ReferenceCatalog, "lastMoveTo">,
  ref: string,
  found: readonly SnapshotId[],
): StrataError {
  const digits = Math.max(SHORT_ID, digitsThatTell(found));
  const candidates = found.slice(0, MOST_SHOWN).map((id) => {
    const { label = null, at = null } = catalog.lastMoveTo(id) ?? {};
    return { id, short: id.slice(0, digits), label, at };
  });
  const listed = candidates.map(({ short, label, at }) =>
    at === null ? short : `${short} (${label}, ${new Date(at).toISOString()})`,
  );
  const more = found.length > MOST_SHOWN;
  const count = more ? `More than ${MOST_SHOWN}` : String(found.length);
  return new StrataError("AmbiguousReference", `${count} snapshots have ids that begin with ${ref}.`, {
    hint: `Give more digits: ${listed.join(", ")}${more ? ", …" : "."}`,
    data: { reference: ref, candidates, more },
  });
}

/** Returns the number of digits that distinguishes sorted ids: one more than any two neighbours share. */
function digitsThatTell(ids: readonly SnapshotId[]): number {
  let digits = 0;
  for (const [i, id] of ids.entries()) {
    const next = ids[i + 1];
    while (next?.startsWith(id.slice(0, digits))) digits++;
  }
  return digits;
}
