import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/folders.ts";
import { ensureToken, followToken, readToken, rotateToken } from "./token.ts";

const place = () => join(temporaryFolder(), "sub/http-token");

describe("a token", () => {
  it("is made once, long and for its owner only", () => {
    const path = place();
    const token = ensureToken(path);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(ensureToken(path)).toBe(token);
    expect(readFileSync(path, "utf8")).toBe(`${token}\n`);
    if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("is another one in each file, and after it is rotated", () => {
    const path = place();
    const tokens = [ensureToken(path), rotateToken(path), ensureToken(place())];
    expect(new Set(tokens).size).toBe(3);
    expect(readToken(path)).toBe(tokens[1]);
  });

  it.skipIf(process.platform === "win32")("is closed to others who could read it", () => {
    const path = place();
    ensureToken(path);
    chmodSync(path, 0o644);
    ensureToken(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it.each(["", "\n", "short", "two words are no token at all", "ü".repeat(30)])("is not %j", (text) => {
    const path = place();
    ensureToken(path);
    writeFileSync(path, text);
    expect(() => ensureToken(path)).toThrow(expect.objectContaining({ code: "BadInput" }));
  });

  it("is not there without a file", () => {
    expect(readToken(place())).toBeUndefined();
  });

  it("is followed when another process rotates it, and stays while there is none", () => {
    const path = place();
    const token = followToken(path);
    const first = token();
    const second = rotateToken(path);
    expect(second).not.toBe(first);
    expect(token()).toBe(second);
    rmSync(path);
    expect(token()).toBe(second);
  });
});
