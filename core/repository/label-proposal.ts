import { basename, dirname, resolve } from "node:path";
import { freeName, labelNameFor } from "../labels/label-name.ts";
import type { Label } from "../labels/label-store.ts";

/** A label to import under. */
export interface LabelProposal {
  readonly label: string;
  /** The full name, where a label's name cannot express it; else "". */
  readonly realName: string;
}

/** The facts that a proposal is made from. */
export interface ProposalFacts {
  readonly paths: readonly string[];
  /** The folder, where it is just one. */
  readonly folder: string | undefined;
  /** All labels, deleted ones too. */
  readonly labels: readonly Label[];
}

/**
 * Proposes the label that is of this folder, the one that moved last if there are several; else the folder's name, with a
 * number when a label of another folder has it. Several paths and single files go by the folder that they are in.
 */
export function proposeLabel({ paths, folder, labels }: ProposalFacts): LabelProposal {
  const own = labels.filter(({ head, settings }) => head !== null && settings.folder === folder);
  const [latest] = folder === undefined ? [] : own.sort((a, b) => b.last.seq - a.last.seq);
  if (latest !== undefined) return { label: latest.name, realName: "" };
  const realName = basename(folder ?? commonFolder(paths));
  // A label of no folder may become this one's.
  const folders = new Map(labels.map((label) => [label.name, label.settings.folder]));
  const isTaken = (each: string) => folders.get(each) !== undefined && folders.get(each) !== folder;
  const label = freeName(labelNameFor(realName), isTaken);
  return { label, realName: label === realName ? "" : realName };
}

/** Returns the innermost folder that all paths are in. */
function commonFolder(paths: readonly string[]): string {
  const [first = "", ...others] = paths.map((path) => dirname(resolve(path)));
  let common = first;
  while (!others.every((each) => isIn(each, common))) common = dirname(common);
  return common;
}

function isIn(path: string, folder: string): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (at === folder) return true;
    if (dirname(at) === at) return false;
  }
}
