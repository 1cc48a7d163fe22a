// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { shortTime } from "../../components/format.ts";
import type { Side } from "../../state/sides.ts";
import { kindWords, sideWords } from "./side-words.ts";

const time = shortTime(5);
test.each<[Side, string, string]>([
  [{ is: "move", label: "work", snapshot: "a0", at: 5 }, `work, ${time}`, time],
  [{ is: "mount", id: 1, name: "copy", label: "work" }, "working copy copy", "working copy"],
  [{ is: "folder", label: "work", folder: "/home", take: 1 }, "the folder of work", "folder now"],
  [{ is: "snapshot", snapshot: "0123456789abcdef" }, "snapshot 0123456789", "snapshot"],
])("%j is called %s", (side, words, kind) => {
  expect([sideWords(side), kindWords(side)]).toEqual([words, kind]);
});
