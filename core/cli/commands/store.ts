import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, size } from "../render/amounts.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { scrubLines } from "../render/scrub.ts";
import { ago, isoMinute } from "../render/times.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";

/** `strata init` */
export const initCli = defineCli({
  command: "init",
  words: "init",
  arguments: [],
  options: [
    { flags: "--inline-max <bytes>", about: "files up to this lie in the listing itself", as: "number" },
    { flags: "--whole-max <bytes>", about: "files up to this are stored whole", as: "number" },
    { flags: "--chunk-min <bytes>", about: "larger files are cut: the smallest piece,", as: "number" },
    { flags: "--chunk-avg <bytes>", about: "the piece to aim for,", as: "number" },
    { flags: "--chunk-max <bytes>", about: "and the largest one", as: "number" },
  ],
  render: renderStore,
});

/** Reports where a store is and how it cuts files. */
export function renderStore({ store, created, profile }: CommandOutput<"init">): string[] {
  const { inline_max, whole_max, chunk_min, chunk_avg, chunk_max } = profile;
  return [
    created ? `Created a store at ${safeName(store)}` : `There is a store at ${safeName(store)} already`,
    `  inline  up to ${size(inline_max)}`,
    `  whole   up to ${size(whole_max)}`,
    `  chunks  ${size(chunk_min)} to ${size(chunk_max)}, on average ${size(chunk_avg)}`,
  ];
}

/** `strata status` */
export const statusCli = defineCli({
  command: "status",
  words: "status",
  arguments: [],
  options: [],
  render: renderStatus,
});

/** Reports a store's location, size and problems. */
export function renderStatus(
  { store, writable, labels, bytes, problems, scrub }: CommandOutput<"status">,
  { now }: RenderContext,
): string[] {
  return [
    `The store at ${safeName(store)}${writable ? "" : " (it cannot be written)"}`,
    `  ${counted(labels, "label")}, ${size(bytes)} on disk`,
    `  ${scrubLines({ ...scrub, findings: [] }, now).join("")}`,
    ...(problems.length > 0 ? [`${counted(problems.length, "problem")}:`] : []),
    ...problems.map((problem) => `  ${safeText(problem)}`),
  ];
}

/** `strata recover` */
export const recoverCli = defineCli({
  command: "recover",
  words: "recover",
  arguments: [],
  options: [],
  render: renderRecovery,
});

/** Reports the outcome of a recovery, and the losses. */
export function renderRecovery(report: CommandOutput<"recover">, { now }: RenderContext): string[] {
  const { store, database, copy_made_at, lost_since, collected_at, set_aside, index, description } = report;
  const lines: string[] = [];
  if (database === "restored") {
    const made = copy_made_at === undefined ? "" : `, made ${when(copy_made_at, now)}`;
    lines.push(`Restored the database of ${safeName(store)} from a copy${made}`);
    if (lost_since !== undefined) lines.push(`  What labels did after ${when(lost_since, now)} is lost`);
    if (collected_at !== undefined)
      lines.push(
        `  Space was freed ${when(collected_at, now)}, after the copy was made: it may name snapshots that are gone (strata verify lists them)`,
      );
  } else {
    lines.push(`The database of ${safeName(store)} is sound`);
  }
  if (index === "removed") lines.push("  The index is made again by the next command that writes");
  if (description === "restored") lines.push("  Wrote store.json anew");
  if (set_aside !== undefined) lines.push(`  Damaged files are kept in ${safeName(set_aside)}`);
  return lines;
}

function when(at: number, now: number): string {
  return `${isoMinute(at)} (${ago(at, now)})`;
}
