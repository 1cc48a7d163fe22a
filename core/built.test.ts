import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { builtFile } from "./built.ts";

it.each(["store-worker.js", "content-worker.js", "fastcdc.wasm"])("locates %s", (name) => {
  expect(readFileSync(builtFile(name)).byteLength).toBeGreaterThan(0);
});
