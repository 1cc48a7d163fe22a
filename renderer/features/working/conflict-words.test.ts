import { expect, test } from "vitest";
import type { Conflicts } from "../../model/working/push.ts";
import { conflictWords } from "./conflict-words.ts";

const sides = { mine: "work", latest: "latest of main" };
const both: Conflicts[number] = { path: "a.txt", kind: "text", base: "00", ours: "01", theirs: "02" };

test.each<[string, Partial<Conflicts[number]>]>([
  ["work deleted it, latest of main changed it", { kind: "modify/delete", ours: null }],
  ["latest of main deleted it, work changed it", { kind: "modify/delete", theirs: null }],
  ["a folder in work, a file or link in latest of main", { kind: "type", ours: null }],
  ["a folder in latest of main, a file or link in work", { kind: "type", theirs: null }],
  ["a file in one, a link in the other", { kind: "type" }],
  ["both changed its permissions", { kind: "mode", reason: "Ours has the permissions 755, theirs 600." }],
  ["both changed the same lines", {}],
  [
    "work moved it to b.txt, latest of main moved it to c.txt",
    { kind: "rename/rename", moved: [{ base: "a.txt", ours: "b.txt", theirs: "c.txt" }] },
  ],
  [
    "work deleted it, latest of main moved it to c.txt",
    { kind: "rename/delete", moved: [{ base: "a.txt", ours: null, theirs: "c.txt" }] },
  ],
  [
    "a.txt: work moved it to c.txt; b.txt: latest of main moved it to c.txt",
    {
      kind: "rename/rename",
      moved: [
        { base: "a.txt", ours: "c.txt", theirs: "a.txt" },
        { base: "b.txt", ours: "b.txt", theirs: "c.txt" },
      ],
    },
  ],
])("%s", (said, conflict) => {
  expect(conflictWords({ ...both, ...conflict }, sides)).toBe(said);
});
