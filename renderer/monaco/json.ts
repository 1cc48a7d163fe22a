import type { languages } from "monaco-editor/editor";

/** Colours JSON, comments included. The editor's own support brings a checker and a worker that a viewer has no use for. */
export function registerJson({
  register,
  setLanguageConfiguration,
  setMonarchTokensProvider,
}: typeof languages): void {
  register({ id: "json" });
  setLanguageConfiguration("json", {
    comments: { lineComment: "//", blockComment: ["/*", "*/"] },
    brackets: [
      ["{", "}"],
      ["[", "]"],
    ],
  });
  setMonarchTokensProvider("json", {
    defaultToken: "",
    brackets: [
      { open: "{", close: "}", token: "delimiter.bracket" },
      { open: "[", close: "]", token: "delimiter.array" },
    ],
    tokenizer: {
      root: [
        [/\s+/, ""],
        [/\/\/.*$/, "comment"],
        [/\/\*/, "comment", "@comment"],
        [/"(?:[^"\\]|\\.)*"(?=\s*:)/, "string.key.json"],
        [/"(?:[^"\\]|\\.)*"?/, "string.value.json"],
        [/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/, "number"],
        [/\b(?:true|false|null)\b/, "keyword"],
        [/[{}[\]]/, "@brackets"],
        [/[,:]/, "delimiter"],
      ],
      comment: [
        [/[^*]+/, "comment"],
        [/\*\//, "comment", "@pop"],
        [/\*/, "comment"],
      ],
    },
  });
}
