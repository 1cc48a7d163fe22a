import { z } from "zod";
import { asStrataError, StrataError } from "../../errors.ts";
import { Repository } from "../../repository/repository.ts";
import { defineCommand, defineStoreCommand } from "../command.ts";
import { count, diskPath } from "../schemas.ts";
import type { StoreHandle } from "../store-handle.ts";

/** A folder that a store moved from, and the bytes of its files there. */
const left = z.strictObject({ folder: z.string(), bytes: count });

/** Moves a store. */
export const storeMoveCommand = defineStoreCommand({
  name: "store.move",
  summary: "Moves the store to another folder: copies it, checks the copy, and goes on with that.",
  kind: "write",
  input: z.strictObject({
    /** An empty folder, or one that does not exist yet. */
    to: diskPath,
    /** Deletes the old one when the store has moved. */
    delete_old: z.boolean().default(false),
  }),
  output: z.strictObject({
    from: z.string(),
    to: z.string(),
    /** Problems that the store had before and has still; `verify` lists them. */
    problems: count,
    /** What is, or was, left in the old place. */
    old: left.nullable(),
    /** Whether that was deleted. */
    old_deleted: z.boolean(),
  }),
  async run(store, { to, delete_old: deleteOld }, { signal, gate, onProgress }) {
    const repository = await store.repository();
    const { from, problems } = await repository.moveTo(to, {
      signal,
      gate,
      onProgress: (progress) => onProgress?.({ command: "store.move", ...progress }),
    });
    // Nobody writes to the old place any more.
    await store.close();
    const old = await oldPlace(store, to, deleteOld);
    return { from, to, problems, old, old_deleted: deleteOld };
  },
});

/** Tells what is left in the old place of a store that has moved, or deletes it. */
async function oldPlace({ options }: StoreHandle, to: string, deleteIt: boolean) {
  try {
    const repository = await Repository.open(to, { ...options, create: false });
    try {
      return (await repository.run(deleteIt ? "deleteLeftBehind" : "leftBehind", undefined)) ?? null;
    } finally {
      await repository.close();
    }
  } catch (thrown) {
    const error = asStrataError(thrown, "looking at the old place");
    throw new StrataError(error.code, `The store has moved to ${to}, but then: ${error.message}`, {
      hint: "What is left in the old place can be deleted with `strata store delete-old`.",
      data: { ...error.data, to },
      cause: error,
    });
  }
}

/** Tells what a move left behind. */
export const storeOldCommand = defineCommand({
  name: "store.old",
  summary: "Tells what is left of the store in the folder that it moved from.",
  kind: "read",
  input: z.strictObject({}),
  output: z.strictObject({ old: left.nullable() }),
  run: async (repository) => ({ old: (await repository.run("leftBehind", undefined)) ?? null }),
});

/** Deletes what a move left behind. */
export const storeDeleteOldCommand = defineCommand({
  name: "store.delete_old",
  summary: "Deletes what is left of the store in the folder that it moved from.",
  kind: "write",
  input: z.strictObject({}),
  output: z.strictObject({
    /** What was deleted; null: nothing was left. */
    old: left.nullable(),
  }),
  run: async (repository) => ({ old: (await repository.run("deleteLeftBehind", undefined)) ?? null }),
});
