import type { Clock } from "../clock.ts";
import type { ObjectId, SnapshotId } from "../ids.ts";
import type { HistoryNode, HistorySource, Origins, Reach } from "./history.ts";
import { unknownLabel } from "./label-errors.ts";
import type {
  Label,
  LabelChange,
  LabelStore,
  LogRange,
  Move,
  MoveResult,
  ReflogEntry,
} from "./label-store.ts";
import {
  checkChange,
  checkForm,
  checkFree,
  checkHead,
  checkKnown,
  checkProtection,
  checkUndoes,
  entryOf,
  isExpected,
  originsOf,
} from "./move-rules.ts";
import type { LastMove, ReferenceCatalog } from "./reference-catalog.ts";

/** A label and its whole reflog. */
interface Held {
  readonly id: number;
  label: Label;
  readonly log: ReflogEntry[];
}

/** A move with its label and origins. */
interface Moved {
  readonly held: Held;
  readonly entry: ReflogEntry;
  readonly origins: Origins | undefined;
}

/** Keeps labels in memory, for tests and temporary stores. */
export class MemoryLabelStore implements LabelStore, ReferenceCatalog {
  /** The reflogs of all labels as one graph. */
  readonly history: HistorySource;
  readonly #clock: Clock;
  readonly #actor: string;
  readonly #labels = new Map<string, Held>();
  /** All moves of all labels: the move with number `seq` is at `seq - 1`. */
  readonly #moves: Moved[] = [];
  readonly #snapshots = new Set<ObjectId>();

  constructor({ clock, actor }: { clock: Clock; actor: string }) {
    this.#clock = clock;
    this.#actor = actor;
    this.history = {
      entry: (seq) => this.#entry(seq),
      previous: (labelId, before) => this.#latest(before, ({ held }) => held.id === labelId),
      latestWithTo: (id, before, labelId) =>
        this.#latest(before, ({ held, entry }) => entry.to === id && held.id === labelId),
      holders: (id, before) => {
        const latest = new Map<number, number>();
        for (const { held, entry } of this.#moves)
          if (entry.to === id && entry.seq < before) latest.set(held.id, entry.seq);
        return [...latest.values()];
      },
      namedBy: (labelId, upTo) => this.#namedBy(labelId, upTo),
    };
  }

  async list({ deleted = false }: { deleted?: boolean } = {}): Promise<Label[]> {
    return [...this.#labels.values()]
      .map(({ label }) => label)
      .filter(({ head }) => deleted || head !== null)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async resolve(name: string): Promise<Label | undefined> {
    return this.resolveSync(name);
  }

  async cas(move: Move, expected: SnapshotId | null): Promise<MoveResult> {
    checkForm(move);
    const held = this.#labels.get(move.label);
    checkKnown(move, held !== undefined);
    const current = held?.label.head ?? null;
    if (!isExpected(move, expected, { head: current, last: held?.label.last.seq }))
      return { status: "rejected", current };
    return { status: "moved", entry: this.#append(move, held) };
  }

  async force(move: Move): Promise<ReflogEntry> {
    checkForm(move);
    const held = this.#labels.get(move.label);
    checkKnown(move, held !== undefined);
    return this.#append(move, held);
  }

  async amend(name: string, change: LabelChange): Promise<Label> {
    checkChange(change);
    const held = this.#held(name);
    held.label = { ...held.label, ...structuredClone(change) };
    return held.label;
  }

  async log(name: string, { limit = Infinity, before = Infinity }: LogRange = {}): Promise<ReflogEntry[]> {
    const older = this.#held(name).log.filter(({ seq }) => seq < before);
    return older.slice(Math.max(0, older.length - limit));
  }

  resolveSync(name: string): Label | undefined {
    return this.#labels.get(name)?.label;
  }

  at(name: string, movesBack: number): ReflogEntry | undefined {
    const log = this.#labels.get(name)?.log;
    return log?.[log.length - 1 - movesBack];
  }

  asOf(name: string, at: number): ReflogEntry | undefined {
    return this.#labels.get(name)?.log.findLast((entry) => entry.at <= at);
  }

  labelNames(): string[] {
    return [...this.#labels.values()]
      .filter(({ label }) => label.head !== null)
      .map(({ label }) => label.name);
  }

  isSnapshot(id: ObjectId): id is SnapshotId {
    return this.#snapshots.has(id);
  }

  /** Records that an id is a snapshot that no label holds. */
  recordSnapshot(id: SnapshotId): void {
    this.#snapshots.add(id);
  }

  snapshotsWithPrefix(prefix: string, limit: number): SnapshotId[] {
    const ids = [...this.#snapshots] as SnapshotId[];
    return ids
      .filter((id) => id.startsWith(prefix))
      .sort()
      .slice(0, limit);
  }

  prunedAt(): undefined {
    return undefined;
  }

  prunedWithPrefix(): undefined {
    return undefined;
  }

  retentionName(): undefined {
    return undefined;
  }

  lastMoveTo(id: SnapshotId): LastMove | undefined {
    const seq = this.#latest(Infinity, ({ entry }) => entry.to === id);
    const found = seq === undefined ? undefined : this.#entry(seq);
    return found && { label: found.label, seq: found.seq, at: found.at };
  }

  #held(name: string): Held {
    const held = this.#labels.get(name);
    if (held === undefined) throw unknownLabel(name);
    return held;
  }

  #append(move: Move, before: Held | undefined): ReflogEntry {
    const head = before?.label.head ?? null;
    checkHead(move, head);
    checkProtection(move, before?.label);
    checkUndoes(move, (undone) => before?.log.some(({ seq }) => seq === undone) ?? false);
    if (move.rename !== undefined) checkFree(move.rename, this.#labels.get(move.rename)?.label);
    const at = Math.max(this.#clock(), before?.label.last.at ?? 0);
    const entry = { seq: this.#moves.length + 1, ...entryOf(move, head, { at, actor: this.#actor }) };
    const name = move.rename ?? move.label;
    const held = before ?? this.#add(name, entry);
    held.log.push(entry);
    held.label = { ...held.label, name, head: entry.to, moves: held.log.length, last: entry };
    this.#labels.delete(move.label);
    this.#labels.set(name, held);
    this.#moves.push({ held, entry, origins: originsOf(move) });
    if (entry.to !== null) this.#snapshots.add(entry.to);
    return entry;
  }

  #add(name: string, last: ReflogEntry): Held {
    const label: Label = { name, head: null, description: "", pinned: false, settings: {}, moves: 0, last };
    return { id: last.seq, label, log: [] };
  }

  #entry(seq: number): HistoryNode | undefined {
    const move = this.#moves[seq - 1];
    if (move === undefined) return undefined;
    const { held, entry, origins } = move;
    return { ...entry, labelId: held.id, label: held.label.name, ...(origins && { origins }) };
  }

  #namedBy(labelId: number, upTo: number): Reach[] {
    const reach = new Map<number, number>();
    for (const { held, entry, origins } of this.#moves) {
      if (held.id !== labelId || entry.seq > upTo) continue;
      for (const seq of [origins?.to ?? [], origins?.parents ?? []].flat()) {
        const named = seq === null ? undefined : this.#moves[seq - 1]?.held.id;
        if (named !== undefined && seq !== null) reach.set(named, Math.max(seq, reach.get(named) ?? 0));
      }
    }
    return [...reach].map(([labelId, seq]) => ({ labelId, seq }));
  }

  #latest(before: number, wanted: (move: Moved) => boolean): number | undefined {
    return this.#moves.findLast((move) => move.entry.seq < before && wanted(move))?.entry.seq;
  }
}
