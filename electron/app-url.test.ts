import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAppUrl } from "./app-url.ts";

const id = "ab".repeat(32);

describe("readAppUrl", () => {
  it("names files of the window", () => {
    expect(readAppUrl("app://strata/")).toEqual({ kind: "file", path: "index.html" });
    expect(readAppUrl("app://strata/assets/main-D_4x.js?v=1#top")).toEqual({
      kind: "file",
      path: "assets/main-D_4x.js",
    });
  });

  it.each([
    "app://other/index.html",
    "app://strata:80/index.html",
    "https://strata/index.html",
    "app://strata/../package.json",
    "app://strata/..%2fpackage.json",
    "app://strata/%2e%2e/main.js",
    "app://strata/..\\main.js",
    "app://strata/a//b.js",
    "app://strata/.hidden",
    "app://strata/C:/x.js",
    "app://strata/a%00.js",
    "strata",
  ])("names nothing by %s", (address) => {
    const resource = readAppUrl(address);
    // The URL parser resolves `..` by itself; the rest stays in the folder.
    if (resource !== undefined)
      expect(resource).toMatchObject({ kind: "file", path: expect.not.stringMatching(/\.\.|^\//) });
  });

  it("never names a file outside of the window's folder", () => {
    const part = fc.constantFrom("..", ".", "%2e%2e", "%2f", "\\", "/", "a", "C:", "%00", "~", "content");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const resource = readAppUrl(`app://strata/${parts.join("")}`);
        if (resource?.kind === "file")
          expect(resource.path).toMatch(/^[A-Za-z0-9_@][\w@.-]*(\/[A-Za-z0-9_@][\w@.-]*)*$/);
      }),
    );
  });

  it("names contents of a snapshot, whatever characters their paths have", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (name) => {
        fc.pre(name !== "." && name !== "..");
        const address = `app://strata/content/${id}/${encodeURIComponent(name)}?type=image/png`;
        expect(readAppUrl(address)).toEqual({ kind: "content", ref: `${id}:${name}`, type: "image/png" });
      }),
    );
    expect(readAppUrl(`app://strata/content/${id}/a/b%2Fc.svg?type=image%2Fsvg%2Bxml`)).toEqual({
      kind: "content",
      ref: `${id}:a/b/c.svg`,
      type: "image/svg+xml",
    });
  });

  it.each([
    `app://strata/content/${id}/a.html?type=text/html`,
    `app://strata/content/${id}/a.png`,
    `app://strata/content/${id}/?type=image/png`,
    `app://strata/content/label/a.png?type=image/png`,
    `app://strata/content/${id.toUpperCase()}/a.png?type=image/png`,
    `app://strata/content/${id}/%ff.png?type=image/png`,
  ])("gives no content for %s", (address) => {
    expect(readAppUrl(address)).toBeUndefined();
  });
});
