// @vitest-environment happy-dom
import { expect, test } from "vitest";
import type { MergeItem } from "../../api/merges.ts";
import { folderPattern, ruleInput, writtenFiles } from "./rules.ts";

const item = (path: string, state: MergeItem["state"] = "open"): MergeItem => ({
  path,
  state,
  kind: "text",
  take: "undecided",
  counts: null,
  revision: 0,
});

test("a rule without a pattern is about all open files", () => {
  expect(ruleInput(3, { pattern: " ", kind: null, take: "ours" })).toEqual({
    merge: 3,
    match: "*",
    take: "ours",
  });
  expect(ruleInput(3, { pattern: "*.ts ", kind: "binary", take: "both" })).toEqual({
    merge: 3,
    match: "*.ts",
    kind: "binary",
    take: "both",
  });
});

test("a folder's pattern is tied to its place, and its name is taken by the letter", () => {
  expect(folderPattern("src/[old] *")).toBe("/src/\\[old\\]\\ \\*/**");
});

test("open files that programs write are found by their names, each under the first pattern that fits", () => {
  const files = [
    item("package-lock.json"),
    item("web/package-lock.json"),
    item("my-package-lock.json"),
    item("po/de.po"),
    item("po/fr.po", "resolved"),
    item("yarn.lock", "auto"),
    item("odd.lock"),
  ];
  expect(writtenFiles(files)).toEqual([
    { name: "package-lock.json", pattern: "**/package-lock.json", files: 2 },
    { name: "*.po", pattern: "**/*.po", files: 1 },
    { name: "*.lock", pattern: "**/*.lock", files: 1 },
  ]);
});
