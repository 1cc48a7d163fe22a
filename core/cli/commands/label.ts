import { StrataError } from "../../errors.ts";
import { shortId } from "../render/amounts.ts";
import { safeName, safeText } from "../render/safe-text.ts";
import { type CliArgument, defineCli } from "../shared/cli-command.ts";
import { overrideOption } from "../shared/override-option.ts";

const label: CliArgument = { syntax: "<label>", about: "the label" };

/** `strata label create` */
export const labelCreateCli = defineCli({
  command: "label.create",
  words: "label create",
  arguments: [
    { syntax: "<label>", about: "the new label's name" },
    { syntax: "<ref>", about: "the snapshot that it points at" },
  ],
  options: [],
  render: ({ label, ca_id }) => [`${label} points at ${shortId(ca_id)}`],
});

/** `strata label rename` */
export const labelRenameCli = defineCli({
  command: "label.rename",
  words: "label rename",
  arguments: [label, { syntax: "<to>", about: "its new name" }],
  options: [overrideOption],
  render: ({ label, renamed_from }) => [`${renamed_from} is now ${label}`],
});

/** `strata label describe` */
export const labelDescribeCli = defineCli({
  command: "label.describe",
  words: "label describe",
  arguments: [label, { syntax: "<description>", about: 'the text; "" for none' }],
  options: [],
  render: ({ label, description }) => [
    description === "" ? `${label} has no description now` : `${label}: ${safeText(description)}`,
  ],
});

/** `strata label delete` */
export const labelDeleteCli = defineCli({
  command: "label.delete",
  words: "label delete",
  arguments: [label],
  options: [overrideOption],
  render: ({ label, ca_id }) => [
    `${label} is deleted; it held ${shortId(ca_id)}. To bring it back: strata label restore ${label}`,
  ],
});

/** `strata label restore` */
export const labelRestoreCli = defineCli({
  command: "label.restore",
  words: "label restore",
  arguments: [label],
  options: [],
  render: ({ label, ca_id }) => [`${label} is back and points at ${shortId(ca_id)}`],
});

/** `strata label pin` */
export const labelPinCli = defineCli({
  command: "label.pin",
  words: "label pin",
  summary: "Marks a label as pinned in the lists.",
  arguments: [label],
  options: [],
  render: ({ label }) => [`${label} is pinned`],
});

/** `strata label unpin` */
export const labelUnpinCli = defineCli({
  command: "label.pin",
  words: "label unpin",
  summary: "Takes the mark of a pinned label away.",
  arguments: [label],
  options: [],
  input: (typed) => ({ ...typed, pinned: false }),
  render: ({ label }) => [`${label} is not pinned`],
});

/** `strata label protect` */
export const labelProtectCli = defineCli({
  command: "label.protect",
  words: "label protect",
  summary: "Lets a label be moved, renamed or deleted with --override only.",
  arguments: [label],
  options: [],
  render: ({ label }) => [`${label} is protected: whatever moves it needs --override`],
});

/** `strata label unprotect` */
export const labelUnprotectCli = defineCli({
  command: "label.protect",
  words: "label unprotect",
  summary: "Lets a label be moved, renamed and deleted freely again.",
  arguments: [label],
  options: [],
  input: (typed) => ({ ...typed, protected: false }),
  render: ({ label }) => [`${label} is not protected`],
});

/** `strata label folder` */
export const labelFolderCli = defineCli({
  command: "label.folder",
  words: "label folder",
  arguments: [label, { syntax: "[folder]", about: "the folder on disk that it is of", as: "path" }],
  options: [{ flags: "--none", about: "let it be of no folder" }],
  input: ({ none, folder = null, ...typed }) => {
    if ((folder === null) !== (none === true)) {
      throw new StrataError("BadInput", "Name either a folder or --none.", {
        hint: "An import of one folder sets it by itself; `strata labels` shows it.",
      });
    }
    return { ...typed, folder };
  },
  render: ({ label, folder }) => [
    folder === null ? `${label} is of no folder now` : `${label} is of ${safeName(folder)}`,
  ],
});

/** `strata label ignore` */
export const labelIgnoreCli = defineCli({
  command: "label.ignore",
  words: "label ignore",
  arguments: [
    label,
    { syntax: "[patterns...]", about: "in place of those there are (gitignore syntax); none: show them" },
  ],
  options: [
    { flags: "--clear", about: "remove all patterns" },
    { flags: "--gitignore", about: "let .gitignore files count too" },
    { flags: "--no-gitignore", about: "let .gitignore files not count" },
  ],
  input: ({ clear, patterns, ...typed }) => {
    const given = Array.isArray(patterns) && patterns.length > 0;
    if (given && clear === true) {
      throw new StrataError("BadInput", "--clear removes all patterns, and patterns were given.", {
        hint: "Give the patterns alone: they take the place of those there are.",
      });
    }
    return { ...typed, ...(given ? { patterns } : clear === true ? { patterns: [] } : {}) };
  },
  render: ({ label, ignore, gitignore }) => [
    `${label} leaves out ${ignore.length === 0 ? "nothing" : "what matches"}; .gitignore files ${gitignore ? "count too" : "do not count"}`,
    ...ignore.map((pattern) => `  ${safeText(pattern)}`),
  ],
});
