/** A pack with damage, as it was found. */
export interface PackDamage {
  readonly name: string;
  /** Size of its file. */
  readonly bytes: number;
  /** Whether its directory cannot be read. */
  readonly isUnlisted: boolean;
  /** Number of its objects that are intact, and of those that are not. */
  readonly sound: number;
  readonly damaged: number;
}

/** A loose frame with damage. */
export interface LooseDamage {
  readonly row: number;
  readonly sound: number;
  readonly damaged: number;
}

/** What is damaged in a store, by the files and rows that a repair replaces. */
export interface StoreDamage {
  readonly packs: readonly PackDamage[];
  readonly loose: readonly LooseDamage[];
  /** Packs that the index knows and that are gone. */
  readonly lostPacks: readonly string[];
  /** Whether `index.db` has to be rebuilt. */
  readonly index: boolean;
  /** Whether `strata.db` has rows or pages that are not as they have to be. */
  readonly database: boolean;
}

type Counted = { -readonly [K in keyof PackDamage]: PackDamage[K] };

/** Collects {@link StoreDamage} while a store is verified. Keeps a few numbers for each pack. */
export class DamageList {
  readonly #packs = new Map<string, Counted>();
  /** Packs that cannot be opened, as by their permissions: what is in them may be sound. */
  readonly #closed = new Set<string>();
  readonly #loose: LooseDamage[] = [];
  readonly #lostPacks: string[] = [];

  /** Records a pack that is there. */
  pack(name: string, bytes: number): void {
    this.#packs.set(name, { name, bytes, isUnlisted: false, sound: 0, damaged: 0 });
  }

  /** Records that a pack's directory, or the pack, cannot be read. */
  unlisted(name: string): void {
    const pack = this.#packs.get(name);
    if (pack !== undefined) pack.isUnlisted = true;
  }

  /** Records that a pack cannot be opened. */
  closed(name: string): void {
    this.#packs.delete(name);
    this.#closed.add(name);
  }

  /** Returns whether a pack cannot be read in, which is why the index does not know it. */
  isUnlisted(name: string): boolean {
    return this.#closed.has(name) || (this.#packs.get(name)?.isUnlisted ?? false);
  }

  /** Counts the objects of a frame. */
  frame(from: { readonly pack: string } | { readonly row: number }, sound: number, damaged: number): void {
    if ("row" in from) {
      if (damaged > 0) this.#loose.push({ row: from.row, sound, damaged });
      return;
    }
    const pack = this.#packs.get(from.pack);
    if (pack === undefined) return;
    pack.sound += sound;
    pack.damaged += damaged;
  }

  /** Records a pack that is gone. */
  lost(name: string): void {
    this.#lostPacks.push(name);
  }

  /** Returns what was found, without the packs that are sound. */
  found(): Pick<StoreDamage, "packs" | "loose" | "lostPacks"> {
    const packs = [...this.#packs.values()].filter(({ isUnlisted, damaged }) => isUnlisted || damaged > 0);
    return { packs, loose: this.#loose, lostPacks: this.#lostPacks };
  }
}
