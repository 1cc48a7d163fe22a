/** How a failure leaves the store, by the error's code. */
const SAFETY: Readonly<Record<string, string>> = {
  DiskFull: "Everything that was in the store is safe. Only this could not be added.",
  WriteFailed: "Everything that was in the store is safe. Only this could not be added.",
  StoreLocked: "Nothing is lost. Another program is using the store right now.",
  StoreReadOnly: "Your snapshots are safe. You can browse them, but not add to them.",
  StoreMoved: "Your snapshots are safe, in the store’s new folder.",
  StoreTooNew: "Your snapshots are safe, but this version of Strata cannot read them.",
  DatabaseDamaged:
    "Your files are stored separately from what is damaged, and the database is backed up daily.",
  CorruptObject: "This content is damaged. Other snapshots and files are not affected.",
  MissingObject: "This content is missing. Other snapshots and files are not affected.",
  CorruptPack: "Some content is damaged. The rest of the store is not affected.",
  Internal: "Nothing in the store was changed.",
};

/** The next step, by the error's code, where the error's own hint is for a command line. */
const NEXT: Readonly<Record<string, string>> = {
  ENOENT: "Check that it is still there. If it is on a disk that is not connected, connect it and try again.",
  StoreLocked: "Try again when the other program has finished.",
  CorruptObject: "Check the store in Settings to see what is damaged and which snapshots it affects.",
  MissingObject: "Check the store in Settings to see what is missing and which snapshots it affects.",
  LabelProtected: "Remove the protection in the label’s menu, or say there that it is meant.",
  WouldUndo: "Take the snapshot again to see what it would undo. It can replace that, or start a new label.",
  DatabaseDamaged: "Restart Strata: it then offers to restore the latest good copy.",
};

export const errors = {
  retry: "Try again",
  copyDetails: "Copy details",
  /** Says whether data is safe. */
  safety: (code: string) => SAFETY[code] ?? "Nothing was changed.",
  /** Returns the next step; undefined if none is known. */
  next: (code: string, hint: string | undefined) => NEXT[code] ?? hint,
} as const;
