import { existsSync } from "node:fs";
import { z } from "zod";
import { asStrataError, StrataError } from "../../errors.ts";
import { nodeFileWrites } from "../../files/node-file-writes.ts";
import type { RepairReport } from "../../operations/repair.ts";
import { lossOf } from "../../repair/database-loss.ts";
import { planRepair, type RepairPlan, type RepairStep } from "../../repair/plan.ts";
import { layoutOf } from "../../store/layout.ts";
import { recover } from "../../store/recover.ts";
import { type CommandContext, defineStoreCommand } from "../command.ts";
import { count } from "../schemas.ts";
import type { StoreHandle } from "../store-handle.ts";
import { problem, problemToJson } from "../verify-schemas.ts";

/** Times are in ms since 1970; `kept` and `lost` count objects. */
const step = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("restore-database"),
    /** Whether it is done: only with `restore_database`. */
    asked: z.boolean(),
    copy: z.string(),
    copy_made_at: z.number(),
    /** When a collection took something away after that: the copy may name snapshots that are gone. */
    collected_at: z.number().optional(),
    /** Whether what is lost can still be read in the damaged database. */
    known: z.boolean(),
    /** The moves that the copy lacks, of all labels and by label; those with most first. */
    moves: count,
    labels: z.array(z.strictObject({ label: z.string(), moves: count })),
    /** Working copies and merges that changed after the copy was made. */
    mounts: count,
    merges: count,
  }),
  z.strictObject({
    do: z.literal("set-aside-pack"),
    pack: z.string(),
    bytes: count,
    kept: count,
    lost: count,
  }),
  z.strictObject({ do: z.literal("set-aside-frame"), frame: count, kept: count, lost: count }),
  z.strictObject({ do: z.literal("forget-packs"), packs: z.array(z.string()) }),
  z.strictObject({ do: z.literal("rebuild-index") }),
  z.strictObject({ do: z.literal("write-description") }),
]);

type Step = z.output<typeof step>;

/** Plans a repair of the store, and makes it where that is asked for. */
export const repairCommand = defineStoreCommand({
  name: "repair",
  summary:
    "Plans how a damaged store is repaired, and repairs it: what is damaged is set aside, never deleted.",
  kind: "write",
  input: z.strictObject({
    /** Otherwise it is only planned. */
    apply: z.boolean().optional(),
    /** Puts the best copy in place of a damaged database. */
    restore_database: z.boolean().optional(),
  }),
  output: z.strictObject({
    applied: z.boolean(),
    /** Whether nothing is wrong; after a repair, whether nothing is left that is. */
    ok: z.boolean(),
    steps: z.array(step),
    /** What was found damaged, and what that touches. */
    problems: z.array(problem),
    /** After a repair: what is still wrong. Objects that are lost come back when the same content is imported again. */
    remaining: z.array(problem).optional(),
    /** Files that the repair moved, by their names in the store's folder `set-aside`. */
    set_aside: z.array(z.string()).optional(),
    /** The folder that the damaged database was moved to. */
    database_set_aside: z.string().optional(),
    /** The database is damaged, and there is no good copy of it. */
    database_lost: z.boolean(),
  }),
  async run(store, { apply = false, restore_database: restoreDatabase = false }, context) {
    if (!apply) return planned(await look(store, restoreDatabase, context));
    // The database goes first: what it names decides what else is wrong.
    const first = restoreDatabase ? await look(store, restoreDatabase, context) : undefined;
    const isRestored = first?.steps.some((each) => each.do === "restore-database") ?? false;
    const recovered = isRestored ? await restore(store, { replaceSound: true }) : await describeAnew(store);
    const report = await repairOpened(store, context);
    const { plan, remaining, setAside } = report;
    const before =
      (isRestored ? first?.steps.filter((each) => each.do === "restore-database") : undefined) ?? [];
    return {
      applied: true,
      ok: remaining.length === 0,
      steps: [...before.map(stepToJson), ...describedStep(recovered), ...plan.steps.map(stepToJson)],
      problems: (first ?? plan).problems.map(problemToJson),
      remaining: remaining.map(problemToJson),
      set_aside: [...setAside],
      ...(recovered?.setAside !== undefined && { database_set_aside: recovered.setAside }),
      database_lost: plan.isDatabaseLost,
    };
  },
});

