import type { CommandOutput } from "../../api/registry/invoke.ts";
import { firstLine } from "./safe-text.ts";

type Move = CommandOutput<"log">["log"][number];

/** Names a move by its kind and message: `push (a better main)`. */
export function moveText({ op, message, renamed_from }: Move): string {
  const about = renamed_from === undefined ? firstLine(message) : `from ${renamed_from}`;
  return about === "" ? op : `${op} (${about})`;
}
