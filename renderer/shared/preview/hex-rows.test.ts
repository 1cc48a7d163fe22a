import { expect, test } from "vitest";
import { asciiOf, bytesOf, hexOf, offsetOf, PART, parseOffset, partsOf } from "./hex-rows.ts";

test("a row of bytes", () => {
  const row = new TextEncoder().encode("0123456789abcdef");
  expect(hexOf(row)).toBe("30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66");
  expect(asciiOf(row)).toBe("0123456789abcdef");
});

test("a short row keeps its width", () => {
  const short = Uint8Array.of(0, 0xff, 0x7f, 0x41);
  expect(hexOf(short)).toMatch(/^00 ff 7f 41 +$/);
  expect(hexOf(short)).toHaveLength(hexOf(new Uint8Array(16)).length);
  expect(asciiOf(short)).toBe("···A");
  expect(hexOf(new Uint8Array()).trim()).toBe("");
});

test("offsets are as wide as the file is large", () => {
  expect(offsetOf(16, 100)).toBe("00000010");
  expect(offsetOf(16, 20e9)).toBe("000000010");
  expect(offsetOf(0, 0)).toBe("00000000");
});

test.each([
  ["4096", 4096],
  [" 4,096 ", 4096],
  ["0x1000", 4096],
  ["0X1F", 31],
  ["1fh", 31],
  ["0", 0],
  ["9999", 9999],
  ["10000", undefined],
  ["0xffffff", undefined],
  ["1f", undefined],
  ["-1", undefined],
  ["", undefined],
  ["offset", undefined],
])("the offset %j is %s", (text, offset) => {
  expect(parseOffset(text, 10_000)).toBe(offset);
});

test("an empty file has the offset 0", () => {
  expect(parseOffset("0", 0)).toBe(0);
  expect(parseOffset("1", 0)).toBeUndefined();
});

test("parts", () => {
  expect(partsOf(0)).toBe(1);
  expect(partsOf(PART)).toBe(1);
  expect(partsOf(PART + 1)).toBe(2);
  expect(partsOf(20e9)).toBe(Math.ceil(20e9 / PART));
});

test("base64", () => {
  expect([...bytesOf("AP+A")]).toEqual([0, 255, 128]);
});
