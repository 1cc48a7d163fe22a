import type { RenderContext } from "../cli-command.ts";

/** Says that the message that was typed is not kept, to be given where a command made no move that could have it. */
export function unkeptMessage({ typed }: RenderContext): string[] {
  return typed?.message === undefined
    ? []
    : ["The message is not kept: it belongs to a move of a label, and none was made."];
}
