import { counted } from "../render/amounts.ts";
import type { CliOption, RenderContext } from "./cli-command.ts";

/** The exit code under `--strict` when some files could not be read into the snapshot. */
const INCOMPLETE = 3;

/** The option `--strict` of every command that takes a snapshot of the disk. */
export const strictOption: CliOption = {
  flags: "--strict",
  about: "end with 3 when something was skipped; the snapshot is taken all the same",
};

/** Removes the command line's own options from the typed values. */
export function withoutStrict<T extends { readonly strict?: unknown }>({ strict: _, ...typed }: T) {
  return typed;
}

/** Returns the exit code of a command that took a snapshot. */
export function snapshotExitCode(
  { skipped }: { readonly skipped: readonly unknown[] },
  { typed }: RenderContext,
): number {
  return typed?.strict === true && skipped.length > 0 ? INCOMPLETE : 0;
}

/** Returns a sentence on the number of files that were skipped. */
export function skippedLine({ skipped }: { readonly skipped: readonly unknown[] }): string[] {
  if (skipped.length === 0) return [];
  const were = counted(skipped.length, "file or folder was", "files or folders were");
  return [`Not everything is in the snapshot: ${were} skipped.`];
}
