import { z } from "zod";
import type { VerifyProblem } from "../verify/verify.ts";
import { count } from "./schemas.ts";

/** A problem of a store, with some of what it touches. `totals` has how much of each there is. */
export const problem = z.strictObject({
  code: z.string(),
  message: z.string(),
  id: z.string().optional(),
  pack: z.string().optional(),
  database: z.enum(["strata.db", "index.db"]).optional(),
  /** How many objects it keeps from being read. */
  objects: count.optional(),
  snapshots: z.array(z.string()).optional(),
  labels: z.array(z.string()).optional(),
  /** Moves of labels to such a snapshot. `at` is in ms since 1970. */
  moves: z.array(z.strictObject({ label: z.string(), seq: count, at: z.number() })).optional(),
  /** Names of working copies. */
  mounts: z.array(z.string()).optional(),
  /** Numbers of merges. */
  merges: z.array(count).optional(),
  paths: z.array(z.string()).optional(),
  totals: z
    .strictObject({
      snapshots: count.optional(),
      labels: count.optional(),
      moves: count.optional(),
      mounts: count.optional(),
      merges: count.optional(),
      paths: count.optional(),
    })
    .optional(),
  /** There are more paths, which were not counted. */
  more_paths: z.literal(true).optional(),
});

/** Returns a problem as JSON. */
export function problemToJson({
  snapshots,
  labels,
  moves,
  mounts,
  merges,
  paths,
  totals,
  morePaths,
  ...rest
}: VerifyProblem): z.output<typeof problem> {
  return {
    ...rest,
    ...(snapshots && { snapshots: [...snapshots] }),
    ...(labels && { labels: [...labels] }),
    ...(moves && { moves: moves.map((move) => ({ ...move })) }),
    ...(mounts && { mounts: [...mounts] }),
    ...(merges && { merges: [...merges] }),
    ...(paths && { paths: [...paths] }),
    ...(totals && { totals: { ...totals } }),
    ...(morePaths && { more_paths: morePaths }),
  };
}
