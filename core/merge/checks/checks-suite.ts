import { checkLines } from "./check-lines.ts";
import { checkSyntax } from "./check-syntax.ts";
import type { Finding, MergedText } from "./finding.ts";

/** Checks the result of a merge whose base is empty unless given. */
export function check(path: string, text: Omit<MergedText, "base"> & { base?: string }): Finding[] {
  const merged = { base: "", ...text };
  return [...checkLines(merged).findings, ...checkSyntax(path, merged)];
}

/** A file of each format that is checked. */
export const SAMPLES: Readonly<Record<string, string>> = {
  "a.json": '{\n  "name": "x",\n  "list": [1, 2.5, null, true],\n  "more": { "a": "\\u00e4", "b": {} }\n}\n',
  "tsconfig.json": '// settings\n{\n  "a": [1, /* two */ 2,],\n  "b": { "c": "d" },\n}\n',
  "a.yaml":
    "%YAML 1.2\n---\nname: x\nlist:\n  - &one a\n  - *one\n  - { k: 'v', l: [1, 2] }\ntext: |\n  some\n  text\n---\n- !tag second\n",
  "Cargo.toml":
    '[package]\nname = "x"\nlist = [1, 2]\n\n[[bin]]\nname = "b"\ndate = 2020-01-01\n[a.b]\nc = { d = 1 }\n',
  "a.svg":
    '<?xml version="1.0"?>\n<!DOCTYPE svg [<!ENTITY e "x">]>\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="urn:x">\n  <g x:id="1"><!-- c --><path d="M0 0"/>&e;&amp;</g>\n</svg>\n',
};
