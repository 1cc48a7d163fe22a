import { StrataError } from "../errors.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
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
      : "Name a label, a label and a number of moves back as in label@{1}, or a snapshot's id.";
  return new StrataError("UnknownReference", `There is no label or snapshot ${JSON.stringify(ref)}.`, {
    hint: hint + tooShort,
    data: { reference: ref, candidates },
  });
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
