import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import { type InterruptedImport, interruptedImport } from "./bridge.ts";
import { JsonFile } from "./json-file.ts";

/** The key of an import: one that succeeds makes up for interrupted ones with the same key. */
export interface ImportAsked {
  /** The folder of the target store. */
  readonly store: string;
  readonly label: string;
  readonly paths: readonly string[];
}

/** Skips entries that cannot be parsed and keeps the rest. */
const journal = z.pipe(
  z.array(z.catch(z.nullable(interruptedImport), null)),
  z.transform((notes: (InterruptedImport | null)[]) => notes.filter((note) => note !== null)),
);

/**
 * The journal of imports under way, on disk. Entries that this run of the app did not begin were interrupted when an
 * earlier run ended.
 */
export class ImportJournal {
  readonly #file: JsonFile<InterruptedImport[]>;
  readonly #underWay = new Map<string, InterruptedImport>();
  #interrupted: InterruptedImport[];

  constructor(path: string) {
    this.#file = new JsonFile(path, journal);
    // An import that was resumed and interrupted again is in the file twice.
    this.#interrupted = lastOfEach(this.#file.read() ?? []);
  }

  /** Returns the interrupted imports into a store, also those of earlier runs of the app, oldest first. */
  interrupted(store: string): InterruptedImport[] {
    const underWay = [...this.#underWay.values()];
    return this.#interrupted.filter(
      (each) => each.store === store && !underWay.some((again) => same(each, again)),
    );
  }

  /** Notes an import durably before it begins; returns its id. While it runs, it does not count as interrupted. */
  async begin({ store, label, paths }: ImportAsked, now: number): Promise<string> {
    const id = randomUUID();
    this.#underWay.set(id, { id, store, label, paths: [...paths], began: now });
    await this.#write();
    return id;
  }

  /**
   * Notes that an import ended by itself or was cancelled. If that `settled` it, because it succeeded or is no longer
   * wanted, earlier interrupted imports with the same key are removed.
   */
  async end(id: string, settled: boolean): Promise<void> {
    const ended = this.#underWay.get(id);
    this.#underWay.delete(id);
    if (ended !== undefined && settled) {
      this.#interrupted = this.#interrupted.filter((each) => !same(each, ended));
    }
    await this.#write();
  }

  /** Notes that an import was interrupted. */
  async interrupt(id: string): Promise<void> {
    const ended = this.#underWay.get(id);
    this.#underWay.delete(id);
    if (ended !== undefined)
      this.#interrupted = [...this.#interrupted.filter((each) => !same(each, ended)), ended];
    await this.#write();
  }

  /** Forgets an interrupted import. */
  async dismiss(id: string): Promise<void> {
    this.#interrupted = this.#interrupted.filter((each) => each.id !== id);
    await this.#write();
  }

  /** Takes the notes of a store that moved to another folder along. */
  async follow(from: string, to: string): Promise<void> {
    if (!this.#interrupted.some(({ store }) => store === from)) return;
    this.#interrupted = lastOfEach(
      this.#interrupted.map((each) => (each.store === from ? { ...each, store: to } : each)),
    );
    await this.#write();
  }

  #write(): Promise<void> {
    return this.#file.write([...this.#interrupted, ...this.#underWay.values()]);
  }
}

/** Keeps the last note of each import. */
function lastOfEach(notes: readonly InterruptedImport[]): InterruptedImport[] {
  return notes.filter((note, at) => !notes.slice(at + 1).some((later) => same(note, later)));
}

function same(one: ImportAsked, other: ImportAsked): boolean {
  const [own, others] = [new Set(one.paths), new Set(other.paths)];
  return (
    one.store === other.store &&
    one.label === other.label &&
    own.size === others.size &&
    [...own].every((path) => others.has(path))
  );
}
