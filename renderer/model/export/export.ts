import { create } from "zustand";
import type { CommandInput } from "../../../core/api/registry/invoke.ts";
import { type AppError, asAppError, type CallHandle, shell } from "../../api/bridge.ts";
import { join } from "../../components/disk-paths.ts";
import { type DialogRequest, useDialogs } from "../../state/dialogs.ts";
import { useNotices } from "../../state/notices.ts";
import { text } from "../../strings/index.ts";
import { tellWritten, writeOut } from "./write-out.ts";

export type ExportRequest = Extract<DialogRequest, { name: "export" }>;
export type Format = "folder" | "zip" | "tar";
export type Overwrite = NonNullable<CommandInput<"export">["overwrite"]>;

/** One thing that is written somewhere. */
export interface ExportJob {
  readonly request: ExportRequest;
  readonly input: CommandInput<"export">;
  /** The place where it will be found. */
  readonly at: string;
}

/** The state of the window's export: one at a time. */
export type ExportState =
  | { readonly step: "asking" }
  | { readonly step: "choosing" }
  | { readonly step: "writing"; readonly job: ExportJob; readonly handle: CallHandle | null }
  | { readonly step: "in-the-way" | "failed"; readonly job: ExportJob; readonly error: AppError };

export const useExport = create<{ readonly state: ExportState }>()(() => ({ state: { step: "asking" } }));

function enter(state: ExportState): void {
  useExport.setState({ state });
}

/** Lets the user choose a place, and exports there. A second click meanwhile does nothing. */
export async function chooseAndExport(request: ExportRequest, format: Format, name: string): Promise<void> {
  if (useExport.getState().state.step !== "asking") return;
  enter({ step: "choosing" });
  try {
    const job = await jobFor(request, format, name);
    enter({ step: "asking" });
    if (job !== null) await runExport(job);
  } catch (thrown) {
    enter({ step: "asking" });
    throw thrown;
  }
}

async function jobFor(request: ExportRequest, format: Format, name: string): Promise<ExportJob | null> {
  const { ref, isFile, title } = request;
  const what = format === "folder" ? "target-folder" : format;
  const [chosen] = (await shell({ do: "pick", what, name: `${name}.${format}` })).paths;
  if (chosen === undefined) return null;
  // The system's dialog has already asked whether to replace the file.
  if (format !== "folder") {
    return { request, at: chosen, input: { ref, to: chosen, format, overwrite: "always" } };
  }
  const at = join(chosen, isFile ? title : name);
  return { request, at, input: { ref, to: isFile ? chosen : at, overwrite: "refuse" } };
}

/** Exports, and tells how it went; what needs an answer comes back into the dialog. */
export async function runExport(job: ExportJob): Promise<void> {
  enter({ step: "writing", job, handle: null });
  try {
    const written = await writeOut(job.input, (handle) => enter({ step: "writing", job, handle }));
    leave(job);
    tellWritten(written, text.exporting, job.at);
  } catch (thrown) {
    const error = asAppError(thrown);
    if (error.code === "Cancelled") {
      leave(job);
      useNotices.getState().tell({ kind: "done", text: text.exporting.cancelled });
      return;
    }
    enter({ step: error.code === "FilesInTheWay" ? "in-the-way" : "failed", job, error });
    comeBack(job);
  }
}

/** Exports again, with the user's decision about existing files. */
export function exportOver(job: ExportJob, overwrite: Overwrite): Promise<void> {
  return runExport({ ...job, input: { ...job.input, overwrite } });
}

/** Stops the write. */
export function cancelExport(): void {
  const { state } = useExport.getState();
  if (state.step === "writing") state.handle?.cancel();
}

/** Closes the dialog. A write goes on; one that failed or never began is dropped. */
export function closeExport(): void {
  if (useExport.getState().state.step !== "writing") enter({ step: "asking" });
  useDialogs.getState().close();
}

function leave(job: ExportJob): void {
  enter({ step: "asking" });
  const { open, close } = useDialogs.getState();
  if (open === job.request) close();
}

/** Shows a notice if the dialog was closed meanwhile; the notice opens it again. */
function comeBack(job: ExportJob): void {
  const { open, show } = useDialogs.getState();
  if (open === job.request) return;
  useNotices.getState().tell({
    kind: "failed",
    text: text.exporting.failed(job.request.title),
    action: { text: text.exporting.details, run: () => show(job.request) },
  });
}
