import { many } from "./common.ts";

const items = (count: number) => many(count, "item", "items");

export const importing = {
  drop: {
    title: "Drop to take a snapshot",
    about: (count: number) => (count === 1 ? "1 file or folder" : items(count)),
    nothing: "That did not contain any files or folders",
    later: (what: string) => `${what} is next, once you close this dialog`,
  },
  several: items,

  title: (what: string) => `Take a snapshot of ${what}`,
  from: "From",
  morePaths: (count: number) => `and ${many(count, "more", "more")}`,
  label: "Label",
  findingName: "Finding a name…",
  chooseName: "Choose a name",
  newLabel: "New label. Its history starts here.",
  newLabelOf: (name: string) => `New label, described as “${name}”.`,
  knownLabel: "Adds the next snapshot to this label.",
  labelOfAnother: (folder: string) =>
    `Adds the next snapshot to this label, which was of another folder so far: ${folder}.`,
  deletedLabel: "A deleted label has this name. Bring it back first, or choose another name.",
  message: "Message",
  messageHint: "Optional: what is worth remembering about it.",
  options: "Options",
  gitignore: "Leave out what .gitignore files list",
  always: "Remember this for the next snapshots",
  moreOptions: "More",
  reread: "Read every file again",
  rereadHint: "Also those whose size and times are as they were. It takes as long as the first snapshot did.",
  readAgain: "Read every file again…",

  counting: {
    title: "Looking through your files…",
    found: (files: string, bytes: string) => `${files} found so far, ${bytes}`,
    stop: "Stop counting",
    stopped: "Counting stopped. You can still take the snapshot.",
    again: "Count again",
    now: "Start now",
    disk: "A whole disk is not counted, since that would take too long.",
  },
  numbers: {
    title: "What was found",
    files: "Files",
    size: "Size",
    ignored: "Left out",
    skipped: "Unsupported",
    toRead: "To read",
  },
  changes: {
    first: "Everything is new.",
    some: "Changed since the last snapshot",
    someTip:
      "Told by size and time. Files whose content turns out to be the same are not counted in the snapshot.",
    filter: "Filter changed files",
    noMatch: "No changed file has this in its path.",
    matches: (count: number) => many(count, "changed file matches", "changed files match"),
    firstOf: (shown: number, all: number) =>
      `The first ${shown.toLocaleString()} of ${many(all, "changed file", "changed files")} are listed.`,
    none: "Nothing changed since the last snapshot",
    noneNow: "Every file is as the label holds it, so there is nothing to take.",
    noneAbout: "You can still take one, which checks every file. If nothing differs, no snapshot is added.",
    list: "Changed files",
  },
  more: (count: number) => `and ${many(count, "more", "more")}`,
  take: "Take snapshot",
  takeAnyway: "Take snapshot anyway",

  warnings: (count: number) => many(count, "note", "notes"),
  leaveOut: "Leave out",

  queued: (label: string) => `The snapshot of ${label} starts when the current one is done`,
  queuedAlready: (label: string) => `A snapshot of ${label} is already waiting`,

  activity: {
    title: (label: string) => `Snapshot of ${label}`,
    progress: (label: string) => `Progress of the snapshot of ${label}`,
    phases: { starting: "Starting", looking: "Looking", reading: "Reading", finishing: "Finishing" },
    paused: "Paused",
    stopping: "Stopping",
    found: (files: string) => `${files} found`,
    filesOf: (done: string, total: string) => `${done} of ${total} files`,
    rate: (bytes: string) => `${bytes}/s`,
    newBytes: (bytes: string) => `${bytes} new`,
    keptBytes: (bytes: string) => `${bytes} already in the store`,
    left: (time: string) => `${time} left`,
    pause: "Pause",
    resume: "Resume",
    cancel: "Cancel the snapshot",
    waiting: (count: number) => `${many(count, "snapshot", "snapshots")} waiting`,
    notTake: (label: string) => `Cancel ${label}`,
  },

  done: (label: string, files: string) => `Snapshot of ${label} taken: ${files}`,
  same: (label: string) => `Nothing changed in ${label}. No snapshot was needed.`,
  cancelled: (label: string) => `The snapshot of ${label} was cancelled. Nothing was changed.`,
  details: "Details",
  show: "Show",
  rulesFailed: (label: string) => `Could not save what ${label} leaves out`,

  failed: {
    title: (label: string) => `The snapshot of ${label} was not taken`,
    notice: (label: string) => `The snapshot of ${label} was not taken`,
    choose: "Choose another folder…",
  },

  receipt: {
    title: (label: string) => `Snapshot of ${label}`,
    same: "Nothing changed, so no snapshot was added.",
    added: "New files",
    modified: "Changed files",
    removed: "Removed files",
    unchanged: "Files not read again",
    files: "Total files",
    bytes: "Total size",
    newBytes: "New content",
    kept: "Already in the store",
    stored: "Store grew by",
    took: "Time",
    takes: (time: string, rate: string | null) => (rate === null ? time : `${time}, ${rate}/s`),
    skipped: (count: number) => `${many(count, "item was", "items were")} left out`,
    warnings: (count: number) => many(count, "note", "notes"),
    show: "Show snapshot",
    none: "No receipt yet",
    noneAbout: "After a snapshot, this tells what it found, stored and left out.",
  },

  now: {
    snapshot: "Snapshot now",
    add: "Add a snapshot…",
    snapshotTip: (folder: string) => `See what changed in ${folder} and take the next snapshot`,
    goneTitle: (label: string) => `The folder of ${label} is not there`,
    goneAbout: (folder: string) => `It was at ${folder}`,
    goneNext:
      "If it is on a disk that is not connected, connect it and try again. If it was moved, choose where it is now. Its snapshots are safe.",
    choose: "Choose new location…",
  },

  interrupted: {
    region: "Interrupted snapshots",
    what: (label: string) => `The snapshot of ${label} was interrupted`,
    about: "What was read so far is kept.",
    goOn: "Resume",
    dismiss: "Dismiss",
  },
} as const;
