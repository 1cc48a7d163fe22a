import { expect, it } from "vitest";
import { proposedName } from "./proposed-name.ts";

it.each([
  ["photos", "photos.zip"],
  ["photos.zip", "photos.zip"],
  ["Ünïcode 写真 2024", "Ünïcode 写真 2024.zip"],
  ["kept/first", "kept-first.zip"],
  ["../../.bashrc", "bashrc.zip"],
  ["C:\\windows\\x", "C--windows-x.zip"],
  // Would look like a picture.
  ["invoice\u202egnp.exe", "invoice-gnp.exe.zip"],
  ["a\nb\0c", "a-b-c.zip"],
  ["", "export.zip"],
  ["\u200f", "export.zip"],
  ["😀".repeat(100), `${"😀".repeat(60)}.zip`],
])("makes of %j the name %j", (name, proposed) => {
  expect(proposedName(name, "zip")).toBe(proposed);
});
