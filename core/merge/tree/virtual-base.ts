import type { SnapshotId } from "../../ids.ts";

/** What to merge by: a snapshot, nothing, or what comes of merging several that are each as good as the others. */
export type BasePlan = SnapshotId | BaseMerge | null;

/** A merge that makes a base. */
export interface BaseMerge {
  readonly base: BasePlan;
  readonly ours: SnapshotId | BaseMerge;
  readonly theirs: SnapshotId | BaseMerge;
}

/** A base as a merge takes it. */
export interface MergeBase {
  readonly id: SnapshotId;
  /**
   * The paths on which the snapshots that it was merged of do not agree. It has nothing there, and says nothing: either the sides
   * are the same at such a path, or somebody has to decide.
   */
  readonly unsettled: ReadonlySet<string>;
}

/** What a base is merged of; null stands for nothing. */
export interface BaseSides {
  readonly base: MergeBase | null;
  readonly ours: MergeBase;
  readonly theirs: MergeBase;
}

/** Makes the base of a plan by a function that merges two bases: the bases of its bases come first. */
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
