import { StrataError } from "../errors.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
import type { Label, ReflogEntry } from "./label-store.ts";
import { MOMENT_EXAMPLES } from "./moments.ts";
import type { ReferenceCatalog } from "./reference-catalog.ts";
import { similarNames } from "./similar-names.ts";

/** How many snapshots an ambiguous reference's error lists at most. */
export const MOST_SHOWN = 10;

/** The fewest hex digits that an error shows of an id. */
const SHORT_ID = 10;

/** Says that an id, whole as it is, is no snapshot's: of a part of one perhaps, or of nothing here. */
export function notASnapshot(id: ObjectId): StrataError {
  return new StrataError("NotASnapshot", `No snapshot in this store has the id ${id}.`, {
    hint: "It may be the id of a file's content or of a folder, or of a snapshot that is in another store.",
    data: { id },
  });
}

/**
 * Says that a reference names nothing, and lists labels with similar names: similar to `name`, when the label is only a part
 * of the reference. `minPrefix` tells that it is hex digits, and fewer than the least that name a snapshot.
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

/** Says that a label has not moved as often as a reference goes back. */
export function beyondHistory(ref: string, { name, moves }: Pick<Label, "name" | "moves">): StrataError {
  const held = moves === 1 ? "1 move" : `${moves.toLocaleString("en")} moves`;
  return new StrataError("UnknownReference", `The history of ${name} does not go back to ${ref}.`, {
    hint: `It holds ${held}: ${name}@{0} to ${name}@{${moves - 1}}.`,
    data: { reference: ref, label: name, moves, candidates: [] },
  });
}

/** Says that a label's history begins after a time; `first` is its first move that is kept. */
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

/** Says that a label held nothing then. */
export function deletedThen(ref: string, { seq }: Pick<ReflogEntry, "seq">, hint: string): StrataError {
  const label = ref.slice(0, ref.indexOf("@{"));
  return new StrataError("UnknownReference", `${ref} names no snapshot: that move deleted the label.`, {
    hint,
    data: { reference: ref, label, seq, candidates: [] },
  });
}

/** Says that what a reference has in braces is neither a number nor a time. */
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

/** Gives a time of this machine's zone to the minute, as it can be written into a reference. */
function localMinute(at: number): string {
  const date = new Date(at);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Says that several snapshots' ids begin so, and lists them with the latest move to each. */
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

/** Counts the digits that tell ids in order from one another: one more than the most that two neighbours share. */
function digitsThatTell(ids: readonly SnapshotId[]): number {
  let digits = 0;
  for (const [i, id] of ids.entries()) {
    const next = ids[i + 1];
    while (next?.startsWith(id.slice(0, digits))) digits++;
  }
  return digits;
}
