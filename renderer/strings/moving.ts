/** Moving the store to another folder. */
export const moving = {
  title: "Move the store",
  about:
    "Everything is copied and checked first; you can go on working meanwhile. The old one stays until you delete it.",
  from: "From",
  to: "To",
  confirm: "Move the store",
  starting: "Starting…",
  phases: {
    copying: "Copying…",
    verifying: "Checking the copy…",
    switching: "Switching to the copy…",
  },
  done: (to: string) => `The store is at ${to} now`,
  deleteTitle: "Delete the old store",
  deleteAbout: (size: string) =>
    `This gives ${size} back. The store itself is in its new place; a small file stays that says where.`,
  deleteConfirm: "Delete the old one",
  deleted: (size: string) => `The old store is deleted: ${size} freed`,
} as const;
