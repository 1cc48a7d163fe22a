import { z } from "zod";
import { nodeFileWrites } from "../../files/node-file-writes.ts";
import { checkProfile, DEFAULT_PROFILE, type Profile } from "../../profile.ts";
import { Repository } from "../../repository/repository.ts";
import { readDescription } from "../../store/description.ts";
import { layoutOf } from "../../store/layout.ts";
import { recover } from "../../store/recover.ts";
import { defineCommand, defineStoreCommand } from "../command.ts";
import { closedNotices, packProblems } from "../opening-notices.ts";
import { count } from "../schemas.ts";
import { scrubFindings, scrubState, scrubStateOf } from "../scrub-schemas.ts";

const sizes = {
  inline_max: count.optional(),
  whole_max: count.optional(),
  chunk_min: count.optional(),
  chunk_avg: count.optional(),
  chunk_max: count.optional(),
};
const profile = z.strictObject({
  inline_max: count,
  whole_max: count,
  chunk_min: count,
  chunk_avg: count,
  chunk_max: count,
});

/** Creates a store. */
export const initCommand = defineStoreCommand({
  name: "init",
  summary: "Creates a store, or tells what the one that is there is like.",
  kind: "write",
  creates: true,
  /** How it cuts files, in bytes; with none of these any store will do, else one that exists must be just so. */
  input: z.strictObject(sizes),
  output: z.strictObject({ store: z.string(), created: z.boolean(), profile }),
  async run(store, input) {
    const created = readDescription(layoutOf(store.folder)) === undefined;
    const wanted = Object.values(input).every((size) => size === undefined)
      ? undefined
      : checkProfile(profileOf(input));
    // Of its own, since the store's handle may have it open already without asking for this profile.
    const repository = await Repository.open(store.folder, {
      ...store.options,
      profile: wanted,
      create: true,
    });
    try {
      return { store: store.folder, created, profile: describe(repository.profile) };
    } finally {
      await repository.close();
    }
  },
});

/** Reports the state of a store. */
export const statusCommand = defineCommand({
  name: "status",
  summary: "Tells where the store is, whether it can be written, and what opening it found wrong.",
  kind: "read",
  input: z.strictObject({}),
  output: z.strictObject({
    store: z.string(),
    writable: z.boolean(),
    /** Labels that are not deleted. */
    labels: count,
    /** Bytes of the store's files on disk. */
    bytes: count,
    /** In words: packs that are missing or damaged, and that others could read the store until now. */
    problems: z.array(z.string()),
    scrub: scrubState,
  }),
  async run(repository) {
    const { total } = repository.labelPage({ deleted: false, sort: "name", offset: 0, limit: 0 });
    return {
      store: repository.folder,
      ...(await repository.footprint()),
      labels: total,
      problems: [...packProblems(repository), ...scrubFindings(repository), ...closedNotices(repository)].map(
        (problem) => `${problem}.`,
      ),
      scrub: scrubStateOf(repository),
    };
  },
});

/** Makes a store whole that does not open. */
export const recoverCommand = defineStoreCommand({
  name: "recover",
  summary: "Brings back the newest good copy of a store's database if it is damaged or lost.",
  kind: "write",
  input: z.strictObject({}),
  /** Times are in ms since 1970. */
  output: z.strictObject({
    store: z.string(),
    /** `restored`: a copy has taken its place. */
    database: z.enum(["sound", "restored"]),
    restored_from: z.string().optional(),
    copy_made_at: z.number().optional(),
    /** When the last move was made that the copy has: later ones are lost. */
    lost_since: z.number().optional(),
    /** When a collection took something away after the copy was made: the copy may name snapshots that are gone. */
    collected_at: z.number().optional(),
    /** The folder that damaged files were moved to. */
    set_aside: z.string().optional(),
    /** `removed`: it is made again by the next command that writes. */
    index: z.enum(["sound", "removed"]),
    /** `restored`: `store.json` was written anew. */
    description: z.enum(["sound", "restored"]),
  }),
  async run(store) {
    await store.close();
    const report = recover(layoutOf(store.folder), nodeFileWrites, Date.now());
    const { database, restoredFrom, copyMadeAt, lostSince, collectedAt, setAside, index, description } =
      report;
    return {
      store: store.folder,
      database,
      ...(restoredFrom !== undefined && { restored_from: restoredFrom }),
      ...(copyMadeAt !== undefined && { copy_made_at: copyMadeAt }),
      ...(lostSince !== undefined && { lost_since: lostSince }),
      ...(collectedAt !== undefined && { collected_at: collectedAt }),
      ...(setAside !== undefined && { set_aside: setAside }),
      index,
      description,
    };
  },
});

function profileOf(input: z.output<typeof initCommand.input>): Profile {
  return {
    inlineMax: input.inline_max ?? DEFAULT_PROFILE.inlineMax,
    wholeMax: input.whole_max ?? DEFAULT_PROFILE.wholeMax,
    chunkMin: input.chunk_min ?? DEFAULT_PROFILE.chunkMin,
    chunkAvg: input.chunk_avg ?? DEFAULT_PROFILE.chunkAvg,
    chunkMax: input.chunk_max ?? DEFAULT_PROFILE.chunkMax,
  };
}

function describe({ inlineMax, wholeMax, chunkMin, chunkAvg, chunkMax }: Profile): z.output<typeof profile> {
  return {
    inline_max: inlineMax,
    whole_max: wholeMax,
    chunk_min: chunkMin,
    chunk_avg: chunkAvg,
    chunk_max: chunkMax,
  };
}
