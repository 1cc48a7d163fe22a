import { shortId } from "../render/amounts.ts";
import { moveText } from "../render/move-text.ts";
import { type CliArgument, defineCli } from "../shared/cli-command.ts";
import { overrideOption } from "../shared/override-option.ts";

const label: CliArgument = { syntax: "<label>", about: "the label, by its name now or before its last move" };

/** `strata undo` */
export const undoCli = defineCli({
  command: "undo",
  words: "undo",
  arguments: [label],
  options: [overrideOption],
  render: ({ undid, ...place }) => [`Undid ${moveText(undid)}: ${placeText(place)}`],
});

/** `strata redo` */
export const redoCli = defineCli({
  command: "redo",
  words: "redo",
  arguments: [label],
  options: [overrideOption],
  render: ({ redid, ...place }) => [`Redid ${moveText(redid)}: ${placeText(place)}`],
});

function placeText({ label, ca_id }: { readonly label: string; readonly ca_id: string | null }): string {
  return ca_id === null ? `${label} is deleted` : `${label} points at ${shortId(ca_id)}`;
}
