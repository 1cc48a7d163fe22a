import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runStrata } from "../testing/cli.ts";
import type { CommandResult } from "../testing/command.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";

const cwd = temporaryFolder();

/** Runs the command line with the test's store. */
function strata(...args: string[]): Promise<CommandResult> {
  return runStrata(["--store", "store", ...args], { cwd });
}

describe("strata import of a folder whose label was moved meanwhile", () => {
  it("I13: ends with 3 and says what it would undo, until it is told to replace that", async () => {
    writeTree(join(cwd, "live"), { "a.txt": "first", "b.txt": "first" });
    await strata("import", "live", "-l", "work");
    writeFileSync(join(cwd, "live/a.txt"), "second");
    await strata("import", "live", "-l", "work", "-m", "second");
    await strata("undo", "work");
    const refused = await strata("import", "live", "-l", "work");
    expect(refused).toMatchObject({ code: 3, stdout: "" });
    expect(refused.stderr).toMatch(
      new RegExp(
        [
          "^strata: The import would undo a move of work that did not come from these paths: it would set 1 file back\\. ",
          "See `strata diff work [0-9a-f]{10}`; then import with --replace, or under another label: --label work-2\\.\n",
          "Moves that would be undone:\n",
          " \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d  reset  [0-9a-f]{10}  .*\\(cli\\)\n",
          "Files that would not stay as the label holds them:\n",
          "  reverted  a\\.txt\n$",
        ].join(""),
      ),
    );
    const { code, stdout, stderr } = await strata("import", "live", "-l", "work", "--json");
    expect({ code, stderr }).toEqual({ code: 3, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: "WouldUndo", data: { label: "work", last: 3, move_count: 1, new_label: "work-2" } },
    });
    const planned = await strata("preflight", "live", "-l", "work");
    expect(planned.code).toBe(0);
    expect(planned.stdout).toContain(
      "Warning: `strata import` needs --replace to undo this:\nMoves that would be undone:\n",
    );
    expect((await strata("import", "live", "-l", "work", "--replace")).code).toBe(0);
    expect(await strata("cat", "work:a.txt")).toMatchObject({ stdout: "second" });
    expect((await strata("import", "live", "-l", "work")).code).toBe(0);
  });

  it("is in the help, exit codes too", async () => {
    expect((await strata("import", "--help")).stdout).toContain("--replace");
    expect((await strata("--help")).stdout).toMatch(/^ {2}3 .*\n.*--replace/m);
  });
});
