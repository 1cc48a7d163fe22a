import type { CommandName } from "../../core/api/registry/registry.ts";
import { AppError, ask } from "../api/bridge.ts";
import { attempt } from "../model/attempt.ts";
import { type ExportJob, useExport } from "../model/export/export.ts";
import { type Receipt, useImports } from "../model/import/imports.ts";
import type { ImportPlan } from "../model/import/plan.ts";
import type { DialogRequest } from "../state/dialogs.ts";
import { useSelection } from "../state/selection.ts";
import { type Answers, failure, held } from "./fake-bridge.ts";
import { COMBINE_CASES, DECIDE_MANY_CASES, INTO_CASES, KEEP_BOTH_CASES } from "./merge-dialog-cases.ts";
import { moveOf } from "./samples.ts";
import { PATH_CASES, PUSH_CASES } from "./working-dialog-cases.ts";

/** An element by its role and name. */
export type Named = readonly [role: string, name: string | RegExp];

/** The command that a dialog is there for. */
export interface Work {
  readonly command: CommandName;
  /** The button that asks for it. */
  readonly button: string;
  /** The text without which it cannot be asked for; it goes into the field that has the focus. */
  readonly typed?: string;
  /** The store's answer. */
  readonly answer?: object;
  /** The button that is there afterwards, where the dialog goes on to another step instead of closing. */
  readonly leadsTo?: string;
  /** The button that leads back to this step after a failure, where the dialog is at an earlier one then. */
  readonly backBy?: string;
  /** Whether the dialog is gone as soon as it is asked for, and a failure is told elsewhere. */
  readonly goesAhead?: true;
}

/** What a dialog shows of the store. */
export interface Shown {
  /** The command that tells it. */
  readonly command: CommandName;
  /** The button that can be pressed once it is there, and the one in its place that can be pressed before. */
  readonly button?: string;
  readonly meanwhile?: string;
}

/** A dialog at one of its steps, and how its keyboard behaves there. */
export interface DialogCase {
  readonly request: DialogRequest;
  /** The step, where the dialog has several. */
  readonly at?: string;
  readonly answers?: Answers;
  /** Brings the window into the state that the dialog shows. */
  readonly setUp?: () => void;
  /** The buttons that lead from the first step to this one. */
  readonly via?: readonly string[];
  /** The element with the focus at first; null: the dialog itself. */
  readonly focus: Named | null;
  /** What Enter does there, once the text is typed: nothing also where it only starts a new line. */
  readonly enter: "does" | "closes" | "goes back" | "nothing";
  /** Whether it stays open at Escape: something is under way that only its own buttons end. */
  readonly staysOpen?: true;
  readonly shows?: Shown;
  readonly work?: Work;
}

const plan: ImportPlan = { input: { paths: ["/home"], label: "work" }, isNew: false };
const exporting = { name: "export", ref: "b0", title: "work", isFile: false } as const;
const job: ExportJob = { request: exporting, input: { ref: "b0", to: "/out" }, at: "/out" };
const written = { files: 1, skipped: [], warnings: [], notes: [] };
const undoing = {
  base: { seq: 6, ca_id: "b0" },
  last: 7,
  moves: [],
  move_count: 1,
  counts: { removed: 1, returned: 0, reverted: 0, changed: 0 },
  changes: [{ path: "theirs.txt", effect: "removed" }],
  other_folder: null,
  new_label: "work-2",
};
const taken = {
  label: "work",
  moved: true,
  changes: { added: 1, modified: 0, removed: 0, bytes: 1 },
  ...{ unchanged: 0, files: 1, bytes: 1, new_bytes: 1, stored_bytes: 1, skipped: [], warnings: [] },
};
/** A store that keeps the latest 10 moves, and a label that says nothing else. */
const retentionAnswers: Answers = {
  "retention.show": ({ label }) => {
    const retention = { keep: "last" as const, moves: 10 };
    return { store: retention, labels: label === undefined ? [] : [{ label, retention, own: false }] };
  },
  "retention.preview": () => ({ moves: 12, dropped: 2, kept: 1 }),
};
const collected = {
  ...{ dry_run: false, roots: 1, marked: 1, deleted: 2, pruned_entries: 1, freed_bytes: 1000, snapshots: 1 },
  labels: [{ label: "work", kept: 2, deleted: [1], thinned: [] }],
  packs: { dropped: 1, rewritten: 0, stay: 1 },
  ...{ waste_bytes: 0, stuck: [], notes: [] },
};
const name: Named = ["textbox", /^Name/];

