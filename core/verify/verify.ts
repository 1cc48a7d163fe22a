import type { Clock } from "../clock.ts";
import type { Database } from "../database/database.ts";
import { StrataError } from "../errors.ts";
import { NodeStore } from "../manifest/node-store.ts";
import type { LooseObjects } from "../objects/loose-objects.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import type { PackIndex } from "../objects/pack-index.ts";
import { ObjectCensus } from "./verify-census.ts";
import { DamageList, type StoreDamage } from "./verify-damage.ts";
import { isDatabaseDamage, verifyDatabase } from "./verify-databases.ts";
import { type Holder, Holders } from "./verify-holders.ts";
import { listPacks } from "./verify-index.ts";
import { verifyLabels } from "./verify-labels.ts";
import { verifyLoose } from "./verify-objects.ts";
import { Pace, type PaceOptions } from "./verify-pace.ts";
import { verifyPacks } from "./verify-packs.ts";
import { ReadableObjects } from "./verify-readable.ts";
import { type Depth, ProblemList, type VerifyReport } from "./verify-report.ts";
import { SnapshotCheck } from "./verify-snapshots.ts";
import { TouchedSearch } from "./verify-touched.ts";

export type { LooseDamage, PackDamage, StoreDamage } from "./verify-damage.ts";
export type { VerifyProgress } from "./verify-pace.ts";
export type { DatabaseName, Depth, VerifyProblem, VerifyReport } from "./verify-report.ts";

/** The parts of an open store that a verification reads. */
export interface VerifyParts {
  readonly db: Database;
  readonly indexDb: Database;
  readonly index: PackIndex;
  readonly loose: LooseObjects;
  readonly objects: Pick<ObjectStore, "get">;
  readonly layout: { readonly packs: string };
}

/** Options of {@link verifyStore}. */
export interface VerifyOptions extends PaceOptions {
  /** Default: `full`. */
  readonly depth?: Depth | undefined;
  /** Tells which ended merges can still be seen. */
  readonly clock: Clock;
}

/**
 * Checks a store and reports what is wrong: the databases, the directory of each pack with its index entries, every reflog, and
 * everything that labels, moves, mounts and merges name. `full` reads and hashes each object; `quick` reads no contents, only
 * manifests, and takes an object for intact if its pack has room for it. Changes nothing. Damage is reported, not thrown. Throws
 * `Cancelled`.
 *
 * Others may write to the store meanwhile, but a collection must not run. Names are read before objects, and loose
 * objects before packs, so that everything named at the start is found even if it is moved. Takes about 110 bytes of
 * memory per object, some 500 per manifest node that is not the last of its level, and with damage up to 200,000 paths.
 */
export async function verifyStore(parts: VerifyParts, options: VerifyOptions): Promise<VerifyReport> {
  return (await examineStore(parts, options)).report;
}

/** Checks a store as {@link verifyStore} does, and returns also what a repair would have to replace. */
export async function examineStore(
  parts: VerifyParts,
  options: VerifyOptions,
): Promise<{ readonly report: VerifyReport; readonly damage: StoreDamage }> {
  const run = new Verification(parts, options);
  try {
    await run.everything();
  } catch (thrown) {
    if (!isDatabaseDamage(thrown)) throw thrown;
    run.gaveUp(thrown);
  }
  return { report: run.report(), damage: run.damage() };
}

class Verification {
  readonly #parts: VerifyParts;
  readonly #pace: Pace;
  readonly #depth: Depth;
  readonly #problems = new ProblemList();
  readonly #damage = new DamageList();
  readonly #holders: Holders;
  readonly #tally = { packs: 0, objects: 0, bytes: 0, snapshots: 0, labels: 0, mounts: 0, merges: 0 };

  constructor(parts: VerifyParts, { depth = "full", clock, ...pace }: VerifyOptions) {
    this.#parts = parts;
    this.#depth = depth;
    this.#pace = new Pace(pace);
    this.#holders = new Holders(parts.db, clock, this.#problems);
  }

