import { StrataError } from "../errors.ts";
import { isObjectId, type SnapshotId } from "../ids.ts";
import { labelDeleted } from "./label-errors.ts";
import type { ReferenceCatalog } from "./reference-catalog.ts";
import { ambiguousReference, MOST_SHOWN, notASnapshot, unknownReference } from "./reference-errors.ts";

/** The fewest hex digits that name a snapshot. */
export const MIN_PREFIX = 8;

/** What a reference names: a snapshot and, when it names it through a label, that label's move to it. */
export interface Referent {
  readonly id: SnapshotId;
  readonly label?: string;
  readonly seq?: number;
  /** In milliseconds since 1970. */
  readonly at?: number;
}

/**
 * Parts a reference from the path behind its first `:`, which begins at the snapshot's root. The path is undefined without
 * a `:`, and may be empty: the root itself.
 */
export function splitReference(text: string): { ref: string; path: string | undefined } {
  const colon = text.indexOf(":");
  return colon < 0
    ? { ref: text, path: undefined }
    : { ref: text.slice(0, colon), path: text.slice(colon + 1) };
}

/**
 * Finds the snapshot that a reference names. In this order, it is an id (64 hex digits), a label, `label@{n}` (n moves
 * back; a deleted label's too), or the beginning of one snapshot's id (8 hex digits or more). Hex digits may be upper-case.
 *
 * Throws `UnknownReference`, `AmbiguousReference`, `LabelDeleted`, and `NotASnapshot` for the id of anything else.
 */
export function resolveReference(catalog: ReferenceCatalog, ref: string): Referent {
  const id = ref.toLowerCase();
  if (isObjectId(id)) {
    if (!catalog.isSnapshot(id)) throw notASnapshot(id);
    return { id };
  }
  const label = catalog.resolveSync(ref);
  if (label !== undefined) {
    if (label.head === null) throw labelDeleted(ref);
    return { id: label.head, label: ref, seq: label.last.seq, at: label.last.at };
  }
  const back = /^(.+)@\{(\d+)\}$/s.exec(ref);
  if (back !== null) return movesBack(catalog, ref, back[1] ?? "", Number(back[2]));
  return { id: snapshotWithPrefix(catalog, ref) };
}

function movesBack(catalog: ReferenceCatalog, ref: string, name: string, count: number): Referent {
  const label = catalog.resolveSync(name);
  if (label === undefined) throw unknownReference(catalog, ref, { name });
  const entry = count < label.moves ? catalog.at(name, count) : undefined;
  if (entry === undefined) {
    const moves = label.moves === 1 ? "1 move" : `${label.moves.toLocaleString("en")} moves`;
    throw new StrataError("UnknownReference", `The history of ${name} does not go back to ${ref}.`, {
      hint: `It holds ${moves}: ${name}@{0} to ${name}@{${label.moves - 1}}.`,
      data: { reference: ref, label: name, moves: label.moves, candidates: [] },
    });
  }
  if (entry.to === null) {
    throw new StrataError("UnknownReference", `${ref} names no snapshot: that move deleted the label.`, {
      hint: `${name}@{${count + 1}} is what it held before.`,
      data: { reference: ref, label: name, seq: entry.seq, candidates: [] },
    });
  }
  return { id: entry.to, label: name, seq: entry.seq, at: entry.at };
}

function snapshotWithPrefix(catalog: ReferenceCatalog, ref: string): SnapshotId {
  const isHex = /^[0-9a-f]{1,63}$/i.test(ref);
  if (!isHex || ref.length < MIN_PREFIX) {
    throw unknownReference(catalog, ref, isHex ? { minPrefix: MIN_PREFIX } : {});
  }
  const found = catalog.snapshotsWithPrefix(ref.toLowerCase(), MOST_SHOWN + 1);
  const [id] = found;
  if (id === undefined) throw unknownReference(catalog, ref, {});
  if (found.length > 1) throw ambiguousReference(catalog, ref, found);
  return id;
}
