import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Entry, symlinkEntry } from "../../manifest/entry.ts";
import { exportEntries } from "./export.ts";
import { exportOf, FaultyWrites, file, temporaryFolder, tree } from "./export-suite.ts";

const folder = temporaryFolder();
const at = (path: string) => join(folder(), path);
const ALL = ["never", "newer", "always"] as const;

describe("paths of a hostile manifest", () => {
  it.each(["../x", "a/../../x", "..", ".", "a/./b", "/etc/x", "a//b", "a/", "", "a\0b", "x\ud800"])(
    "does not write %j",
    async (path) => {
      mkdirSync(at("in"));
      const report = await exportEntries(
        exportOf(at("in"), [
          [path, file("text")],
          ["zz", file("fine")],
        ]),
      );
      expect(report.skipped).toMatchObject([{ path, code: "EINVAL" }]);
      expect(tree(folder())).toEqual({ "in/zz": "fine" });
    },
  );

  it("makes no link to nothing or with a NUL", async () => {
    const report = await exportEntries(
      exportOf(folder(), [
        ["a", symlinkEntry("")],
        ["b", symlinkEntry("x\0y")],
      ]),
    );
    expect(report.skipped.map(({ code }) => code)).toEqual(["EINVAL", "EINVAL"]);
    expect(tree(folder())).toEqual({});
  });
});

describe("links that lead out of the target", () => {
  function lay(): void {
    mkdirSync(at("in/real"), { recursive: true });
    mkdirSync(at("out/deep"), { recursive: true });
    writeFileSync(at("out/secret"), "secret");
  }

  it.each(ALL)("%s: writes nothing through one that is there", async (overwrite) => {
    lay();
    symlinkSync(at("out"), at("in/sub"));
    symlinkSync(at("out"), at("in/real/sub"));
    const paths = ["real/sub/secret", "sub/deep/file", "sub/secret"];
    const entries = [...paths.map((path) => [path, file("evil")] as const), ["z", file("fine")] as const];
    const report = await exportEntries(
      exportOf(at("in"), entries, { overwrite, newerThan: Number.MAX_VALUE }),
    );
    expect(report.skipped.map(({ path, code }) => [path, code])).toEqual(
      paths.map((path) => [path, "ELOOP"]),
    );
    expect(report.skipped[1]?.reason).toContain('"sub" is a link');
    expect(tree(at("out"))).toEqual({ deep: "folder", secret: "secret" });
  });

  it("does not write through a link at a file's own name, dangling or not", async () => {
    lay();
    symlinkSync(at("out/made"), at("in/dangling"));
    symlinkSync(at("out/secret"), at("in/direct"));
    const entries = [
      ["dangling", file("new")],
      ["direct", file("new")],
    ] as const;
    await expect(exportEntries(exportOf(at("in"), entries))).rejects.toMatchObject({ data: { count: 2 } });
    await exportEntries(exportOf(at("in"), entries, { overwrite: "never" }));
    expect(tree(at("in"))).toMatchObject({ dangling: `→ ${at("out/made")}` });
    await exportEntries(exportOf(at("in"), entries, { overwrite: "always" }));
    expect(tree(at("in"))).toMatchObject({ dangling: "new", direct: "new" });
    expect(tree(at("out"))).toEqual({ deep: "folder", secret: "secret" });
  });

  it.each([undefined, true, false])(
    "does not write through one of the same snapshot (case-sensitive: %s)",
    async (caseSensitive) => {
      lay();
      const entries = [
        ["A", symlinkEntry(at("out"))],
        ["A/secret", file("evil")],
        ["a", symlinkEntry(at("out"))],
        ["a/deep/file", file("evil")],
        ["a/secret", symlinkEntry("evil")],
      ] as const;
      for (const target of ["in", "fresh"]) {
        const more = caseSensitive === undefined ? {} : { caseSensitive };
        const report = await exportEntries(exportOf(at(target), entries, { overwrite: "always", ...more }));
        expect(report.skipped.map(({ path }) => path)).toEqual(
          expect.arrayContaining(["A/secret", "a/deep/file", "a/secret"]),
        );
      }
      expect(tree(at("out"))).toEqual({ deep: "folder", secret: "secret" });
    },
  );

  it("does not write through one created between the two passes", async () => {
    lay();
    let passes = 0;
    async function* entries(): AsyncGenerator<readonly [string, Entry]> {
      if (passes++ === 1) {
        symlinkSync(at("out"), at("in/sub"));
        symlinkSync(at("out/secret"), at("in/own"));
      }
      yield ["own", file("evil")];
      yield ["sub/secret", file("evil")];
    }
    const report = await exportEntries(exportOf(at("in"), [], { entries }));
    expect(report.skipped.map(({ path, code }) => [path, code])).toEqual([
      ["own", "EEXIST"],
      ["sub/secret", "ELOOP"],
    ]);
    expect(tree(at("out"))).toEqual({ deep: "folder", secret: "secret" });
  });

  it("does not write through one that takes the place of a folder being made", async () => {
    lay();
    const files = new FaultyWrites((call, path) => {
      if (call === "makeFolder" && path === at("in/sub")) symlinkSync(at("out"), path);
    });
    const report = await exportEntries(exportOf(at("in"), [["sub/secret", file("evil")]], { files }));
    expect(report.skipped).toMatchObject([{ path: "sub/secret", code: "ELOOP" }]);
    expect(tree(at("out"))).toEqual({ deep: "folder", secret: "secret" });
  });
});
