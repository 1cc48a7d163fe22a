import { isAbsolute } from "node:path";
import { z } from "zod";
import { StrataError } from "../errors.ts";
import { labelNameFor, parseLabelName } from "../labels/label-name.ts";
import { MAX_TEXT_BYTES } from "../labels/move-rules.ts";
import { hasLoneSurrogate } from "../manifest/path.ts";

// Each `error` names the expected value, as the end of "… must be".

/** A snapshot's id. */
export const snapshotId = z.string().regex(/^[0-9a-f]{64}$/, { error: "64 hex digits" });

/** The input of {@link locate}: a reference and, behind the first `:`, a path in its snapshot. */
export const locator = z.string();

/** The input of {@link locateSnapshot}: a reference to a whole snapshot. */
export const reference = z.string();

/** The name of a label that should be there; which it is not when it is no name at all. */
export const knownLabel = z.string();

/** The name of a label that may come into being. Fails as `BadLabelName`, with a name that would do. */
export const newLabel = z.string().check(({ value, issues }) => {
  try {
    parseLabelName(value);
  } catch (thrown) {
    if (!(thrown instanceof StrataError)) throw thrown;
    const error = { ...thrown.toJSON(), hint: `${thrown.hint} Try ${labelNameFor(value)}.` };
    issues.push({ code: "custom", input: value, message: thrown.message, params: { error } });
  }
});

/** A message or a description: checked here too, since an import should not read everything first. */
export const text = z
  .string()
  .refine((value) => Buffer.byteLength(value) <= MAX_TEXT_BYTES && !hasLoneSurrogate(value), {
    error: () => `text of at most ${MAX_TEXT_BYTES.toLocaleString("en")} bytes of UTF-8`,
  });

/** Whether to move a protected label too. */
export const override = z.boolean().default(false);

/** Whether to read every file again, also those that look as they did when they were last read. */
export const reread = z.boolean().default(false);

/** A path on this machine. */
export const diskPath = z.string().refine(isAbsolute, { error: "an absolute path" });

/** A number of things. */
export const count = z
  .int({ error: "a whole number, 0 or more" })
  .nonnegative({ error: "a whole number, 0 or more" });

/** Something that was left out, or is not quite as it was. */
export const remark = z.strictObject({ path: z.string(), reason: z.string() });

/** A label's head, in the answer of a command that moved it. */
export const movedLabel = z.strictObject({ label: z.string(), ca_id: snapshotId });

/** How many paths a move added, modified and removed. */
export const changeCounts = z.strictObject({ added: count, modified: count, removed: count });

/** The kinds of move. */
export const op = z.enum(["create", "push", "reset", "force", "merge", "delete", "restore", "rename"]);
