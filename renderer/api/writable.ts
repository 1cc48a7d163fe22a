import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "./queries.ts";

/** Returns whether the store is writable; true until that is known. */
export function useWritable(): boolean {
  return useQuery({ ...statusQuery(), select: ({ writable }) => writable }).data ?? true;
}
