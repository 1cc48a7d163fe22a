import { expect, test } from "vitest";
import { languageOf } from "./language-of.ts";

test.each([
  ["src/main.ts", "typescript"],
  ["App.TSX", "typescript"],
  ["a.d.ts", "typescript"],
  ["build/Dockerfile", "dockerfile"],
  ["Dockerfile.dev", "dockerfile"],
  [".bashrc", "shell"],
  ["package.json", "json"],
  ["Cargo.toml", "ini"],
  ["a.b/README", "plaintext"],
  ["dir.py/notes", "plaintext"],
  ["notes.txt", "plaintext"],
  ["", "plaintext"],
])("%s is %s", (path, language) => {
  expect(languageOf(path)).toBe(language);
});
