import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ContentMerge, Preference } from "../merger.ts";
import { textMerger } from "./text-merger.ts";
import { Dice, tinyEdits } from "./triples-suite.ts";

const names = { base: "BASE", ours: "OURS", theirs: "THEIRS" };
const bytes = (text: string) => Buffer.from(text, "latin1");

function merge(base: string | null, ours: string, theirs: string, prefer: Preference = "none"): ContentMerge {
  const sides = { base: base === null ? null : bytes(base), ours: bytes(ours), theirs: bytes(theirs) };
  return textMerger.merge(sides, { prefer, names });
}

function merged(result: ContentMerge): string {
  if (result.status !== "merged") throw new Error("a conflict");
  return Buffer.from(result.bytes).toString("latin1");
}

function markers(result: ContentMerge): string {
  if (result.status !== "conflict" || result.text === undefined)
    throw new Error("no conflict between markers");
  return result.text.markers;
}

describe("textMerger", () => {
  it("handles contents without NUL", () => {
    expect(textMerger.handles(bytes(""))).toBe(true);
    expect(textMerger.handles(bytes("\xff\xfe\x80\r"))).toBe(true);
    expect(textMerger.handles(bytes("a\0b"))).toBe(false);
  });

  it("merges changes of both sides", () => {
    expect(merged(merge("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n"))).toBe("A\nb\nC\n");
  });

  it("MC2: preserves bytes: byte order mark, CRLF, lone CR, invalid UTF-8, a missing final line end", () => {
    const base = "\xef\xbb\xbfa\r\nb\rb\r\n\xff\xc3\r\nc\r\nd";
    expect(merged(merge(base, base.replace("a", "A"), base.replace(/d$/, "D")))).toBe(
      base.replace("a", "A").replace(/d$/, "D"),
    );
  });

  it("treats a changed line end as a change", () => {
    expect(merge("a\nb\n", "a\r\nb\r\n", "a\nB\n").status).toBe("conflict");
    expect(merged(merge("a\nb\n", "a\r\nb\r\n", "a\nb\n"))).toBe("a\r\nb\r\n");
  });

  it("returns the changed side if the other is unchanged, and equal sides as they are", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { base, ours } = tinyEdits(new Dice(seed));
        const options = { prefer: "none", names } as const;
        for (const sides of [
          { base, ours, theirs: base },
          { base, ours: base, theirs: ours },
          { base, ours, theirs: ours },
        ]) {
          expect(merged(textMerger.merge(sides, options))).toBe(ours.toString());
        }
      }),
    );
  });

  it("contains no line that neither side has", () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom<Preference>("none", "ours", "theirs"), (seed, prefer) => {
        const sides = tinyEdits(new Dice(seed));
        const result = textMerger.merge(sides, { prefer, names });
        if (result.status === "conflict") return;
        const known = new Set(`${sides.ours}${sides.theirs}`.split("\n"));
        expect(
          merged(result)
            .split("\n")
            .every((line) => known.has(line)),
        ).toBe(true);
      }),
    );
  });

  it("merges without a base where the sides are equal or only one has lines", () => {
    expect(merged(merge(null, "a\n", "a\n"))).toBe("a\n");
    expect(merge(null, "a\n", "b\n").status).toBe("conflict");
    expect(merged(merge(null, "", "b\n"))).toBe("b\n");
  });

  it("MC9: takes the preferred side's lines in each conflict and counts the conflicts", () => {
    const [base, ours, theirs] = ["a\nb\nc\nd\ne\n", "1\nb\nO\nd\n2\n", "3\nb\nc\nD\n4\n"];
    const side = merge(base, ours, theirs, "theirs");
    expect(side).toMatchObject({ status: "merged", preferred: 2 });
    expect(merged(side)).toBe("3\nb\nc\nD\n4\n");
    const apart = merge("a\nb\nc\nd\n", "A\nb\nX\nd\n", "a\nb\nY\nd\n", "theirs");
    expect(merged(apart)).toBe("A\nb\nY\nd\n");
    expect(apart).toMatchObject({ preferred: 1 });
  });

  it("MC8: writes conflict markers like diff3", () => {
    expect(markers(merge("a\nb\nc\n", "a\nx\nc\n", "a\ny\nc\n"))).toBe(
      "a\n<<<<<<< OURS\nx\n||||||| BASE\nb\n=======\ny\n>>>>>>> THEIRS\nc\n",
    );
  });

  it("shows a conflict as the hunks in which the texts differ, and counts these", () => {
    const result = merge("x\ny\nc\n", "y\nx\nc\nd\n", "x\ny\nz\nc\nd\n");
    expect(markers(result)).toBe(
      "<<<<<<< OURS\n||||||| BASE\nx\n=======\nx\n>>>>>>> THEIRS\ny\n" +
        "<<<<<<< OURS\nx\n||||||| BASE\n=======\nz\n>>>>>>> THEIRS\nc\nd\n",
    );
    expect(result).toMatchObject({ hunks: { conflicts: 1, suggestions: 1, merged: 1 } });
  });

  it("settles the lines that both sides of an added file share", () => {
    const shared = "a\nb\nc\nd\n";
    const result = merge(null, `${shared}x\n`, `${shared}y\n`);
    expect(markers(result)).toBe(`${shared}<<<<<<< OURS\nx\n||||||| BASE\n=======\ny\n>>>>>>> THEIRS\n`);
    expect(result).toMatchObject({ hunks: { conflicts: 1, suggestions: 0, merged: 1 } });
  });

  it("ends markers like the lines around them and always starts a line with them", () => {
    expect(markers(merge("a\r\nb", "a\r\nx", "a\r\ny\r\n"))).toBe(
      "a\r\n<<<<<<< OURS\r\nx\r\n||||||| BASE\r\nb\r\n=======\r\ny\r\n>>>>>>> THEIRS\r\n",
    );
    expect(markers(merge("b", "x", "y"))).toBe(
      "<<<<<<< OURS\nx\n||||||| BASE\nb\n=======\ny\n>>>>>>> THEIRS\n",
    );
  });

  it("shows bytes that are not UTF-8 as U+FFFD", () => {
    expect(markers(merge("a\n", "\xff\n", "y\n"))).toContain("<<<<<<< OURS\n\ufffd\n");
  });

  it("truncates huge texts at the end of a line", () => {
    const long = `${"x".repeat(99)}\n`.repeat(20_000);
    const result = merge("a\n", long, "b\n");
    expect(markers(result).length).toBeLessThan(2 ** 20 + 100);
    expect(markers(result)).toMatch(/\nx{99}\n\[Cut here: .*\]\n$/);
    expect(markers(merge("a\n", "x".repeat(15_000_000), "b\n"))).toMatch(
      /^<<<<<<< OURS\n\[Cut here: .*\]\n$/,
    );
  });

  it("terminates on texts with many equal lines", () => {
    const lines = (count: number) => "x\n".repeat(count);
    const edited = (count: number, at: number) => `${lines(at)}y\n${lines(count - at)}`;
    expect(merge(lines(300_000), lines(200_000), lines(250_000)).status).toBe("conflict");
    expect(merge(`a\n${lines(100)}b\n`, `a\n${edited(100, 50)}b\n`, `A\n${lines(100)}b\n`).status).toBe(
      "merged",
    );
    expect(merge(lines(300_000), edited(300_000, 10), edited(300_000, 299_000)).status).toMatch(
      /merged|conflict/,
    );
  });

  it("refuses texts with too many lines and gives the reason", () => {
    const lines = (count: number) => "\n".repeat(count);
    const result = merge(lines(1_000_001), lines(3), lines(4));
    expect(result).toMatchObject({ status: "conflict", reason: expect.stringMatching(/1,000,000 lines/) });
    expect(merge(lines(1_000_001), lines(3), lines(4), "ours")).toMatchObject({
      status: "merged",
      preferred: 1,
    });
  });
});
