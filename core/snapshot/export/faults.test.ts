import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { EMPTY_FOLDER, symlinkEntry } from "../../manifest/entry.ts";
import { survived } from "../../testing/campaign.ts";
import { exportEntries } from "./export.ts";
import { exportOf, FaultyWrites, file, systemError, temporaryFolder, tree } from "./export-suite.ts";

const folder = temporaryFolder();
const ENTRIES = [
  ["dir/new", file("new dir")],
  ["flat/in", file("new flat")],
  ["hollow", EMPTY_FOLDER],
  ["kept", file("same")],
  ["link", symlinkEntry("new link")],
  ["text", file("new text")],
  ["was-link", file("new file")],
] as const;
const OLD: Record<string, string> = {
  flat: "old flat",
  kept: "same",
  link: "→ old link",
  text: "old text",
  "was-link": "→ kept",
};
const NEW: Record<string, string> = {
  "dir/new": "new dir",
  "flat/in": "new flat",
  hollow: "folder",
  kept: "same",
  link: "→ new link",
  text: "new text",
  "was-link": "new file",
};

function lay(target: string): void {
  mkdirSync(target);
  for (const [path, text] of Object.entries(OLD)) {
    if (text.startsWith("→ ")) symlinkSync(text.slice(2), join(target, path));
    else writeFileSync(join(target, path), text);
  }
  chmodSync(join(target, "kept"), 0o644);
}

/** Makes the nth write call fail, and counts all calls. */
function failing(nth: number, code: string) {
  const state = { calls: 0, failed: "" };
  const files = new FaultyWrites((call, path) => {
    if (++state.calls !== nth) return;
    state.failed = `${call} ${path}`;
    throw systemError(code);
  });
  return { files, state };
}

describe("when a write fails", () => {
  it.each(["ENOSPC", "EDQUOT", "EIO", "EACCES", "ENAMETOOLONG", "EPERM"])(
    "%s, at any call: every name holds the old or the new, whole, and exporting again completes it",
    async (code) => {
      const isEnd = code === "ENOSPC" || code === "EDQUOT" || code === "EIO";
      let nth = 1;
      for (; ; nth++) {
        const target = join(folder(), `${nth}`);
        lay(target);
        const { files, state } = failing(nth, code);
        const into = exportOf(target, ENTRIES, { overwrite: "always", caseSensitive: true });
        const outcome = await exportEntries({ ...into, files }).catch((thrown) => thrown);
        if (state.failed === "") break;

        if (isEnd) expect(outcome.code, state.failed).toBe(code === "EIO" ? "WriteFailed" : "DiskFull");
        else expect(outcome.skipped, state.failed).toHaveLength(1);
        for (const [path, text] of Object.entries(tree(target))) {
          const isAnEmptyNewFolder = text === "folder" && (path === "dir" || path === "flat");
          if (!isAnEmptyNewFolder) expect([OLD[path], NEW[path]], `${state.failed}: ${path}`).toContain(text);
        }
        for (const path of ["kept", "link", "text", "was-link"]) expect(tree(target)).toHaveProperty([path]);

        expect(await exportEntries(into)).toMatchObject({ skipped: [] });
        expect(tree(target)).toEqual(NEW);
        survived("faults", "exports");
      }
      // The number of calls of a whole export.
      expect(nth).toBeGreaterThan(30);
    },
  );

  it("refuses before anything is written, not even once", async () => {
    const target = join(folder(), "t");
    lay(target);
    const { files, state } = failing(0, "");
    const refused = exportEntries(exportOf(target, ENTRIES, { files, caseSensitive: true }));
    await expect(refused).rejects.toMatchObject({
      code: "FilesInTheWay",
      data: { paths: ["flat", "link", "text", "was-link"] },
    });
    expect(state.calls).toBe(0);
    expect(tree(target)).toEqual(OLD);
  });

  it("goes on without links where the system has none", async () => {
    const files = new FaultyWrites((call) => {
      if (call === "link") throw systemError("EPERM");
    });
    const report = await exportEntries(
      exportOf(
        folder(),
        [
          ["a", symlinkEntry("b")],
          ["b", file("text")],
        ],
        { files },
      ),
    );
    expect(report.files).toBe(1);
    expect(report.skipped).toMatchObject([
      { path: "a", code: "WriteFailed", reason: expect.stringContaining("links") },
    ]);
  });

  it("skips a name that is too long for the disk", async () => {
    const long = "x".repeat(300);
    const report = await exportEntries(
      exportOf(folder(), [
        [`${long}/a`, file("1")],
        [long, file("2")],
        ["y", file("3")],
      ]),
    );
    expect(report).toMatchObject({ files: 1, skipped: [{ code: "EINVAL" }, { code: "EINVAL" }] });
    expect(tree(folder())).toEqual({ y: "3" });
  });

  it("passes on what the entries themselves throw, and a defect", async () => {
    const files = new FaultyWrites(() => {
      throw new Error("a defect");
    });
    const failed = exportEntries(exportOf(folder(), ENTRIES, { files, caseSensitive: true }));
    await expect(failed).rejects.toMatchObject({ code: "Internal" });
  });
});
