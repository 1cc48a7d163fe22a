import { describe, expect, it } from "vitest";
import { diskName, fileName, isFileName, join, targetOf } from "./disk-paths.ts";

describe("targetOf", () => {
  it.each([
    ["/home/ada/photos", "", false, "/home/ada/photos", "/home/ada/photos"],
    ["/home/ada/photos", "2024", false, "/home/ada/photos/2024", "/home/ada/photos/2024"],
    ["/home/ada/photos", "2024/a.jpg", true, "/home/ada/photos/2024/a.jpg", "/home/ada/photos/2024"],
    ["/home/ada/photos", "a.jpg", true, "/home/ada/photos/a.jpg", "/home/ada/photos"],
    ["/", "etc/hosts", true, "/etc/hosts", "/etc"],
    ["/", "hosts", true, "/hosts", "/"],
    ["C:\\Users\\ada", "docs/b.txt", true, "C:\\Users\\ada\\docs\\b.txt", "C:\\Users\\ada\\docs"],
    ["C:\\", "b.txt", true, "C:\\b.txt", "C:\\"],
    ["\\\\nas\\share", "x/y", false, "\\\\nas\\share\\x\\y", "\\\\nas\\share\\x\\y"],
    // A backslash is a letter of a name elsewhere.
    ["/a", "b\\c/d", true, "/a/b\\c/d", "/a/b\\c"],
  ])("of %s and %s", (folder, path, isFile, at, into) => {
    expect(targetOf(folder, path, isFile)).toEqual({ at, into });
  });
});

it("join keeps a disk's own separator", () => {
  expect(join("/a/", "b")).toBe("/a/b");
  expect(join("D:\\", "b", "c")).toBe("D:\\b\\c");
});

it("diskName is the last name", () => {
  expect(["/a/b", "/a/b/", "/", "C:\\x\\y", "C:\\"].map(diskName)).toEqual(["b", "b", "/", "y", "C:"]);
});

describe("fileName", () => {
  it.each([
    ["photos", "photos"],
    ["work/2024", "work-2024"],
    ['a<>:"b', "a-b"],
    ["name. ", "name"],
    ["..", "_"],
    ["", "_"],
    ["nul", "_nul"],
    ["con.txt", "_con.txt"],
    ["Ferien 2024", "Ferien 2024"],
  ])("makes of %j %j", (title, name) => {
    expect(fileName(title)).toBe(name);
  });

  it("knows its own names", () => {
    expect(["x", "a b.zip"].every(isFileName)).toBe(true);
    expect(["", "a/b", "..", "x "].some(isFileName)).toBe(false);
  });
});
