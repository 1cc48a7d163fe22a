import { cpSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { invoke } from "../api/registry/invoke.ts";
import { type CommandName, registry } from "../api/registry/registry.ts";
import { StoreHandle } from "../api/store-handle.ts";
import type { StrataError } from "../errors.ts";
import { runStrata } from "../testing/cli.ts";
import { temporaryFolder, writeTree } from "../testing/folders.ts";
import { serve } from "../testing/http.ts";

/** What a call gives: its answer, or the code of its error. */
type Outcome = { readonly answer: unknown } | { readonly code: unknown };

/** A call of a command, and how it is typed. */
interface Call {
  readonly command: CommandName;
  readonly input: object;
  readonly typed: string;
}

/** A way to call commands on a store. */
interface Surface {
  readonly name: string;
  call(store: string, call: Call): Promise<Outcome>;
}

const surfaces: readonly Surface[] = [
  {
    name: "app",
    async call(folder, { command, input }) {
      const store = new StoreHandle(folder, { surface: "app" });
      try {
        return { answer: await invoke(registry, command, input, { store }) };
      } catch (thrown) {
        return { code: (thrown as StrataError).code };
      } finally {
        await store.close();
      }
    },
  },
  {
    name: "cli",
    async call(folder, { typed }) {
      const { stdout } = await runStrata([...typed.split(" "), "--json", "--store", folder], { cwd: live });
      const answer = JSON.parse(stdout) as { error?: { code: string } };
      return answer.error === undefined ? { answer } : { code: answer.error.code };
    },
  },
  {
    name: "http",
    async call(folder, { command, input }) {
      const { ask, stop } = await serve(folder);
      const { status, body } = await ask(`POST /api/v1/${command}`, input);
      await stop();
      return status === 200 ? { answer: body } : { code: (body as { code: unknown }).code };
    },
  },
];

const root = temporaryFolder();
const live = join(root, "live");
const original = join(root, "original");
/** The number of the last move of the original. */
let made = 0;
const ids = { first: "", second: "", ours: "", theirs: "" };

beforeAll(async () => {
  const store = new StoreHandle(original, { surface: "cli" });
  const call = <N extends CommandName>(name: N, input: unknown) => invoke(registry, name, input, { store });
  const take = async (label: string, tree: Record<string, string>) => {
    writeTree(live, tree);
    return (await call("import", { paths: [live], label, replace: true })).ca_id;
  };
  ids.first = await take("main", { "a.txt": "1\n", "sub/b.txt": "b\n" });
  ids.second = await take("main", { "a.txt": "2\n" });
  await call("label.set", { label: "side", ref: ids.first });
  ids.ours = await take("ours", { "a.txt": "ours\n" });
  ids.theirs = await take("theirs", { "a.txt": "theirs\n", "new.txt": "new\n" });
  await call("label.set", { label: "shut", ref: "main" });
  await call("label.protect", { label: "shut" });
  await call("label.delete", { label: "theirs" });
  await call("mount.open", { ref: "main", name: "copy" });
  await store.close();
  made = Math.max(...(await movesIn(original)).flatMap(({ log }) => log.map(({ seq }) => seq)));
});

/** The calls, made when the ids are known: command, input, and how it is typed. */
const calls: readonly (readonly [CommandName, () => object, () => string])[] = [
  ["labels", () => ({}), () => "labels"],
  ["labels", () => ({ deleted: true }), () => "labels --deleted"],
  ["pull", () => ({ label: "main" }), () => "fs pull main"],
  ["pull", () => ({ label: "nope" }), () => "fs pull nope"],
  ["pull", () => ({ label: "theirs" }), () => "fs pull theirs"],
  ["log", () => ({ label: "main" }), () => "log main"],
  ["log", () => ({ label: "main", limit: 1, stat: true }), () => "log main -n 1 --stat"],
  ["log", () => ({ label: "main", limit: "x" }), () => "log main -n x"],
  ["tree", () => ({ ref: "main", recursive: true }), () => "tree main --recursive"],
  ["tree", () => ({ ref: "main:nope" }), () => "tree main:nope"],
  ["find", () => ({ ref: "main", pattern: "*.txt" }), () => "find main *.txt"],
  ["cat", () => ({ ref: "main@{1}:a.txt" }), () => "cat main@{1}:a.txt"],
  ["cat", () => ({ ref: "main:sub" }), () => "cat main:sub"],
  ["diff", () => ({ a: "main@{1}", b: "main" }), () => "diff main@{1} main"],
  [
    "push",
    () => ({ ref: ids.first, label: "main", expected: ids.second }),
    () => `fs push ${ids.first} -l main --expected ${ids.second}`,
  ],
  [
    "push",
    () => ({ ref: ids.first, label: "main", expected: ids.first }),
    () => `fs push ${ids.first} -l main --expected ${ids.first}`,
  ],
  [
    "push",
    () => ({ ref: ids.first, label: "new", message: "hi" }),
    () => `fs push ${ids.first} -l new -m hi`,
  ],
  [
    "push",
    () => ({ ref: ids.first, label: "main", force: true }),
    () => `fs push ${ids.first} -l main --force`,
  ],
  ["push", () => ({ ref: ids.first, detach: true }), () => `fs push ${ids.first} --detach`],
  ["push", () => ({ ref: ids.first }), () => `fs push ${ids.first}`],
  ["push", () => ({ ref: "nope", label: "x" }), () => "fs push nope -l x"],
  ["push", () => ({ ref: "ab".repeat(32), label: "x" }), () => `fs push ${"ab".repeat(32)} -l x`],
  [
    "push",
    () => ({ ref: ids.first, label: "shut", force: true }),
    () => `fs push ${ids.first} -l shut --force`,
  ],
  ["push", () => ({ ref: ids.first, label: "bad name" }), () => `fs push ${ids.first} -l bad/../name`],
  ["label.set", () => ({ label: "side", ref: "main", message: "on" }), () => "fs label side main -m on"],
  ["label.create", () => ({ label: "side", ref: "main" }), () => "label create side main"],
  ["label.rename", () => ({ label: "side", to: "other" }), () => "label rename side other"],
  ["label.delete", () => ({ label: "shut" }), () => "label delete shut"],
  ["label.delete", () => ({ label: "shut", override: true }), () => "label delete shut --override"],
  ["label.restore", () => ({ label: "theirs" }), () => "label restore theirs"],
  ["label.restore", () => ({ label: "main" }), () => "label restore main"],
  ["reset", () => ({ label: "main", ref: "main@{1}" }), () => "reset main main@{1}"],
  ["reset", () => ({ label: "side", ref: ids.second }), () => `reset side ${ids.second}`],
  [
    "reset",
    () => ({ label: "side", ref: ids.second, allow_unlogged: true }),
    () => `reset side ${ids.second} --allow-unlogged`,
  ],
  ["undo", () => ({ label: "main" }), () => "undo main"],
  ["undo", () => ({ label: "ours" }), () => "undo ours"],
  ["redo", () => ({ label: "main" }), () => "redo main"],
  [
    "merge",
    () => ({ ours: "ours", theirs: ids.theirs, base: ids.second }),
    () => `fs merge ours ${ids.theirs} --base ${ids.second}`,
  ],
  [
    "merge",
    () => ({ ours: "ours", theirs: ids.theirs, base: ids.second, prefer: "ours" }),
    () => `fs merge ours ${ids.theirs} --base ${ids.second} --prefer ours`,
  ],
  ["merge", () => ({ ours: "main", theirs: "nope" }), () => "fs merge main nope"],
  ["merge.start", () => ({ ours: "main", theirs: "ours" }), () => "merge start main ours"],
  ["merge.show", () => ({ merge: 99 }), () => "merge show --merge 99"],
  ["import", () => ({ paths: [live], label: "more", message: "m" }), () => `import ${live} -l more -m m`],
  ["import", () => ({ paths: [live], label: "main" }), () => `import ${live} -l main`],
  [
    "import",
    () => ({ paths: [join(root, "nowhere")], label: "x" }),
    () => `import ${join(root, "nowhere")} -l x`,
  ],
  ["mount.ls", () => ({ mount: "copy" }), () => "mount ls copy"],
  ["mount.rm", () => ({ mount: "copy", path: "a.txt" }), () => "mount rm copy a.txt"],
  ["mount.mkdir", () => ({ mount: "none", path: "x" }), () => "mount mkdir none x"],
  [
    "retention.set",
    () => ({ label: "main", retention: { keep: "last", moves: 2 } }),
    () => "retention set main --keep last=2",
  ],
  ["verify", () => ({}), () => "verify"],
];

describe("a call", () => {
  it.each(
    calls.map(([command, input, typed], no) => ({ title: `${command} (${no})`, command, input, typed })),
  )(
    "$title gives the same on every surface, and writes the same into the reflog",
    async ({ command, input, typed }) => {
      const [first, ...others] = await Promise.all(
        surfaces.map(async ({ name, call }) => {
          const asked = { command, input: input(), typed: typed() };
          // What only reads needs no store of its own.
          if (registry[command].kind === "read") return bare(await call(original, asked), original);
          const store = join(temporaryFolder(), "store");
          cpSync(original, store, { recursive: true });
          const outcome = await call(store, asked);
          const moves = await movesIn(store);
          for (const { seq, actor } of moves.flatMap(({ log }) => log)) {
            // What the call itself did.
            if (seq > made) expect(actor).toMatch(new RegExp(` \\(${name}\\)$`));
          }
          return { outcome: bare(outcome, store), moves: bare(moves, store) };
        }),
      );
      for (const other of others) expect(other).toEqual(first);
    },
  );
});

/** Returns the reflogs of all labels. */
async function movesIn(folder: string) {
  const store = new StoreHandle(folder, { surface: "cli" });
  try {
    const { labels } = await invoke(registry, "labels", { deleted: true }, { store });
    return await Promise.all(labels.map(({ name }) => invoke(registry, "log", { label: name }, { store })));
  } finally {
    await store.close();
  }
}

/** Returns a document without what differs from one store and one moment to the next: times, the surface, places on disk. */
function bare(document: unknown, store: string): unknown {
  const text = JSON.stringify(document, (key, value) =>
    ["at", "created", "changed", "seconds", "ms", "took"].includes(key) ? 0 : (value as unknown),
  );
  return JSON.parse(text.replaceAll(store, "STORE").replace(/ \((app|cli|http)\)"/g, '"'));
}
