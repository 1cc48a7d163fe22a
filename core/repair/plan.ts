import type { StoreDamage, VerifyProblem, VerifyReport } from "../verify/verify.ts";
import type { DatabaseLoss } from "./database-loss.ts";

/** A step of a repair. Numbers are those of objects. */
export type RepairStep =
  /** The database is replaced by its best copy; `loss` is what goes with it. Done only where it was asked for. */
  | { readonly do: "restore-database"; readonly asked: boolean; readonly loss: DatabaseLoss }
  /** The sound objects of a pack are copied to a new one, and the damaged pack is set aside. */
  | {
      readonly do: "set-aside-pack";
      readonly pack: string;
      readonly bytes: number;
      readonly kept: number;
      readonly lost: number;
    }
  /** The same for a frame of the database. */
  | { readonly do: "set-aside-frame"; readonly frame: number; readonly kept: number; readonly lost: number }
  /** The index no longer leads to packs that are gone. */
  | { readonly do: "forget-packs"; readonly packs: readonly string[] }
  /** The index is made again from the packs. */
  | { readonly do: "rebuild-index" };

/** A repair, before it is made. It changes nothing by itself. */
export interface RepairPlan {
  /** In the order in which they are done; none if there is nothing to do. */
  readonly steps: readonly RepairStep[];
  /** What is damaged, and which labels, moves, working copies, merges and paths that touches. */
  readonly problems: readonly VerifyProblem[];
  /** Whether the database is damaged, and no copy of it is good. */
  readonly isDatabaseLost: boolean;
}

/** The state of a store, from which a plan follows. */
export interface Diagnosis {
  readonly report: Pick<VerifyReport, "problems">;
  readonly damage: StoreDamage;
  /** What putting the best copy of the database in place would lose; undefined if none is good. */
  readonly loss: DatabaseLoss | undefined;
}

/** Plans a repair. `restoreDatabase`: whether the database is to be replaced if it is damaged. */
export function planRepair(
  { report, damage, loss }: Diagnosis,
  { restoreDatabase }: { readonly restoreDatabase: boolean },
): RepairPlan {
  const { packs, loose, lostPacks, index, database } = damage;
  const steps: RepairStep[] = [
    ...(database && loss !== undefined
      ? [{ do: "restore-database", asked: restoreDatabase, loss } as const]
      : []),
    ...packs.map(
      ({ name: pack, bytes, sound: kept, damaged: lost }) =>
        ({ do: "set-aside-pack", pack, bytes, kept, lost }) as const,
    ),
    ...loose.map(
      ({ row: frame, sound: kept, damaged: lost }) => ({ do: "set-aside-frame", frame, kept, lost }) as const,
    ),
    ...(lostPacks.length > 0 ? [{ do: "forget-packs", packs: lostPacks } as const] : []),
    ...(index ? [{ do: "rebuild-index" } as const] : []),
  ];
  return { steps, problems: report.problems, isDatabaseLost: database && loss === undefined };
}
