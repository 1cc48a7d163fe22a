import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted } from "./amounts.ts";

type Retention = CommandOutput<"retention.set">["retention"];

/** Says what a retention keeps, as the end of "… keeps". */
export function retentionText(retention: Retention): string {
  switch (retention.keep) {
    case "everything":
      return "everything";
    case "last":
      return retention.moves === 1 ? "the latest move" : `the latest ${counted(retention.moves, "move")}`;
    case "days":
      return `every state of the last ${retention.days === 1 ? "day" : counted(retention.days, "day")}`;
    case "ladder":
      return ladderText(retention);
  }
}

function ladderText(ladder: Extract<Retention, { keep: "ladder" }>): string {
  const rungs = [
    ["hour", ladder.hourly],
    ["day", ladder.daily],
    ["week", ladder.weekly],
    ["month", ladder.monthly],
    ["year", ladder.yearly],
  ] as const;
  const parts = rungs
    .filter(([, number]) => number > 0)
    .map(([unit, number]) => `one ${unit === "hour" ? "an" : "a"} ${unit} for ${counted(number, unit)}`);
  const latest = ladder.last > 1 ? `the latest ${counted(ladder.last, "move")}` : "the latest move";
  return [latest, ...parts].join(", ");
}
