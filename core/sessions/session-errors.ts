import { StrataError } from "../errors.ts";

/** Returns the error for a merge that does not exist, or was abandoned too long ago. */
export function unknownMerge(id: number): StrataError {
  return new StrataError("UnknownMerge", `There is no merge ${id}.`, {
    hint: "List the merges to see which there are; one that was abandoned can be restored for 30 days.",
    data: { merge: id },
  });
}

/** Returns the error for a change of a merge that was completed or abandoned. */
export function mergeEnded(id: number, outcome: string): StrataError {
  return new StrataError("MergeEnded", `The merge ${id} was ${outcome}.`, {
    hint: outcome === "completed" ? "Start a new one to merge again." : "Restore it to go on with it.",
    data: { merge: id, outcome },
  });
}

/** The most paths that an error lists. */
const SHOWN = 10;

/** Returns the error for completing a merge with open files. */
export function mergeOpen(id: number, open: readonly string[]): StrataError {
  const files = open.length === 1 ? "1 file is" : `${open.length.toLocaleString("en")} files are`;
  const first = open.slice(0, SHOWN).join(", ");
  return new StrataError(
    "MergeOpen",
    `${files} still open in the merge ${id}: ${first}${open.length > SHOWN ? ", …" : "."}`,
    {
      hint: "See them with `strata merge show --state open`, and decide each with `strata merge resolve`.",
      data: { merge: id, open: open.slice(0, SHOWN), count: open.length },
    },
  );
}

/** Returns the error for a path that is none of a merge's files. */
export function notInMerge(id: number, path: string): StrataError {
  return new StrataError("ENOENT", `The merge ${id} has nothing to decide at ${JSON.stringify(path)}.`, {
    hint: "See its files with `strata merge show`.",
    data: { merge: id, path },
  });
}

/** Returns the error for a step that does not fit the cut of a text. */
export function staleStep(path: string): StrataError {
  return new StrataError("StaleStep", `${JSON.stringify(path)} was cut otherwise meanwhile.`, {
    hint: "Load the file again, and decide it as it is now.",
    data: { path },
  });
}

/** Returns the error for a decision that makes no sense for a file. */
export function unfitDecision(path: string, why: string, hint: string): StrataError {
  return new StrataError("BadInput", `${JSON.stringify(path)} cannot be decided so: ${why}.`, {
    hint,
    data: { path },
  });
}

/** Returns the error for a second name that something has; or below which something is, at `there`. */
export function nameTaken(path: string, name: string, there = name): StrataError {
  const [shown, below] = [JSON.stringify(name), JSON.stringify(there)];
  const what =
    there === name ? `There is something at ${shown} already.` : `${shown} is a folder, with ${below} in it.`;
  return new StrataError("EEXIST", what, hintAndData(path, name, there));
}

/** Returns the error for a second name below a file. */
export function nameBelowFile(path: string, name: string, file: string): StrataError {
  const [shown, above] = [JSON.stringify(name), JSON.stringify(file)];
  const what = `${shown} cannot be there, since ${above} is a file.`;
  return new StrataError("ENOTDIR", what, hintAndData(path, name, file));
}

function hintAndData(path: string, as: string, in_the_way: string) {
  const hint = `Choose another second name for ${path} (--as), or decide one of them otherwise.`;
  return { hint, data: { path, as, in_the_way } };
}
