import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SetupError } from "../scripts/processes.mjs";

const MOST_FILES = 400;
const MOST_BYTES = 100_000;

/**
 * Makes a git history of random edits to real source files. Each merge has a base and two sides that change some of the
 * same files, often close together. Equal seeds make equal histories.
 */
export async function makeHistory(folder, sources, merges, seed) {
  const random = generator(seed);
  const files = sourceFiles(sources);
  if (files.length < 10) throw new SetupError(`${sources} has too few text files`);
  const git = (...args) => {
    const { status, stdout, stderr } = spawnSync("git", ["-C", folder, ...args], {
      encoding: "utf8",
      env: ENV,
    });
    if (status !== 0) throw new SetupError(`git ${args[0]} failed: ${stderr.trim()}`);
    return stdout.trim();
  };
  git("init", "--quiet", "--initial-branch=main");
  git("config", "gc.auto", "0");
  const commit = (...parents) => {
    git("add", "--all");
    return git(
      "commit-tree",
      git("write-tree"),
      "-m",
      "made",
      ...parents.flatMap((parent) => ["-p", parent]),
    );
  };
  for (let no = 0; no < merges; no++) {
    clear(folder);
    const chosen = random.some(files, 3 + random.below(12));
    for (const file of chosen) put(folder, file, readFileSync(join(sources, file)));
    const base = commit();
    const both = random.some(chosen, 1 + random.below(chosen.length));
    const sides = [0, 1].map(() => {
      git("read-tree", base);
      git("checkout-index", "--all", "--force");
      git("clean", "--quiet", "-fdx");
      for (const file of both) edit(folder, file, random);
      for (const file of random.some(chosen, random.below(3))) edit(folder, file, random);
      changeTree(folder, chosen, random);
      return commit(base);
    });
    git("update-ref", `refs/heads/merge-${no}`, commit(...sides));
  }
}

const ENV = {
  ...process.env,
  GIT_AUTHOR_NAME: "made",
  GIT_AUTHOR_EMAIL: "made@localhost",
  GIT_COMMITTER_NAME: "made",
  GIT_COMMITTER_EMAIL: "made@localhost",
  GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
  GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

/** Returns up to so many text files of a folder, in order. */
function sourceFiles(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && !each.name.startsWith("."))
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
    .filter((path) => !path.includes("node_modules") && !/(^|[\\/])\./.test(path))
    .sort();
  const isText = (path) => {
    const { size } = statSync(join(folder, path));
    return size > 200 && size < MOST_BYTES && !readFileSync(join(folder, path)).includes(0);
  };
  const step = Math.max(1, Math.floor(found.length / (2 * MOST_FILES)));
  return found
    .filter((_, at) => at % step === 0)
    .filter(isText)
    .slice(0, MOST_FILES);
}

function clear(folder) {
  for (const name of readdirSync(folder))
    if (name !== ".git") rmSync(join(folder, name), { recursive: true });
}

function put(folder, file, bytes) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), bytes);
}

/** Changes some lines of a file as people do: edits, insertions, deletions, copied and moved blocks. */
function edit(folder, file, random) {
  const path = join(folder, file);
  let lines;
  try {
    lines = readFileSync(path, "latin1").split(/(?<=\n)/);
  } catch {
    return;
  }
  for (let count = 1 + random.below(4); count > 0; count--) {
    const at = random.below(lines.length + 1);
    const block = () => lines.slice(at, at + 1 + random.below(6));
    const [change] = random.some(
      [
        () => lines.splice(at, 1, `${(lines[at] ?? "").replace(/\n$/, "")} /* ${random.below(1000)} */\n`),
        () => lines.splice(at, 0, `	new_line(${random.below(1000)});\n`),
        () => lines.splice(at, 0, "\n"),
        () => lines.splice(at, 1 + random.below(6)),
        () => lines.splice(at, 0, ...block()),
        () => lines.splice(random.below(lines.length + 1), 0, ...lines.splice(at, 1 + random.below(6))),
        () => lines.splice(at, 1, (lines[at] ?? "").replace(/^(\s*)/, "$1	")),
      ],
      1,
    );
    change();
  }
  writeFileSync(path, lines.join(""), "latin1");
}

/** Sometimes adds or removes a file, or makes it executable. */
function changeTree(folder, files, random) {
  const [file] = random.some(files, 1);
  const path = join(folder, file);
  const what = random.below(10);
  if (what === 0) rmSync(path, { force: true });
  if (what === 1) put(folder, `added-${random.below(6)}.txt`, `added ${random.below(3)}\n`);
  if (what === 2) {
    try {
      chmodSync(path, 0o755);
    } catch {
      // Another edit may have removed it.
    }
  }
}

/** A small pseudo-random number generator (mulberry32). */
function generator(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (most) => Math.floor(next() * most);
  return {
    below,
    some: (items, count) => {
      const left = [...items];
      return Array.from(
        { length: Math.min(count, left.length) },
        () => left.splice(below(left.length), 1)[0],
      );
    },
  };
}
