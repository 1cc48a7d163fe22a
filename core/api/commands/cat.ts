import { z } from "zod";
import { defineCommand } from "../command.ts";
import { documentOf, fileDocument } from "../file-document.ts";
import { findFile } from "../find-file.ts";
import { locator, snapshotId } from "../schemas.ts";

/** Returns the content of a file. */
export const catCommand = defineCommand({
  name: "cat",
  summary: "Gives the content of a file in a snapshot.",
  kind: "read",
  input: z.strictObject({ ref: locator }),
  output: z.strictObject({ ca_id: snapshotId, ...fileDocument }),
  async run(repository, { ref }) {
    const { id, path, entry } = await findFile(repository, ref);
    const hint = "Read it as raw bytes (`strata cat` without --json), or export it.";
    return { ca_id: id, ...(await documentOf(path, entry.size, repository.content(entry), hint)) };
  },
  async stream(repository, { ref }) {
    const { entry } = await findFile(repository, ref);
    return { size: entry.size, bytes: repository.content(entry) };
  },
});
