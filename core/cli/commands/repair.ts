import type { CommandOutput } from "../../api/registry/invoke.ts";
import { StrataError } from "../../errors.ts";
import { counted, size } from "../render/amounts.ts";
import { problemLines } from "../render/problems.ts";
import { safeName } from "../render/safe-text.ts";
import { ago, isoMinute } from "../render/times.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";

type Repair = CommandOutput<"repair">;
type Step = Repair["steps"][number];

/** `strata repair` */
export const repairCli = defineCli({
  command: "repair",
  words: "repair",
  arguments: [],
  options: [
    { flags: "--plan", about: "only say what would be done (the default)" },
    { flags: "--apply", about: "do it: set damaged objects aside, make the index again" },
    { flags: "--restore-database", about: "put the best copy in place of a damaged database" },
  ],
  long: true,
  input({ plan = false, apply = false, restore_database = false }) {
    if (plan && apply)
      throw new StrataError("BadInput", "--plan and --apply exclude each other.", {
        hint: "Look at the plan first, then run it with --apply.",
      });
    return { apply, restore_database };
  },
  render: renderRepair,
  exitCode: ({ ok }) => (ok ? 0 : 1),
});

/** Reports what is damaged, what is or was done about it, and what is left. */
export function renderRepair(repair: Repair, { now }: RenderContext): string[] {
  const { applied, ok, steps, problems, remaining = [], set_aside = [], database_set_aside } = repair;
  if (problems.length === 0) return ["Nothing is damaged."];
  const todo = steps.some((step) => step.do !== "restore-database" || step.asked);
  return [
    `${counted(problems.length, "problem")}:`,
    ...problems.flatMap(problemLines),
    ...(steps.length > 0 ? [applied ? "Done:" : "A repair would:"] : ["Nothing of this can be repaired."]),
    ...steps.flatMap((step) => stepLines(step, now)),
    ...(repair.database_lost ? ["The database is damaged, and there is no good copy of it."] : []),
    ...(set_aside.length > 0
      ? [`Set aside in the store's folder set-aside: ${set_aside.map(safeName).join(", ")}`]
      : []),
    ...(database_set_aside === undefined
      ? []
      : [`The damaged database is kept in ${safeName(database_set_aside)}`]),
    ...(remaining.length > 0
      ? [
          `${counted(remaining.length, "problem")} left; import the same files again to bring lost contents back:`,
          ...remaining.flatMap(problemLines),
        ]
      : []),
    ...(applied && ok ? ["The store is sound."] : []),
    ...(!applied && todo ? ["Run `strata repair --apply` to do it."] : []),
  ];
}

function stepLines(step: Step, now: number): string[] {
  switch (step.do) {
    case "set-aside-pack":
      return [
        `  set aside ${step.pack} (${size(step.bytes)}): ${counted(step.kept, "object")} copied to a new pack, ${step.lost.toLocaleString("en")} lost`,
      ];
    case "set-aside-frame":
      return [
        `  set aside a frame of the database: ${counted(step.kept, "object")} kept, ${step.lost.toLocaleString("en")} lost`,
      ];
    case "forget-packs":
      return [
        `  no longer look in ${counted(step.packs.length, "pack")} that ${step.packs.length === 1 ? "is" : "are"} gone`,
      ];
    case "rebuild-index":
      return ["  make the index again"];
    case "write-description":
      return ["  write store.json anew"];
    case "restore-database":
      return databaseLines(step, now);
  }
}

function databaseLines(step: Extract<Step, { do: "restore-database" }>, now: number): string[] {
  const { asked, copy_made_at: at, collected_at: collected, known, labels, moves, mounts, merges } = step;
  const lost = known
    ? [
        `    lost: ${counted(moves, "move")}${moves > 0 ? ` (${labels.map((each) => `${safeName(each.label)}: ${each.moves}`).join(", ")})` : ""}`,
        ...(mounts + merges > 0
          ? [
              `    lost: changes of ${counted(mounts, "working copy", "working copies")} and ${counted(merges, "merge")}`,
            ]
          : []),
      ]
    : ["    lost: everything after that; the damaged database cannot say what"];
  return [
    `  put the copy of ${isoMinute(at)} (${ago(at, now)}) in place of the database${asked ? "" : ", with --restore-database"}`,
    ...lost,
    ...(collected === undefined
      ? []
      : [
          `    space was freed ${isoMinute(collected)} (${ago(collected, now)}), after the copy was made: it may name snapshots that are gone`,
        ]),
  ];
}
