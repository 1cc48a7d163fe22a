import { describe, expect, it } from "vitest";
import { enabledCommands, type MenuContext } from "./menu-commands.ts";

const everything: MenuContext = {
  canWrite: true,
  isAsking: false,
  label: { isDeleted: false },
  snapshot: { isHead: false },
};
const without = (change: Partial<MenuContext>) => enabledCommands({ ...everything, ...change });

describe("enabledCommands", () => {
  it("has everything for an earlier snapshot of a label", () => {
    expect(enabledCommands(everything).sort()).toEqual(
      [
        "compare",
        "export",
        "filter-labels",
        "focus-files",
        "focus-history",
        "focus-labels",
        "import-files",
        "import-folder",
        "keys",
        "reset",
        "restore",
        "settings",
        "snapshot-now",
        "start-label",
      ].sort(),
    );
  });

  it("has nothing while a dialog asks", () => {
    expect(without({ isAsking: true })).toEqual([]);
  });

  it("changes nothing in a store that cannot be written", () => {
    const enabled = without({ canWrite: false });
    for (const command of ["import-folder", "import-files", "snapshot-now", "reset", "start-label"]) {
      expect(enabled).not.toContain(command);
    }
    expect(enabled).toContain("export");
  });

  it("does not restore to where the label is already", () => {
    expect(without({ snapshot: { isHead: true } })).not.toContain("reset");
  });

  it("takes no snapshot of a label that is deleted", () => {
    expect(without({ label: { isDeleted: true } })).not.toContain("snapshot-now");
  });
});
