import type { RenderContext } from "./cli-command.ts";

/** Returns the note that the typed message is not kept, for a command that made no move. */
export function unkeptMessage({ typed }: RenderContext): string[] {
  return typed?.message === undefined
    ? []
    : ["The message is not kept: it belongs to a move of a label, and none was made."];
}