/** A plan of a store that may not open. */
interface Look extends Pick<RepairPlan, "steps" | "problems" | "isDatabaseLost"> {
  readonly isUndescribed: boolean;
}

async function look(store: StoreHandle, restoreDatabase: boolean, context: CommandContext): Promise<Look> {
  const { signal, gate, onProgress } = context;
  try {
    const repository = await store.repository();
    const plan = await repository.run(
      "planRepair",
      { restoreDatabase },
      {
        signal,
        gate,
        onProgress: (progress) => onProgress?.({ command: "repair", ...progress }),
      },
    );
    return { ...plan, isUndescribed: false };
  } catch (thrown) {
    return unopened(store, asStrataError(thrown, "opening the store"), restoreDatabase);
  }
}

/** Plans the repair of a store that does not open. Throws the error of opening it if that is not for damage. */
function unopened(store: StoreHandle, error: StrataError, restoreDatabase: boolean): Look {
  const layout = layoutOf(store.folder);
  if (isUndescribed(store, error)) {
    return { steps: [], problems: [pick(error)], isDatabaseLost: false, isUndescribed: true };
  }
  if (error.code !== "DatabaseDamaged") throw error;
  const damage = { packs: [], loose: [], lostPacks: [], index: false, database: true };
  const report = { problems: [{ ...pick(error), database: "strata.db" as const }] };
  return {
    ...planRepair({ report, damage, loss: lossOf(layout) }, { restoreDatabase }),
    isUndescribed: false,
  };
}

const pick = ({ code, message }: StrataError) => ({ code, message });

/** Returns whether a store does not open because its `store.json` is damaged. */
function isUndescribed(store: StoreHandle, error: StrataError): boolean {
  const layout = layoutOf(store.folder);
  return error.code === "NotAStore" && existsSync(layout.strataDb) && existsSync(layout.description);
}

async function restore(store: StoreHandle, options: { readonly replaceSound: boolean }) {
  await store.close();
  return recover(layoutOf(store.folder), nodeFileWrites, Date.now(), options);
}

/** Writes a damaged `store.json` anew. Returns undefined if the store opens, or fails to for another reason. */
async function describeAnew(store: StoreHandle) {
  try {
    await store.repository();
    return undefined;
  } catch (thrown) {
    if (!isUndescribed(store, asStrataError(thrown, "opening the store"))) return undefined;
    return await restore(store, { replaceSound: false });
  }
}

async function repairOpened(store: StoreHandle, context: CommandContext): Promise<RepairReport> {
  const { signal, gate, onProgress } = context;
  try {
    const repository = await store.repository();
    return await repository.run(
      "repair",
      { restoreDatabase: false },
      {
        signal,
        gate,
        onProgress: (progress) => onProgress?.({ command: "repair", ...progress }),
      },
    );
  } catch (thrown) {
    const error = asStrataError(thrown, "repairing the store");
    if (error.code !== "DatabaseDamaged") throw error;
    throw new StrataError("DatabaseDamaged", error.message, {
      hint: "Run `strata repair --plan` to see what its best copy lacks, then `strata repair --apply --restore-database`.",
      ...(error.data && { data: error.data }),
      cause: error,
    });
  }
}

function planned({ steps, problems, isDatabaseLost, isUndescribed: undescribed }: Look) {
  return {
    applied: false,
    ok: problems.length === 0,
    steps: [...(undescribed ? [{ do: "write-description" } as const] : []), ...steps.map(stepToJson)],
    problems: problems.map(problemToJson),
    database_lost: isDatabaseLost,
  };
}

function describedStep(recovered: { readonly description: string } | undefined): Step[] {
  return recovered?.description === "restored" ? [{ do: "write-description" }] : [];
}

function stepToJson(planned: RepairStep): Step {
  if (planned.do === "forget-packs") return { ...planned, packs: [...planned.packs] };
  if (planned.do !== "restore-database") return { ...planned };
  const { copy, copyMadeAt, collectedAt, isKnown, labels, moves, mounts, merges } = planned.loss;
  return {
    do: planned.do,
    asked: planned.asked,
    copy,
    copy_made_at: copyMadeAt,
    ...(collectedAt !== undefined && { collected_at: collectedAt }),
    known: isKnown,
    moves,
    labels: labels.map((each) => ({ ...each })),
    mounts,
    merges,
  };
}
