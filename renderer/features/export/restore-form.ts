import { useMutation, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { asAppError, shell } from "../../api/bridge.ts";
import { labelQuery } from "../../api/queries.ts";
import { join, type Target, targetOf } from "../../components/disk-paths.ts";
import { nameOf } from "../../components/format.ts";
import type { Overwrite } from "../../model/export/export.ts";
import { putBack, type RestorePlan, type RestoreStep, write } from "../../model/export/restore.ts";
import { tellWritten } from "../../model/export/write-out.ts";
import { type DialogRequest, useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";

export type RestoreRequest = Extract<DialogRequest, { name: "restore" }>;

const words = text.exporting.restore;

/** Names the restored item briefly. */
export function whatOf({ path, label }: RestoreRequest): string {
  return path === "" ? words.everything(label) : nameOf(path);
}

/** Holds the state of the restore dialog. */
export function useRestore(request: RestoreRequest) {
  const { label, path, snapshot } = request;
  const [elsewhere, setElsewhere] = useState<string | null>(null);
  const [snapshotFirst, setSnapshotFirst] = useState(true);
  const [step, setStep] = useState<RestoreStep | null>(null);
  const stop = useRef<() => void>(() => undefined);

  const { data: known, isPending } = useQuery(labelQuery(label));
  const folder = known?.folder ?? null;
  const target = targetFor(request, folder, elsewhere);
  const there = useQuery({
    queryKey: ["look", target?.at],
    queryFn: () => shell({ do: "look", path: target?.at ?? "" }),
    enabled: target !== null,
    staleTime: 0,
    gcTime: 0,
  });

  const canSnapshot = elsewhere === null && known?.ca_id !== null;
  const needsOverride =
    canSnapshot && there.data?.exists === true && snapshotFirst && (known?.protected ?? false);
  const plan: RestorePlan | null = target && {
    ref: `${snapshot}:${path}`,
    into: target.into,
    differing: elsewhere !== null ? "ask" : snapshotFirst ? "snapshot-first" : "replace",
    label,
    folder,
    override: needsOverride,
    message: words.message(whatOf(request)),
  };
  const run = useMutation({
    mutationFn: async (overwrite: Overwrite | undefined) => {
      if (plan === null || target === null) return;
      const onStop = (stops: () => void) => {
        stop.current = stops;
      };
      const watching = { onStep: setStep, onStop };
      const written = await (overwrite ? write(plan, overwrite, watching) : putBack(plan, watching));
      close(request);
      // Files return to the system that they came from: warnings about other systems do not apply.
      tellWritten({ ...written, warnings: [] }, words, target.at);
    },
    onError: (thrown) => {
      const error = asAppError(thrown);
      if (error.code !== "Cancelled") return;
      close(request);
      const said = step === "taking" ? words.notSafe(label) : text.exporting.cancelled;
      useNotices.getState().tell({ kind: "done", text: said });
    },
  });
  const choose = useMutation({
    mutationFn: async () => {
      const [chosen] = (await shell({ do: "pick", what: "target-folder" })).paths;
      if (chosen !== undefined) setElsewhere(chosen);
    },
  });

  return {
    target,
    /** Whether the label has no folder, so that one has to be chosen. */
    isHomeless: !isPending && folder === null && elsewhere === null,
    /** Whether something is at the target; undefined while that is not known. */
    exists: target === null ? undefined : there.data?.exists,
    /** Whether the existing files can be kept in a snapshot of the label first. */
    canSnapshot,
    /** Whether that snapshot would be of a protected label. */
    needsOverride,
    snapshotFirst: { value: snapshotFirst, set: setSnapshotFirst },
    choose: () => choose.mutate(),
    isChoosing: choose.isPending,
    run: (overwrite?: Overwrite) => run.mutate(overwrite),
    step: run.isPending ? (step ?? "writing") : null,
    cancel: () => stop.current(),
    error: run.error === null ? null : asAppError(run.error),
    forget: () => run.reset(),
  };
}

export type Restore = ReturnType<typeof useRestore>;

/** Returns the target: the place in the label's folder, unless another was chosen; null while there is none. */
function targetFor(request: RestoreRequest, folder: string | null, elsewhere: string | null): Target | null {
  if (elsewhere !== null) return placeIn(elsewhere, request);
  return folder === null ? null : targetOf(folder, request.path, request.isFile);
}

/** Picks the target in another folder: an item keeps its name, a whole snapshot's content goes into the folder itself. */
function placeIn(folder: string, { path, isFile }: RestoreRequest): Target {
  if (path === "") return { at: folder, into: folder };
  const at = join(folder, nameOf(path));
  return { at, into: isFile ? folder : at };
}

function close(request: RestoreRequest): void {
  const { open, close: closeDialog } = useDialogs.getState();
  if (open === request) closeDialog();
}
