/** What a failure means for what is in the store, by the error's code. */
const SAFETY: Readonly<Record<string, string>> = {
  DiskFull: "Everything that was in the store is safe. Only this could not be added.",
  WriteFailed: "Everything that was in the store is safe. Only this could not be added.",
  StoreLocked: "Nothing is lost. Another program is using the store right now.",
  StoreReadOnly: "Your snapshots are safe. You can browse them, but not add to them.",
  StoreTooNew: "Your snapshots are safe, but this version of Strata cannot read them.",
  DatabaseDamaged:
    "Your files are stored separately from what is damaged, and the database is backed up daily.",
  CorruptObject: "This content is damaged. Other snapshots and files are not affected.",
  MissingObject: "This content is missing. Other snapshots and files are not affected.",
  CorruptPack: "Some content is damaged. The rest of the store is not affected.",
  Internal: "Nothing in the store was changed.",
};

export const errors = {
  retry: "Try again",
  copyDetails: "Copy details",
  /** Says whether data is safe. */
  safety: (code: string) => SAFETY[code] ?? "Nothing was changed.",
} as const;
