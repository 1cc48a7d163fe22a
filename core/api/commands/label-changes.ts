import { resolve } from "node:path";
import { z } from "zod";
import { unknownLabel } from "../../labels/label-errors.ts";
import { IgnoreRules } from "../../snapshot/ignore-rules.ts";
import { defineCommand } from "../command.ts";
import { diskPath, knownLabel, text } from "../schemas.ts";

/** Describes a label. */
export const labelDescribeCommand = defineCommand({
  name: "label.describe",
  summary: "Sets the description of a label.",
  kind: "write",
  input: z.strictObject({ label: knownLabel, description: text }),
  output: z.strictObject({ label: z.string(), description: z.string() }),
  async run(repository, { label, description }) {
    const changed = await repository.run("amendLabel", { label, change: { description } });
    return { label, description: changed.description };
  },
});

/** Pins or unpins a label. */
export const labelPinCommand = defineCommand({
  name: "label.pin",
  summary: "Marks a label as pinned in the lists, or no longer.",
  kind: "write",
  input: z.strictObject({ label: knownLabel, pinned: z.boolean().default(true) }),
  output: z.strictObject({ label: z.string(), pinned: z.boolean() }),
  async run(repository, { label, pinned }) {
    const changed = await repository.run("amendLabel", { label, change: { pinned } });
    return { label, pinned: changed.pinned };
  },
});

/** Protects a label, or no longer. */
export const labelProtectCommand = defineCommand({
  name: "label.protect",
  summary: "Lets a label be moved, renamed or deleted only where that is said on purpose, or lets it freely.",
  kind: "write",
  input: z.strictObject({ label: knownLabel, protected: z.boolean().default(true) }),
  output: z.strictObject({ label: z.string(), protected: z.boolean() }),
  async run(repository, { label: name, protected: isProtected }) {
    await repository.run("amendLabelSettings", { label: name, change: { protected: isProtected || null } });
    return { label: name, protected: isProtected };
  },
});

/** Sets the folder that a label is of. */
export const labelFolderCommand = defineCommand({
  name: "label.folder",
  summary: "Sets the folder on disk that a label is of, or that it is of none.",
  kind: "write",
  input: z.strictObject({ label: knownLabel, folder: diskPath.nullable() }),
  output: z.strictObject({ label: z.string(), folder: z.string().nullable() }),
  async run(repository, { label: name, folder }) {
    const resolved = folder === null ? null : resolve(folder);
    await repository.run("amendLabelSettings", { label: name, change: { folder: resolved } });
    return { label: name, folder: resolved };
  },
});

/** Shows or sets the ignore rules of imports into a label. */
export const labelIgnoreCommand = defineCommand({
  name: "label.ignore",
  summary: "Sets which files imports under a label leave out, or shows it.",
  kind: "write",
  input: z.strictObject({
    label: knownLabel,
    /** Patterns with gitignore syntax in place of those that there are; none: they stay. Throws `BadIgnoreRules`. */
    patterns: z.array(z.string()).optional(),
    /** Whether `.gitignore` files count too; none: it stays. */
    gitignore: z.boolean().optional(),
  }),
  output: z.strictObject({ label: z.string(), ignore: z.array(z.string()), gitignore: z.boolean() }),
  async run(repository, { label: name, patterns, gitignore }) {
    const change = {
      ...(patterns !== undefined && { ignore: patterns }),
      ...(gitignore !== undefined && { gitignore }),
    };
    if (patterns !== undefined) IgnoreRules.forLabel({ ignore: patterns });
    const isShown = Object.keys(change).length === 0;
    const label = isShown
      ? await repository.label(name)
      : await repository.run("amendLabelSettings", { label: name, change });
    if (label === undefined) throw unknownLabel(name);
    const { ignore = [], gitignore: counts = false } = label.settings;
    return { label: name, ignore: [...ignore], gitignore: counts };
  },
});
