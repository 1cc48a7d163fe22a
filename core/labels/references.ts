import { isObjectId, type SnapshotId } from "../ids.ts";
import { labelDeleted } from "./label-errors.ts";
import { parseMoment } from "./moments.ts";
import { requireUnpruned } from "./pruned-errors.ts";
import type { ReferenceCatalog } from "./reference-catalog.ts";
import {
  ambiguousReference,
  beforeHistory,
  beyondHistory,
  deletedThen,
  MOST_SHOWN,
  notAMoment,
  notASnapshot,
  unknownReference,
} from "./reference-errors.ts";

/** Minimum number of hex digits that name a snapshot. */
export const MIN_PREFIX = 8;

/** The snapshot that a reference names, with the move to it if the reference names a label. */
export interface Referent {
  readonly id: SnapshotId;
  readonly label?: string;
  readonly seq?: number;
  /** In ms since 1970. */
  readonly at?: number;
}

/**
 * Returns the snapshot that a reference names. A reference is one of these, tried in this order: an id (64 hex digits);
 * a label; `label@{n}` (n moves back) or `label@{time}` (see {@link parseMoment}), also of a deleted label; the
 * beginning of a single snapshot's id (8 hex digits or more). Hex digits may be upper-case. `now` is in ms since 1970.
 *
 * Throws `UnknownReference`, `AmbiguousReference`, `LabelDeleted`, `SnapshotPruned`, and `NotASnapshot` for the id of anything else.
 */
export function resolveReference(catalog: ReferenceCatalog, ref: string, now = Date.now()): Referent {
  const id = ref.toLowerCase();
  if (isObjectId(id)) {
    requireUnpruned(catalog, { what: `The snapshot ${id.slice(0, 10)}`, id: id as SnapshotId });
    if (!catalog.isSnapshot(id)) throw notASnapshot(id);
    return { id };
  }
  const label = catalog.resolveSync(ref);
  if (label !== undefined) {
    if (label.head === null) throw labelDeleted(ref);
    return { id: label.head, label: ref, seq: label.last.seq, at: label.last.at };
  }
  const [, name, state] = /^(.+?)@\{(.*)\}$/s.exec(ref) ?? [];
  if (name !== undefined && state !== undefined) return earlier(catalog, ref, name, state, now);
  return { id: snapshotWithPrefix(catalog, ref) };
}

/** Returns the snapshot that a label held, given the text in braces. */
function earlier(catalog: ReferenceCatalog, ref: string, name: string, state: string, now: number): Referent {
  const label = catalog.resolveSync(name);
  if (label === undefined) throw unknownReference(catalog, ref, { name });
  if (/^\d+$/.test(state)) {
    const count = Number(state);
    const entry = count < label.moves ? catalog.at(name, count) : undefined;
    if (entry === undefined) throw beyondHistory(ref, label);
    if (entry.to === null) throw deletedThen(ref, entry, `${name}@{${count + 1}} is what it held before.`);
    requireUnpruned(catalog, { what: `The snapshot of ${ref}`, id: entry.to, label: name });
    return { id: entry.to, label: name, seq: entry.seq, at: entry.at };
  }
  const at = parseMoment(state, now);
  if (at === undefined) throw notAMoment(ref, name);
  const entry = catalog.asOf(name, at);
  if (entry === undefined) throw beforeHistory(ref, label, at, catalog.at(name, label.moves - 1));
  if (entry.to === null) throw deletedThen(ref, entry, `See when it held what: strata log ${name}`);
  requireUnpruned(catalog, { what: `The snapshot of ${ref}`, id: entry.to, label: name });
  return { id: entry.to, label: name, seq: entry.seq, at: entry.at };
}

function snapshotWithPrefix(catalog: ReferenceCatalog, ref: string): SnapshotId {
  const isHex = /^[0-9a-f]{1,63}$/i.test(ref);
  if (!isHex || ref.length < MIN_PREFIX) {
    throw unknownReference(catalog, ref, isHex ? { minPrefix: MIN_PREFIX } : {});
  }
  const found = catalog.snapshotsWithPrefix(ref.toLowerCase(), MOST_SHOWN + 1);
  const [id] = found;
  if (id === undefined) {
    const pruned = catalog.prunedWithPrefix(ref.toLowerCase());
    if (pruned !== undefined) requireUnpruned(catalog, { what: `The snapshot ${ref}`, id: pruned });
    throw unknownReference(catalog, ref, {});
  }
  if (found.length > 1) throw ambiguousReference(catalog, ref, found);
  return id;
}
