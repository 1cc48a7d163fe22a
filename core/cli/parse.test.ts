import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { registry } from "../api/registry/registry.ts";
import type { StrataError } from "../errors.ts";
import { cliCommands, cliServices } from "./commands.ts";
import { formOf, parseCommandLine } from "./parse.ts";
import { isHidden } from "./shared/cli-command.ts";
import { examples } from "./shared/examples.ts";

const cwd = resolve("/work");

function parse(line: string) {
  const parsed = parseCommandLine(cliCommands, line.split(" "), cwd);
  if (parsed.kind !== "command") throw new Error(`a ${parsed.kind}`);
  return { command: parsed.cli.command, input: parsed.input, globals: parsed.globals };
}

/** Commands that only a window can show. */
const WINDOW_ONLY = [
  "changes",
  "history",
  "preview",
  "read",
  "retention.preview",
  "space.folders",
  "space.moves",
  "space.simulate",
  "sqlite.changes",
  "sqlite.compare",
  "sqlite.rows",
  "sqlite.tables",
  "undo.preview",
];

describe("the table of commands", () => {
  it("has every command of the registry that a terminal can show, and no other", () => {
    const shown = cliCommands.flatMap(({ command, dryRun }) => [
      command,
      ...(dryRun ? [dryRun.command] : []),
    ]);
    expect([...new Set(shown)].sort()).toEqual(
      Object.keys(registry)
        .filter((name) => !WINDOW_ONLY.includes(name))
        .sort(),
    );
  });

  it.each(cliCommands.map((cli) => [cli.words, cli] as const))("helps with %s", (words, { command }) => {
    const parsed = parseCommandLine(cliCommands, [...words.split(" "), "--help"], cwd);
    expect(parsed).toMatchObject({
      kind: "text",
      asked: true,
      text: expect.stringContaining(`strata ${words}`),
    });
    expect(registry[command]).toBeDefined();
  });
});

describe("a command line", () => {
  it.each<[string, string, object]>([
    [
      "import a /b -l x -m hi",
      "import",
      { paths: [resolve(cwd, "a"), resolve("/b")], label: "x", message: "hi" },
    ],
    [
      "import a -l x --ignore *.o --ignore *.a --no-gitignore",
      "import",
      { paths: [resolve(cwd, "a")], label: "x", ignore: ["*.o", "*.a"], gitignore: false },
    ],
    [
      "export x:a --to out --overwrite newer",
      "export",
      { ref: "x:a", to: resolve(cwd, "out"), format: "folder", overwrite: "newer" },
    ],
    ["tree x --recursive --content", "tree", { ref: "x", recursive: true, content: true }],
    ["log x -n 3 --stat --path a", "log", { label: "x", limit: 3, stat: true, path: "a" }],
    ["log x --limit three", "log", { label: "x", limit: "three" }],
    ["label rename a b", "label.rename", { label: "a", to: "b" }],
    ["label pin a", "label.pin", { label: "a" }],
    ["label unpin a", "label.pin", { label: "a", pinned: false }],
    ["label ignore a", "label.ignore", { label: "a" }],
    ["label folder a b", "label.folder", { label: "a", folder: resolve(cwd, "b") }],
    ["label folder a --none", "label.folder", { label: "a", folder: null }],
    ["reset a a@{2} -m back", "reset", { label: "a", ref: "a@{2}", message: "back" }],
    ["preflight a -l x", "preflight", { paths: [resolve(cwd, "a")], label: "x" }],
    ["export x --to o.zip --format zip", "export", { ref: "x", to: resolve(cwd, "o.zip"), format: "zip" }],
    ["label ignore a *.o --gitignore", "label.ignore", { label: "a", patterns: ["*.o"], gitignore: true }],
    ["label ignore a --clear", "label.ignore", { label: "a", patterns: [] }],
    ["init --inline-max 64 --chunk-avg 4096", "init", { inline_max: 64, chunk_avg: 4096 }],
  ])("%s asks for %s", (line, command, input) => {
    const parsed = parse(line);
    expect(parsed).toMatchObject({ command, input });
    expect(parsed.input).toEqual(input);
    expect(registry[parsed.command].input.safeParse(parsed.input).success).toBe(!line.endsWith("three"));
  });

  it.each([...cliCommands, ...cliServices].filter((cli) => !isHidden(cli)))(
    "has an example of $words that is typed as it should be",
    ({ words }) => {
      const example = examples[words]?.replace(/ [<>].*/, "") ?? "";
      const argv = (example.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) =>
        word.replace(/^(['"])(.*)\1$/, "$2"),
      );
      expect(argv.join(" ").startsWith(words)).toBe(true);
      const parsed = parseCommandLine([...cliCommands, ...cliServices], argv, cwd);
      if (parsed.kind !== "command") return expect(parsed.kind).toBe("service");
      expect(registry[parsed.cli.command].input.safeParse(parsed.input).error).toBeUndefined();
    },
  );

  it("has no example of what there is not", () => {
    const words = [...cliCommands, ...cliServices].map(({ words }) => words);
    expect(Object.keys(examples).filter((each) => !words.includes(each))).toEqual([]);
  });

  it("takes --fs-store-dir for --store", () => {
    expect(parse("--fs-store-dir s labels").globals).toMatchObject({ fsStoreDir: "s" });
  });

  it("takes global options before and after the command", () => {
    expect(parse("--store s labels --json --lock-wait 1.5").globals).toEqual({
      store: "s",
      pager: true,
      json: true,
      lockWait: 1.5,
    });
  });

  it.each<[string, RegExp]>([
    ["nope", /^Unknown command 'nope'/],
    ["labels extra", /^Too many arguments/],
    ["import a --lable x", /^Unknown option '--lable' \(Did you mean --label\?\)$/],
    ["import a", /^--label <name> is missing/],
    ["export x", /^--to <place> is missing/],
    ["tree", /^Missing required argument 'ref'/],
    ["export x --to y --overwrite maybe", /Allowed choices are never, newer, always/],
    ["labels --lock-wait soon", /It must be a number of seconds/],
    ["labels --lock-wait -1", /It must be a number of seconds/],
    ["labels --store ", /It names no folder/],
    ["import  -l x", /^A path is empty/],
  ])("%s makes no sense", (line, message) => {
    let thrown: unknown;
    try {
      parse(line);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: "BadInput", message: expect.stringMatching(message) });
    expect((thrown as StrataError).message).not.toContain("\n");
  });

  it("gives help on errors' side when nothing was typed", () => {
    expect(parseCommandLine(cliCommands, [], cwd)).toMatchObject({ kind: "text", asked: false });
    expect(parseCommandLine(cliCommands, ["label"], cwd)).toMatchObject({ kind: "text", asked: false });
    expect(parseCommandLine(cliCommands, ["--version"], cwd)).toMatchObject({ kind: "text", asked: true });
  });

  it("wants JSON wherever it says so, but not behind --", () => {
    expect(formOf(["nope", "--json"])).toBe("json");
    expect(formOf(["import", "--", "--json"])).toBe("text");
  });
});