/**
 * Every dialog of the window at every step: the suite in shell/every-dialog.test.tsx goes through all of them. A new dialog is
 * one line here, which the compiler asks for.
 */
export const DIALOGS: Readonly<Record<DialogRequest["name"], readonly DialogCase[]>> = {
  import: [
    {
      request: { name: "import", paths: ["/home"], label: "work" },
      focus: ["textbox", /^Message/],
      enter: "does",
      shows: { command: "preflight", button: "Take snapshot", meanwhile: "Start now" },
      work: { command: "import", button: "Take snapshot", answer: taken, goesAhead: true },
    },
  ],
  receipt: [
    {
      request: { name: "receipt" },
      setUp: () => useImports.setState({ receipt: { plan, output: taken, took: 5 } as unknown as Receipt }),
      focus: ["button", "Show snapshot"],
      enter: "closes",
    },
    { request: { name: "receipt" }, at: "nothing imported", focus: null, enter: "nothing" },
  ],
  "import-failed": [
    {
      request: { name: "import-failed" },
      setUp: () => useImports.setState({ failed: { plan, error: new AppError(failure("DiskFull")) } }),
      focus: ["button", "Close"],
      enter: "closes",
    },
    {
      request: { name: "import-failed" },
      at: "would undo",
      setUp: () =>
        useImports.setState({
          failed: { plan, error: new AppError({ ...failure("WouldUndo"), data: undoing }) },
        }),
      focus: ["button", "Cancel"],
      enter: "closes",
      work: { command: "import", button: "Replace", answer: taken, goesAhead: true },
    },
  ],
  "folder-gone": [
    {
      request: { name: "folder-gone", label: "work", folder: "/home" },
      focus: ["button", "Choose new location…"],
      enter: "does",
      work: { command: "label.folder", button: "Choose new location…" },
    },
  ],
  export: [
    {
      request: exporting,
      focus: ["button", "Choose location…"],
      enter: "does",
      work: { command: "export", button: "Choose location…", answer: written },
    },
    {
      request: exporting,
      at: "writing",
      setUp: () => useExport.setState({ state: { step: "writing", job, handle: null } }),
      focus: ["button", "Cancel export"],
      enter: "nothing",
      staysOpen: true,
    },
    {
      request: exporting,
      at: "files in the way",
      setUp: () =>
        useExport.setState({
          state: { step: "in-the-way", job, error: new AppError(failure("FilesInTheWay")) },
        }),
      focus: ["button", "Export"],
      enter: "does",
      work: { command: "export", button: "Export", answer: written },
    },
    {
      request: exporting,
      at: "failed",
      setUp: () =>
        useExport.setState({ state: { step: "failed", job, error: new AppError(failure("DiskFull")) } }),
      focus: ["button", "Close"],
      enter: "closes",
      work: { command: "export", button: "Try again", answer: written },
    },
  ],
  restore: [
    {
      request: { name: "restore", label: "work", snapshot: "b0", path: "a.txt", isFile: true, at: 1 },
      focus: ["button", "Restore"],
      enter: "does",
      work: { command: "export", button: "Restore", answer: written },
    },
  ],
  "left-out": [
    {
      request: { name: "left-out", title: "Left out", about: "Why", rows: [{ path: "a", reason: "a pipe" }] },
      focus: ["button", "Close"],
      enter: "closes",
    },
  ],
  "start-label": [
    {
      request: { name: "start-label", snapshot: "b0", from: "work" },
      focus: name,
      enter: "does",
      work: { command: "label.create", button: "Start label", typed: "other" },
    },
  ],
  "rename-label": [
    {
      request: { name: "rename-label", label: "work" },
      focus: name,
      enter: "does",
      work: { command: "label.rename", button: "Rename", typed: "other" },
    },
  ],
  "describe-label": [
    {
      request: { name: "describe-label", label: "work", description: "" },
      focus: ["textbox", /^Description/],
      enter: "nothing",
      work: { command: "label.describe", button: "Save", typed: "For drafts" },
    },
  ],
  "label-settings": [
    {
      request: { name: "label-settings", label: "work" },
      focus: null,
      enter: "nothing",
      work: { command: "label.ignore", button: "Save" },
    },
  ],
  retention: [
    {
      request: { name: "retention", label: "work" },
      answers: retentionAnswers,
      focus: ["radio", "As the store says: the latest 10 moves"],
      enter: "nothing",
      work: { command: "retention.set", button: "Save" },
    },
    {
      request: { name: "retention", label: null },
      at: "store",
      answers: retentionAnswers,
      focus: ["radio", "The latest moves"],
      enter: "nothing",
      work: { command: "retention.set", button: "Save" },
    },
  ],
  protected: [
    {
      request: {
        name: "protected",
        label: "work",
        does: "Delete work.",
        button: "Delete",
        override: () => attempt(ask("label.delete", { label: "work", override: true })),
      },
      focus: ["button", "Cancel"],
      enter: "closes",
      work: { command: "label.delete", button: "Delete anyway", goesAhead: true },
    },
  ],
  "pick-side": [
    { request: { name: "pick-side", which: "from" }, focus: null, enter: "nothing" },
    {
      request: { name: "pick-side", which: "from" },
      at: "with a move",
      setUp: () => useSelection.setState({ label: "work" }),
      answers: { history: () => ({ entries: [moveOf() as never], total: 1, moves: 1, jumps: [] }) },
      focus: ["listbox", /work/],
      enter: "closes",
      shows: { command: "history", button: "Compare" },
    },
  ],
  recovered: [
    {
      request: {
        name: "recovered",
        report: { store: "/store", database: "restored", index: "sound", description: "sound" },
      },
      focus: null,
      enter: "nothing",
    },
  ],
  push: PUSH_CASES,
  "decide-many": DECIDE_MANY_CASES,
  "keep-both": KEEP_BOTH_CASES,
  "combine-words": COMBINE_CASES,
  "merge-into": INTO_CASES,
  "rename-copy": [
    {
      request: { name: "rename-copy", mount: 1 },
      focus: name,
      enter: "does",
      work: { command: "mount.rename", button: "Rename", typed: "other" },
    },
  ],
  "working-path": PATH_CASES,
  "free-space": [
    {
      request: { name: "free-space", deletedToo: false },
      answers: { gc: () => collected },
      focus: ["button", "Cancel"],
      enter: "closes",
      shows: { command: "gc", button: "Free space" },
      work: { command: "gc", button: "Free space", answer: collected, leadsTo: "Done" },
    },
  ],
  "move-store": [
    {
      request: { name: "move-store", to: "/new" },
      focus: ["button", "Cancel"],
      enter: "closes",
      work: {
        command: "store.move",
        button: "Move the store",
        answer: { from: "/store", to: "/new", problems: 0, old: null, old_deleted: false },
      },
    },
  ],
  "delete-old": [
    {
      request: { name: "delete-old", folder: "/old", bytes: 1000 },
      focus: ["button", "Cancel"],
      enter: "closes",
      work: {
        command: "store.delete_old",
        button: "Delete the old one",
        answer: { old: { folder: "/old", bytes: 1000 } },
      },
    },
  ],
  verify: [
    {
      request: { name: "verify" },
      answers: { verify: () => held<never>().promise },
      focus: null,
      enter: "nothing",
    },
    {
      request: { name: "verify" },
      at: "damaged",
      answers: {
        verify: () => ({ ok: false, problems: [{ code: "Damaged", message: "A pack is gone." }] as never }),
      },
      focus: null,
      enter: "nothing",
    },
  ],
  settings: [{ request: { name: "settings" }, focus: null, enter: "nothing", shows: { command: "status" } }],
  keys: [{ request: { name: "keys" }, focus: ["region", "Keyboard shortcuts"], enter: "nothing" }],
};
