import { many } from "./common.ts";

interface Touched {
  readonly labels?: readonly string[] | undefined;
  readonly mounts?: readonly string[] | undefined;
  readonly merges?: readonly number[] | undefined;
  readonly paths?: readonly string[] | undefined;
  readonly totals?:
    | { readonly [K in "labels" | "moves" | "mounts" | "merges" | "paths"]?: number | undefined }
    | undefined;
}

/** The most names of a kind that one line has. */
const NAMES = 5;

function some(names: readonly (string | number)[] = [], total = names.length): string {
  const shown = names.slice(0, NAMES);
  const rest = total - shown.length;
  return rest > 0 ? `${shown.join(", ")} and ${many(rest, "more", "more")}` : shown.join(", ");
}

/** Checking, repairing and scrubbing the store. */
export const storage = {
  verify: {
    title: "Check the store",
    about: "Reads everything in the store and checks that it is intact. This can take a while.",
    phases: {
      databases: "Checking databases…",
      objects: "Reading content…",
      snapshots: "Checking snapshots…",
      touched: "Finding what is affected…",
      repairing: "Repairing…",
    },
    starting: { verify: "Starting…", plan: "Planning the repair…", repair: "Starting the repair…" },
    paused: "Paused",
    pause: "Pause",
    resume: "Resume",
    stop: "Stop",
    close: "Close",
    quick: "Only check quickly",
    full: "Check in full",
    quickAbout: "Databases, packs and manifests were checked; contents were not read.",
    plan: "Plan a repair…",
    repair: "Repair",
    restoreDatabase: "Repair and restore the database",
    good: "Everything is intact",
    goodAbout: (objects: string, bytes: string) => `${objects} objects were read, ${bytes} in total.`,
    bad: (count: number) => `${many(count, "problem", "problems")} found`,
    badAbout: "Everything that is not listed here is intact.",
    touches: ({ labels = [], mounts = [], merges = [], paths = [], totals = {} }: Touched) =>
      [
        labels.length > 0 ? `Affects ${some(labels, totals.labels)}` : "",
        totals.moves ? many(totals.moves, "move", "moves") : "",
        mounts.length > 0 ? `Working copies: ${some(mounts, totals.mounts)}` : "",
        merges.length > 0 ? `Merges: ${some(merges, totals.merges)}` : "",
        paths.length > 0 ? some(paths, totals.paths) : "",
      ]
        .filter(Boolean)
        .join(" · "),
    more: (count: number) => `and ${many(count, "more", "more")}`,
  },

  repair: {
    would: "What a repair would do",
    cannot: "None of this can be repaired",
    about: "Nothing is deleted: what is damaged is moved to the folder set-aside in the store.",
    nothing: "There is nothing to repair.",
    databaseLost: "The database is damaged, and there is no good copy of it.",
    done: "The store is repaired",
    doneAbout: "Everything that is needed is there.",
    left: (count: number) => `Repaired; ${many(count, "problem", "problems")} left`,
    leftAbout: "What is missing comes back when you import the same files again.",
    setAsidePack: (pack: string, bytes: string, kept: number, lost: number) =>
      `Set aside ${pack} (${bytes}): ${many(kept, "object", "objects")} kept in a new pack, ${lost} lost.`,
    setAsideFrame: (kept: number, lost: number) =>
      `Set aside a frame of the database: ${many(kept, "object", "objects")} kept, ${lost} lost.`,
    forgetPacks: (count: number) => `No longer look in ${many(count, "pack", "packs")} that are gone.`,
    rebuildIndex: "Rebuild the index.",
    writeDescription: "Write the store’s description again.",
    restoreDatabase: (made: string, isAsked: boolean) =>
      isAsked
        ? `Put the database’s copy of ${made} in its place.`
        : `Put the database’s copy of ${made} in its place, if you choose so.`,
    loses: (
      moves: number,
      labels: readonly { readonly label: string; readonly moves: number }[],
      others: number,
    ) =>
      [
        `Loses ${many(moves, "move", "moves")}`,
        labels.length > 0 ? `: ${some(labels.map((each) => `${each.label} (${each.moves})`))}` : "",
        others > 0
          ? `, and changes of ${many(others, "working copy or merge", "working copies or merges")}`
          : "",
        ".",
      ].join(""),
    losesUnknown: "Loses everything since then; the damaged database cannot say what that is.",
  },

  scrub: {
    title: "Check a part of the store every day",
    state: (last: string | null, percent: number) =>
      last === null
        ? "Nothing has been read yet. The whole store takes 30 days."
        : `Last read ${last}; ${percent} % of the store within 30 days.`,
  },
} as const;
