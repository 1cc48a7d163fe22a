import { describe, expect, it } from "vitest";
import { enabledCommands, type MenuContext } from "./menu-commands.ts";

const everything: MenuContext = {
  canWrite: true,
  isAsking: false,
  label: { isDeleted: false },
  snapshot: { isHead: false, isKept: false },
  isWorking: false,
  isMerging: false,
  isStorage: false,
  steps: { undo: true, redo: true },
};
const without = (change: Partial<MenuContext>) => enabledCommands({ ...everything, ...change });

describe("enabledCommands", () => {
  it("has everything for an earlier snapshot of a label", () => {
    expect(enabledCommands(everything).sort()).toEqual(
      [
        "check-store",
        "compare",
        "compare-with",
        "time-slider",
        "export",
        "filter-labels",
        "focus-files",
        "focus-history",
        "focus-labels",
        "import-files",
        "import-folder",
        "keep-move",
        "keys",
        "merge-into",
        "retention",
        "open-working",
        "redo",
        "storage",
        "reset",
        "restore",
        "settings",
        "snapshot-now",
        "start-label",
        "undo",
      ].sort(),
    );
  });

  it("has nothing while a dialog asks", () => {
    expect(without({ isAsking: true })).toEqual([]);
  });

  it("has nothing of labels and snapshots while a merge has the window", () => {
    expect(without({ isMerging: true }).sort()).toEqual(["keys", "redo", "settings", "undo"]);
  });

  it("changes nothing in a store that cannot be written", () => {
    const enabled = without({ canWrite: false });
    for (const command of [
      "import-folder",
      "import-files",
      "snapshot-now",
      "reset",
      "start-label",
      "open-working",
      "merge-into",
      "undo",
      "redo",
    ]) {
      expect(enabled).not.toContain(command);
    }
    expect(enabled).toContain("export");
  });

  it("does not restore to where the label is already", () => {
    expect(without({ snapshot: { isHead: true, isKept: true } })).not.toContain("reset");
  });

  it("pushes a working copy, and does nothing about snapshots meanwhile", () => {
    const enabled = without({ isWorking: true });
    expect(enabled).toContain("push-working");
    expect(enabled).toContain("focus-files");
    expect(enabled).not.toContain("snapshot-now");
    expect(enabled).not.toContain("export");
    expect(without({ isWorking: true, canWrite: false })).not.toContain("push-working");
  });

  it("is left again from the storage, which has the window", () => {
    expect(without({ isStorage: true }).sort()).toEqual(["keys", "settings", "storage"]);
  });

  it("undoes and makes again only what there is", () => {
    const enabled = without({ steps: { undo: true, redo: false } });
    expect(enabled).toContain("undo");
    expect(enabled).not.toContain("redo");
  });

  it("takes no snapshot of a label that is deleted", () => {
    expect(without({ label: { isDeleted: true } })).not.toContain("snapshot-now");
  });
});
