import type { CommandOutput } from "../../api/registry/invoke.ts";
import { shortId } from "./amounts.ts";
import { safeName, safeText } from "./safe-text.ts";

type Problem = CommandOutput<"verify">["problems"][number];

/** Returns a problem of a store as lines, with some of what it touches and how much more there is. */
export function problemLines(problem: Problem): string[] {
  const { code, message, totals = {} } = problem;
  return [
    `  ${code}: ${safeText(message)}`,
    ...touched("labels", problem.labels, totals.labels),
    ...touched(
      "moves",
      problem.moves?.map(({ label, seq }) => `${label} (${seq})`),
      totals.moves,
    ),
    ...touched("snapshots", problem.snapshots?.map(shortId), totals.snapshots),
    ...touched("working copies", problem.mounts, totals.mounts),
    ...touched("merges", problem.merges?.map(String), totals.merges),
    ...touched("paths", problem.paths, totals.paths, problem.more_paths),
  ];
}

function touched(what: string, names: readonly string[] = [], total = names.length, more = false): string[] {
  if (names.length === 0) return [];
  const others = total - names.length;
  const rest =
    others === 0 && !more ? "" : `, and ${others.toLocaleString("en")}${more ? " or more" : ""} others`;
  return [`    ${what}: ${names.map(safeName).join(", ")}${rest}`];
}
