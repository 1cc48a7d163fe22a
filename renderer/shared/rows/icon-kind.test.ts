import { expect, test } from "vitest";
import { iconKind } from "./icon-kind.ts";

test.each([
  ["a.ts", "file", "code"],
  ["a/PHOTO.JPG", "file", "image"],
  [".gitignore", "file", "settings"],
  ["backup.tar.gz", "file", "archive"],
  ["a.ts/README", "file", "file"],
  ["photos.png", "directory", "folder"],
  ["latest.png", "symlink", "link"],
] as const)("%s (%s) gets the sign of %s", (path, type, kind) => {
  expect(iconKind(path, type)).toBe(kind);
});
