import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "./queries.ts";

/** Tells whether anything can be kept in the store; what is not known yet is taken to be possible. */
export function useWritable(): boolean {
  return useQuery({ ...statusQuery(), select: ({ writable }) => writable }).data ?? true;
}
