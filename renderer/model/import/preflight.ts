import { queryOptions } from "@tanstack/react-query";
import { create } from "zustand";
import { throttled } from "../../../core/throttle.ts";
import { ask } from "../../api/bridge.ts";

/** The input of a preflight: paths, label and ignore rules. */
export interface PreflightRequest {
  readonly paths: readonly string[];
  /** None: one is proposed. */
  readonly label: string | undefined;
  readonly ignore: readonly string[];
  /** None: as the label has it. */
  readonly gitignore: boolean | undefined;
}

interface Found {
  readonly files: number;
  readonly bytes: number;
}

/** The amount found so far. */
export const useFound = create<Found>()(() => ({ files: 0, bytes: 0 }));

// Ten thousand paths make a long key: they go by a number.
const keys = new WeakMap<readonly string[], number>();
let lastKey = 0;

function keyOf(paths: readonly string[]): number {
  const key = keys.get(paths) ?? ++lastKey;
  keys.set(paths, key);
  return key;
}

/** Runs an import's preflight, anew for each viewer. */
export const preflightQuery = ({ paths, label, ignore, gitignore }: PreflightRequest) =>
  queryOptions({
    queryKey: ["preflight", keyOf(paths), label ?? null, ignore, gitignore ?? null],
    queryFn: ({ signal }) => {
      useFound.setState({ files: 0, bytes: 0 });
      const onProgress = throttled(({ files, bytes }: Found) => useFound.setState({ files, bytes }));
      return ask(
        "preflight",
        {
          paths: [...paths],
          ignore: [...ignore],
          ...(label !== undefined && { label }),
          ...(gitignore !== undefined && { gitignore }),
        },
        {
          signal,
          onProgress: (progress) => {
            if (progress.command === "preflight") onProgress(progress);
          },
        },
      );
    },
    placeholderData: (previous, query) => (query?.queryKey[1] === keyOf(paths) ? previous : undefined),
    staleTime: 0,
    gcTime: 0,
  });
