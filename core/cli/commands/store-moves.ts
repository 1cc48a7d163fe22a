import type { CommandOutput } from "../../api/registry/invoke.ts";
import { counted, size } from "../render/amounts.ts";
import { safeName } from "../render/safe-text.ts";
import { defineCli } from "../shared/cli-command.ts";

const NOTHING = "Nothing is left of the store in another place";

/** `strata store move` */
export const storeMoveCli = defineCli({
  command: "store.move",
  words: "store move",
  arguments: [{ syntax: "<to>", about: "an empty folder, or one that does not exist yet", as: "path" }],
  options: [{ flags: "--delete-old", about: "delete the old one when the store has moved" }],
  long: true,
  render: renderMove,
});

/** `strata store old` */
export const storeOldCli = defineCli({
  command: "store.old",
  words: "store old",
  arguments: [],
  options: [],
  render: ({ old }) => [
    old === null
      ? NOTHING
      : `The old one is still at ${safeName(old.folder)} and takes ${size(old.bytes)}; strata store delete-old deletes it`,
  ],
});

/** `strata store delete-old` */
export const storeDeleteOldCli = defineCli({
  command: "store.delete_old",
  words: "store delete-old",
  arguments: [],
  options: [],
  render: ({ old }) => [
    old === null
      ? NOTHING
      : `Deleted what was left at ${safeName(old.folder)}, which gives ${size(old.bytes)} back`,
  ],
});

/** Reports where a store is now, and what is left in its old place. */
export function renderMove({
  to,
  problems,
  old,
  old_deleted: deleted,
}: CommandOutput<"store.move">): string[] {
  return [
    `The store is at ${safeName(to)} now`,
    ...(problems === 0
      ? ["  Everything in it was checked"]
      : [`  ${counted(problems, "problem")} of the store moved along; strata verify lists them`]),
    ...(old === null
      ? []
      : deleted
        ? [`  Deleted the old one at ${safeName(old.folder)}, which gives ${size(old.bytes)} back`]
        : [
            `  The old one is still at ${safeName(old.folder)} and takes ${size(old.bytes)};`,
            "  `strata store delete-old` deletes it",
          ]),
    "  Whoever names the old folder (--store, STRATA_STORE) is told the new one",
  ];
}
