import { client } from "../../api/client.ts";
import { type MergeInfo, mergesQuery } from "../../api/merges.ts";

/** Returns the open merges of a label, as far as they are loaded: those that move it, or a working copy of it. */
export function mergesOf(label: string): readonly MergeInfo[] {
  return (client.getQueryData(mergesQuery().queryKey)?.merges ?? []).filter((merge) => isOf(merge, label));
}

/** Returns whether a merge moves a label, or is of a working copy that is pushed there. */
export function isOf(merge: MergeInfo, label: string): boolean {
  return merge.mount === null ? merge.label === label : merge.theirs.label === label;
}

/** Names what a label is merged with. */
export function otherSideOf({ ours, theirs, mount }: MergeInfo, label: string): string {
  if (mount !== null) return mount;
  return ours.label === label ? theirs.name : ours.name;
}