  async everything(): Promise<void> {
    const { db } = this.#parts;
    await this.#databases();
    const pace = this.#pace;
    const problems = this.#problems;
    const labelled = await verifyLabels(db, problems, pace);
    const holders = this.#holders.all();
    const named = {
      ...labelled,
      snapshots: new Set([...labelled.snapshots, ...holders.flatMap(({ snapshots }) => snapshots)]),
    };
    this.#tally.labels = named.labels;
    this.#tally.mounts = holders.filter(({ kind }) => kind === "mounts").length;
    this.#tally.merges = holders.length - this.#tally.mounts;
    const census = new ObjectCensus(problems);
    await this.#objects(census);
    const objects = new ReadableObjects(this.#parts.objects, census, pace);
    const snapshots = new SnapshotCheck(objects, census, problems);
    await snapshots.all(named.snapshots, pace);
    this.#tally.snapshots = named.snapshots.size;
    for (const holder of holders) await this.#rows(holder, snapshots);
    if (!census.hasProblems && holders.every((holder) => holder.problems.size === 0)) return;
    const nodes = new NodeStore(objects);
    await new TouchedSearch({ db, nodes, census, snapshots, problems }).all(named, holders, pace);
  }

  /** Records that a database is too damaged to go on. */
  gaveUp(thrown: unknown): void {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `Not everything could be checked, as a database cannot be read: ${reason.replace(/\.$/, "")}.`;
    const path = thrown instanceof StrataError ? thrown.data?.path : undefined;
    // SQLite does not always say which; the index is checked for damage as a whole first.
    const isIndex =
      path === undefined ? this.#problems.isAbout("index.db") : path === this.#parts.indexDb.name;
    this.#problems.add({ code: "DatabaseDamaged", message, database: isIndex ? "index.db" : "strata.db" });
  }

  damage(): StoreDamage {
    return {
      ...this.#damage.found(),
      index: this.#problems.isAbout("index.db"),
      database: this.#problems.isAbout("strata.db"),
    };
  }

  report(): VerifyReport {
    return { depth: this.#depth, ...this.#tally, problems: this.#problems.report() };
  }

  async #databases(): Promise<void> {
    const { db, indexDb } = this.#parts;
    this.#pace.begin("databases", 2);
    for (const [name, database] of [
      ["strata.db", db],
      ["index.db", indexDb],
    ] as const) {
      await this.#pace.pass();
      verifyDatabase(name, database, this.#problems);
      this.#pace.advance(1);
    }
    this.#pace.end();
  }

  async #objects(census: ObjectCensus): Promise<void> {
    const { index, indexDb, loose, layout } = this.#parts;
    const check = {
      index,
      indexDb,
      loose,
      folder: layout.packs,
      depth: this.#depth,
      census,
      problems: this.#problems,
      damage: this.#damage,
      pace: this.#pace,
      tally: this.#tally,
    };
    const packed = [...listPacks(index, layout.packs).sizes.values()].reduce((sum, size) => sum + size, 0);
    this.#pace.begin("objects", loose.bytes() + packed);
    await verifyLoose(check);
    // Listed again: loose objects may meanwhile have been folded into a new pack.
    await verifyPacks(check, listPacks(index, layout.packs));
    this.#pace.end();
  }

  /** Checks the contents that the rows of a mount or merge name. */
  async #rows(holder: Holder, snapshots: SnapshotCheck): Promise<void> {
    const { kind, name, problems } = holder;
    const whose = kind === "mounts" ? `The working copy ${name}` : `Merge ${name}`;
    // Rows that came after the objects were read name others. The next verification sees them.
    for (const { path, entry } of this.#holders.entries(holder)) {
      await this.#pace.pass();
      if (this.#holders.hasChanged(holder)) return;
      for (const problem of await snapshots.entry(entry, whose)) {
        problems.add(problem);
        this.#problems.touchPath(problem, path);
      }
    }
  }
}
