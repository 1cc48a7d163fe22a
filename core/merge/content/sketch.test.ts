import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { similarity, sketchOf } from "./sketch.ts";

const alike = (a: string, b: string) =>
  similarity(sketchOf(Buffer.from(a, "latin1")), sketchOf(Buffer.from(b, "latin1")));

describe("similarity", () => {
  it("is the share of bytes in common lines, wherever they are", () => {
    expect(alike("one\ntwo\n", "two\none\n")).toBe(1);
    expect(alike("aaa\nbbb\n", "aaa\nccc\n")).toBe(0.5);
    expect(alike("aaa\n", "aaa\nbbb\nccc\nddd\n")).toBe(0.25);
    expect(alike("aaa\naaa\naaa\n", "aaa\nb\n")).toBe(4 / 12);
  });

  it("counts a last line without an end, and is 0 for empty contents", () => {
    expect(alike("aaa\nbbb", "ccc\nbbb")).toBe(3 / 7);
    expect(alike("", "")).toBe(0);
  });

  it("compares long lines in pieces", () => {
    const line = Array.from({ length: 40 }, (_, n) => `${n} `.repeat(20)).join("");
    expect(alike(`${line}x`, `${line}y`)).toBeGreaterThan(0.9);
  });

  it("sees no difference between CR LF and LF in a text, but in a binary file", () => {
    expect(alike("one\r\ntwo\r\n", "one\ntwo\n")).toBe(8 / 10);
    expect(alike("\0one\r\ntwo\r\n", "\0one\ntwo\n")).toBe(0);
  });

  it("is the same in both directions, from 0 to 1, and 1 for equal contents", () => {
    const texts = fc.array(fc.constantFrom("a\n", "bb\n", "ccc\r\n", "d")).map((lines) => lines.join(""));
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const value = alike(a, b);
        expect(value).toBe(alike(b, a));
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        if (a !== "" && !a.includes("\r")) expect(alike(a, a)).toBe(1);
      }),
    );
  });
});
