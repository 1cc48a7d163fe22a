import type { SnapshotId } from "../../ids.ts";

/** The base of a merge: a snapshot, none, or a virtual base that several merge bases are merged into. */
export type BasePlan = SnapshotId | BaseMerge | null;

/** A merge that makes a virtual base. */
export interface BaseMerge {
  readonly base: BasePlan;
  readonly ours: SnapshotId | BaseMerge;
  readonly theirs: SnapshotId | BaseMerge;
}

/** A base that can be merged with. */
export interface MergeBase {
  readonly id: SnapshotId;
  /** The unsettled paths, at which the snapshot has nothing and any difference of the sides is a conflict. */
  readonly unsettled: ReadonlySet<string>;
}

/** The sides of a merge that makes a virtual base. `base` is null if there is none. */
export interface BaseSides {
  readonly base: MergeBase | null;
  readonly ours: MergeBase;
  readonly theirs: MergeBase;
}

/** Makes the base of a plan with a function that merges two bases. The bases of its bases are made first. */
export async function settleBase(
  plan: BasePlan,
  merge: (sides: BaseSides) => Promise<MergeBase>,
): Promise<MergeBase | null> {
  return plan === null ? null : await settle(plan, merge);
}

async function settle(
  plan: SnapshotId | BaseMerge,
  merge: (sides: BaseSides) => Promise<MergeBase>,
): Promise<MergeBase> {
  if (typeof plan === "string") return { id: plan, unsettled: new Set() };
  const base = await settleBase(plan.base, merge);
  return await merge({
    base,
    ours: await settle(plan.ours, merge),
    theirs: await settle(plan.theirs, merge),
  });
}
