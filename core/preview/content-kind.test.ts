import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contentKind } from "./content-kind.ts";
import { decodeText } from "./decode-text.ts";

const bytes = (hex: string, tail = 64) => Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(tail)]);

describe("contentKind", () => {
  it.each([
    ["89504e470d0a1a0a", "image/png"],
    ["ffd8ffe0", "image/jpeg"],
    [Buffer.from("GIF89a").toString("hex"), "image/gif"],
    [`${Buffer.from("RIFF").toString("hex")}00000000${Buffer.from("WEBP").toString("hex")}`, "image/webp"],
    [`0000001c${Buffer.from("ftypavif").toString("hex")}`, "image/avif"],
    [`00000018${Buffer.from("ftypmif1\0\0\0\0mif1avif").toString("hex")}`, "image/avif"],
    ["424d36000000000000003600000028", "image/bmp"],
    ["00000100010010100000", "image/x-icon"],
  ])("%s is %s", (hex, mediaType) => {
    expect(contentKind(bytes(hex))).toEqual({ kind: "image", mediaType });
  });

  it("detects a real photograph", () => {
    const photo = readFileSync(join(import.meta.dirname, "../testing/fixtures/SekienAkashita.jpg"));
    expect(contentKind(photo)).toEqual({ kind: "image", mediaType: "image/jpeg" });
  });

  it.each([
    "<svg/>",
    '<svg xmlns="http://www.w3.org/2000/svg">',
    '\ufeff<?xml version="1.0"?>\n<!-- a > b -->\n<!DOCTYPE svg PUBLIC "x" "y" [<!ENTITY a "b">]>\n <svg\n>',
  ])("%j is an SVG image", (text) => {
    expect(contentKind(Buffer.from(text))).toEqual({ kind: "image", mediaType: "image/svg+xml" });
  });

  it.each([
    ["", "text"],
    ["BM is how some texts begin", "text"],
    ["<html><svg></html>", "text"],
    ["<svgs>", "text"],
    ["a\0b", "binary"],
    [`${"a".repeat(7999)}\0`, "binary"],
    [`${"a".repeat(8000)}\0`, "text"],
    ["SQLite format 3\0", "sqlite"],
    ["SQLite format 3", "text"],
  ])("%j is %s", (text, kind) => {
    expect(contentKind(Buffer.from(text))).toEqual({ kind });
  });

  it.each([
    ["fffe61006200", "text"],
    ["feff00610062", "text"],
    ["fffe000061000000", "binary"],
    [`0000001c${Buffer.from("ftypisom").toString("hex")}`, "binary"],
    ["c3a4e2", "text"],
  ])("of the bytes %s is %s", (hex, kind) => {
    expect(contentKind(Buffer.from(hex, "hex"))).toEqual({ kind });
  });
});

describe("text", () => {
  it.each([
    ["c3a4", false, { text: "ä", encoding: "utf-8", lossy: false }],
    ["efbbbfc3a4", false, { text: "ä", encoding: "utf-8", lossy: false }],
    ["fffee4000a00", false, { text: "ä\n", encoding: "utf-16le", lossy: false }],
    ["feff00e4", false, { text: "ä", encoding: "utf-16be", lossy: false }],
    ["61ff62", false, { text: "a\ufffdb", encoding: "utf-8", lossy: true }],
    // Truncated within a character: the incomplete character is dropped and not an error.
    ["61e282", true, { text: "a", encoding: "utf-8", lossy: false }],
    ["61ff62e282", true, { text: "a\ufffdb", encoding: "utf-8", lossy: true }],
    ["fffe610062", true, { text: "a", encoding: "utf-16le", lossy: false }],
    ["fffe3dd8", true, { text: "", encoding: "utf-16le", lossy: false }],
    // At the end of a file the same is damage.
    ["61e282", false, { text: "a\ufffd", encoding: "utf-8", lossy: true }],
    ["fffe610062", false, { text: "a\ufffd", encoding: "utf-16le", lossy: true }],
  ])("of %s (truncated: %s)", (hex, truncated, expected) => {
    expect(decodeText(Buffer.from(hex, "hex"), truncated)).toEqual(expected);
  });
});
