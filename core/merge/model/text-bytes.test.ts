import { isUtf8 } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesOfText, hasInvalidBytes, textOfBytes } from "./text-bytes.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("a text of bytes", () => {
  test.each<[string, Uint8Array, string]>([
    ["nothing", bytes(), ""],
    ["ASCII", bytes(0x61, 0x0a), "a\n"],
    ["a byte order mark", bytes(0xef, 0xbb, 0xbf, 0x61), "\ufeffa"],
    ["two, three and four bytes", bytes(0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80), "é€😀"],
    ["Latin-1", bytes(0x61, 0xe9, 0x0a), "a\udce9\n"],
    ["a sequence that is cut off", bytes(0xe2, 0x82, 0x61), "\udce2\udc82a"],
    ["a sequence that ends with the text", bytes(0x61, 0xf0, 0x9f, 0x98), "a\udcf0\udc9f\udc98"],
    ["an overlong form", bytes(0xc0, 0xaf), "\udcc0\udcaf"],
    ["a surrogate", bytes(0xed, 0xb2, 0x80), "\udced\udcb2\udc80"],
    ["more than Unicode has", bytes(0xf4, 0x90, 0x80, 0x80), "\udcf4\udc90\udc80\udc80"],
    ["a continuation alone", bytes(0x80, 0xff), "\udc80\udcff"],
  ])("keeps %s", (_, given, text) => {
    expect(textOfBytes(given)).toBe(text);
    expect(bytesOfText(text)).toEqual(given);
    expect(hasInvalidBytes(text)).toBe(!isUtf8(given));
  });

  test("gives the same bytes for any bytes", () => {
    const units = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      // Mostly valid, with a few bytes of any kind between.
      fc
        .array(
          fc.oneof(
            fc.string({ unit: "binary" }).map((text) => new TextEncoder().encode(text)),
            fc.uint8Array({ maxLength: 2 }),
          ),
        )
        .map((parts) => Uint8Array.from(parts.flatMap((part) => [...part]))),
    );
    fc.assert(
      fc.property(units, (given) => {
        const text = textOfBytes(given);
        expect(bytesOfText(text)).toEqual(given);
        expect(text.split("\n").length).toBe(given.filter((byte) => byte === 0x0a).length + 1);
      }),
      { numRuns: 1000 },
    );
  });

  test("gives the same text for any text without surrogates of its own", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        if (/\p{Surrogate}/u.test(text)) return;
        expect(textOfBytes(bytesOfText(text))).toBe(text);
      }),
    );
  });
});
