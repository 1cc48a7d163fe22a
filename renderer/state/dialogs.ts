import { type CSSProperties, useCallback, useState } from "react";
import { create } from "zustand";
import type { CommandOutput } from "../../core/api/registry/invoke.ts";

/** The report of a recovered database. */
export type RecoverReport = CommandOutput<"recover">;

/** Every dialog of the window, and what it is about. One is open at a time. */
export type DialogRequest =
  | { readonly name: "import"; readonly paths: readonly string[]; readonly label?: string }
  | { readonly name: "receipt" }
  | { readonly name: "import-failed" }
  | { readonly name: "folder-gone"; readonly label: string; readonly folder: string }
  | { readonly name: "export"; readonly ref: string; readonly title: string; readonly isFile: boolean }
  | {
      readonly name: "restore";
      readonly label: string;
      readonly snapshot: string;
      /** "" for everything. */
      readonly path: string;
      readonly isFile: boolean;
      readonly at: number;
    }
  | {
      readonly name: "left-out";
      readonly title: string;
      readonly about: string;
      readonly rows: readonly { readonly path: string; readonly reason: string }[];
    }
  | { readonly name: "start-label"; readonly snapshot: string; readonly from: string }
  | { readonly name: "rename-label"; readonly label: string }
  | { readonly name: "describe-label"; readonly label: string; readonly description: string }
  | { readonly name: "label-settings"; readonly label: string }
  /** Of a label, or of the store where that is null. */
  | { readonly name: "retention"; readonly label: string | null }
  | {
      readonly name: "protected";
      readonly label: string;
      /** The sentence about the effect; it also names the button. */
      readonly does: string;
      readonly button: string;
      /** Proceeds despite the protection. */
      override(): void;
    }
  | { readonly name: "pick-side"; readonly which: "from" | "to" }
  | { readonly name: "recovered"; readonly report: RecoverReport }
  /** `rebase`: what the label holds by now is brought in at once. */
  | { readonly name: "push"; readonly mount: number; readonly rebase?: boolean }
  | { readonly name: "rename-copy"; readonly mount: number }
  /** `pattern`: the files that are proposed at first; "" for all that are open. */
  | { readonly name: "decide-many"; readonly merge: number; readonly pattern: string }
  | { readonly name: "keep-both"; readonly merge: number; readonly path: string }
  | {
      readonly name: "combine-words";
      /** The name of the file. */
      readonly file: string;
      readonly sides: { readonly ours: string; readonly theirs: string };
      readonly colours: CSSProperties;
      /** The hunks whose words are combined, by the first line that changes: in the result, from 1. */
      readonly hunks: readonly {
        readonly line: number;
        readonly lines: number;
        readonly base: string;
        readonly theirs: string;
        readonly ours: string;
        readonly combined: string;
      }[];
      combine(): void;
    }
  /** A label, or one of its moves by its index, is merged into another label that is asked for; `into` is proposed. */
  | {
      readonly name: "merge-into";
      readonly label: string;
      readonly index: number | null;
      readonly title: string;
      readonly into?: string;
    }
  | {
      readonly name: "working-path";
      readonly mount: number;
      readonly what: "new-file" | "new-folder" | "rename" | "move";
      /** The folder that something new goes into, or what is renamed or moved. */
      readonly path: string;
    }
  | { readonly name: "verify" }
  /** Frees the space of what nothing needs; `deletedToo`: of labels too that were deleted in the last 30 days. */
  | { readonly name: "free-space"; readonly deletedToo: boolean }
  /** Moves the store to a folder. */
  | { readonly name: "move-store"; readonly to: string }
  /** Deletes what the store left in the folder that it moved from. */
  | { readonly name: "delete-old"; readonly folder: string; readonly bytes: number }
  | { readonly name: "settings" }
  | { readonly name: "keys" };

interface Dialogs {
  readonly open: DialogRequest | null;
  show(request: DialogRequest): void;
  close(): void;
}

/** Which dialog is open. */
export const useDialogs = create<Dialogs>()((set) => ({
  open: null,
  show: (open) => set({ open }),
  close: () => set({ open: null }),
}));

/**
 * Returns a function that closes the dialog open at the first render, and no other: its work may end long after it was
 * closed, while another is open.
 */
export function useClose(): () => void {
  const [request] = useState(() => useDialogs.getState().open);
  return useCallback(() => {
    const { open, close } = useDialogs.getState();
    if (open === request) close();
  }, [request]);
}

/** Returns the dialog of a name while it is open. */
export function useDialog<N extends DialogRequest["name"]>(
  name: N,
): Extract<DialogRequest, { name: N }> | null {
  return useDialogs(({ open }) =>
    open?.name === name ? (open as Extract<DialogRequest, { name: N }>) : null,
  );
}
