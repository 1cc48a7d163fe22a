import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Progress } from "../../../core/api/command.ts";
import { type AppError, asAppError, ask } from "../../api/bridge.ts";
import { client } from "../../api/client.ts";
import { mountStateQuery } from "../../api/mounts.ts";
import type { Side } from "../../state/sides.ts";

/** The state of a side of a comparison. */
export interface SideState {
  /** The snapshot that it is, once that is known. */
  readonly snapshot: string | undefined;
  readonly error: AppError | null;
  /** The progress of reading a folder. */
  readonly progress: Extract<Progress, { command: "import" }> | undefined;
  /** Whether it was to be read, and was stopped. */
  readonly isStopped: boolean;
  stop(): void;
  again(): void;
}

const progressKey = (label: string, take: number) => ["capturing", label, take] as const;

/** A label's folder, read from disk as a snapshot that no label holds. */
const captureQuery = (label: string, take: number) =>
  queryOptions({
    queryKey: ["captured", label, take],
    queryFn: ({ signal }) =>
      ask(
        "capture",
        { label },
        {
          signal,
          onProgress: (progress) => client.setQueryData(progressKey(label, take), progress),
        },
      ),
    staleTime: Number.POSITIVE_INFINITY,
    // The user may return as long as the comparison is remembered; the folder must not be read again unasked.
    gcTime: Number.POSITIVE_INFINITY,
  });

/** Finds the label's latest move to a snapshot, not later than `at`; null where the first 100 results have none. */
export const moveOfQuery = (label: string, snapshot: string, at: number) =>
  queryOptions({
    queryKey: ["history", label, "to", snapshot, at],
    queryFn: async ({ signal }) => {
      const { entries } = await ask("history", { label, text: snapshot, limit: 100 }, { signal });
      return entries.find((entry) => entry.to === snapshot && entry.at <= at) ?? null;
    },
  });

/** Finds out which snapshot a side is: of a working copy and of a folder one is made. */
export function useSide(side: Side | null): SideState {
  const client = useQueryClient();
  const mount = useQuery({
    ...mountStateQuery(side?.is === "mount" ? side.name : ""),
    enabled: side?.is === "mount",
  });
  const [label, take] = side?.is === "folder" ? [side.label, side.take] : ["", 0];
  const isFolder = side?.is === "folder";
  const capture = useQuery({ ...captureQuery(label, take), enabled: isFolder });
  const { data: progress } = useQuery<Progress>({ queryKey: progressKey(label, take), enabled: false });
  const made = side?.is === "mount" ? mount : isFolder ? capture : undefined;
  const isGiven = side?.is === "move" || side?.is === "snapshot";
  const error = made?.error ? asAppError(made.error) : null;
  const isCancelled = error?.code === "Cancelled";
  return {
    snapshot: isGiven ? side.snapshot : made?.data?.ca_id,
    error: isCancelled ? null : error,
    progress: isFolder && capture.isFetching && progress?.command === "import" ? progress : undefined,
    isStopped:
      isFolder && !capture.isFetching && capture.data === undefined && (isCancelled || error === null),
    stop: () => void client.cancelQueries({ queryKey: ["captured", label, take] }),
    again: () => void made?.refetch(),
  };
}
