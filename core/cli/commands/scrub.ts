import type { CommandOutput } from "../../api/registry/invoke.ts";
import { StrataError } from "../../errors.ts";
import { counted } from "../render/amounts.ts";
import { scrubLines } from "../render/scrub.ts";
import { defineCli, type RenderContext } from "../shared/cli-command.ts";

/** `strata scrub` */
export const scrubCli = defineCli({
  command: "scrub",
  words: "scrub",
  arguments: [],
  options: [
    { flags: "--now", about: "read the packs that are due: a thirtieth of all each day" },
    { flags: "--on", about: "have the app do so by itself (the default)" },
    { flags: "--off", about: "have the app not do so" },
  ],
  long: true,
  input({ now = false, on = false, off = false }) {
    if (on && off)
      throw new StrataError("BadInput", "--on and --off exclude each other.", {
        hint: "Leave out one of them.",
      });
    return { now, ...(on || off ? { on } : {}) };
  },
  render: renderScrub,
  exitCode: ({ findings }) => (findings.length > 0 ? 1 : 0),
});

/** Reports what was read, and how much of the store was in the last 30 days. */
export function renderScrub({ read, ...state }: CommandOutput<"scrub">, { now }: RenderContext): string[] {
  return [...(read > 0 ? [`Read ${counted(read, "pack")}`] : []), ...scrubLines(state, now)];
}
