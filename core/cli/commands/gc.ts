import type { CommandOutput } from "../../api/registry/invoke.ts";
import { StrataError } from "../../errors.ts";
import { counted, size } from "../render/amounts.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { defineCli } from "../shared/cli-command.ts";

/** How many labels are named. */
const NAMED = 20;
/** The unneeded bytes that stay from which they are mentioned. */
const MENTIONED = 1024 * 1024;

/** `strata gc` */
export const gcCli = defineCli({
  command: "gc",
  words: "gc",
  arguments: [],
  options: [
    { flags: "--dry-run", about: "only tell what would go" },
    {
      flags: "--keep-last <n>",
      about: "this time keep so many moves of each label, whatever its retention is",
      as: "number",
    },
    { flags: "--label <name>", about: "the label that --keep-last is for" },
    { flags: "--deleted-labels", about: "take labels too that were deleted in the last 30 days" },
  ],
  long: true,
  render: renderCollection,
});

/** `strata gc automatic` */
export const gcAutomaticCli = defineCli({
  command: "gc.automatic",
  words: "gc automatic",
  arguments: [],
  options: [
    { flags: "--on", about: "have the app free space by itself, once a day (the default)" },
    { flags: "--off", about: "have the app not do so" },
  ],
  input({ on = false, off = false }) {
    if (on === off)
      throw new StrataError("BadInput", "Say whether the app frees space by itself.", {
        hint: "Add --on or --off.",
      });
    return { on };
  },
  render: ({ on }) => [
    on
      ? "The app frees space by itself, once a day, of what no retention keeps"
      : "The app frees no space by itself; strata gc does when it is told to",
  ],
});

/** Reports what a collection took, or would take. */
export function renderCollection(report: CommandOutput<"gc">): string[] {
  const { dry_run, pruned_entries, freed_bytes, deleted, labels, waste_bytes, notes } = report;
  const nothing = pruned_entries === 0 && deleted === 0;
  const objects = counted(deleted, "object");
  const freed = size(Math.max(0, freed_bytes));
  return [
    ...labels.slice(0, NAMED).map(renderLabel),
    ...(labels.length > NAMED
      ? [`  and ${counted(labels.length - NAMED, "more label", "more labels")}`]
      : []),
    ...(nothing
      ? ["Everything in the store is needed"]
      : dry_run
        ? [`Would free about ${freed}: ${counted(pruned_entries, "move")}, ${objects}. Nothing was changed.`]
        : [`Freed ${freed}: ${counted(pruned_entries, "move")}, ${objects}`]),
    ...(waste_bytes >= MENTIONED
      ? [`${size(waste_bytes)} more become free when their packs hold less that is needed`]
      : []),
    ...notes.map(safeText),
  ];
}

function renderLabel({ label, kept, deleted, thinned }: CommandOutput<"gc">["labels"][number]): string {
  const gone = deleted.length + thinned.length;
  return `  ${safeName(label)}: ${counted(gone, "move")} of ${gone + kept}`;
}
