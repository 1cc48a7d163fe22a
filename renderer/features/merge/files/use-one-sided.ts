import { useQuery } from "@tanstack/react-query";
import { type MergeInfo, type MergeItem, mergeFilesQuery, sidesDifferQuery } from "../../../api/merges.ts";

/**
 * Counts the changes that only one side made and that the merge took as they are, which the list of files leaves out. Undefined
 * until that is known, and where a file in the list stands for several paths.
 */
export function useOneSided(info: MergeInfo): number | undefined {
  const { data: files } = useQuery(mergeFilesQuery(info.id, {}));
  const { data: differ } = useQuery(sidesDifferQuery(info));
  if (files === undefined || differ === undefined || files.some(isOfSeveralPaths)) return undefined;
  // Where the sides differ, one of them changed it, or both did: those are listed.
  return Math.max(0, differ - files.length);
}

function isOfSeveralPaths({ kind, moved }: MergeItem): boolean {
  return moved !== undefined || kind === "type";
}
