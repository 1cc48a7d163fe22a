import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { program, root, SetupError } from "../scripts/processes.mjs";
import { setUp } from "../scripts/setup.mjs";

const RUNS = 15;
/** Number of files that each side changes on its own. */
const OWN = 50;

/**
 * Measures merges: of two versions of a given folder (a source tree of about 80,000 files) that differ in a hundred
 * files, compared with `git merge-tree`, and of long texts. Uses a memory disk if there is one, to exclude disk waits.
 */
async function bench() {
  const given = process.argv[2];
  if (given === undefined) throw new SetupError("name a folder: npm run bench:merge -- <folder>");
  setUp();
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), given);
  const scratch = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "strata-bench-"));
  const { Repository } = await import(pathToFileURL(join(root, "dist/index.js")).href);
  const repository = await Repository.open(join(scratch, "store"), { surface: "cli" });
  try {
    await trees(repository, folder, scratch);
    await texts(repository, scratch);
  } finally {
    await repository.close();
    rmSync(scratch, { recursive: true });
  }
}

async function trees(repository, folder, scratch) {
  const work = join(scratch, "work");
  mkdirSync(work);
  copy(folder, work);
  const files = readdirSync(work, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && /\.[ch]$/.test(each.name))
    .map((each) => join(each.parentPath, each.name))
    .sort();
  const git = gitIn(work, join(scratch, "git"));
  git("init", "--quiet");
  const versions = {};
  const take = async (name, parents) => {
    git("add", "--all", "--force");
    const commit = git(
      "commit-tree",
      git("write-tree"),
      "-m",
      name,
      ...parents.flatMap((each) => ["-p", each]),
    );
    const { id } = await repository.run("import", { paths: [work], label: "tree" });
    versions[name] = { commit, id };
    return commit;
  };
  const step = Math.floor(files.length / (2 * OWN));
  const chosen = (side) => Array.from({ length: OWN }, (_, no) => files[(2 * no + side) * step]);
  const base = await take("base", []);
  for (const [side, name] of ["ours", "theirs"].entries()) {
    const before = chosen(side).map((file) => [file, readFileSync(file)]);
    for (const [file] of before) appendFileSync(file, `/* ${name} */\n`);
    await take(name, [base]);
    for (const [file, bytes] of before) writeFileSync(file, bytes);
  }
  const { ours, theirs } = versions;
  const byGit = await times(() => git("merge-tree", "--write-tree", ours.commit, theirs.commit));
  const request = {
    base: versions.base.id,
    ours: ours.id,
    theirs: theirs.id,
    names: { base: "base", ours: "ours", theirs: "theirs" },
    prefer: "none",
    renames: true,
  };
  const byUs = await times(() => repository.run("merge", request));
  const difference = await times(async () => {
    for await (const _ of repository.diff(ours.id, theirs.id));
  });
  const ratio = (figures) => `${(median(figures) / median(byGit)).toFixed(2)} × git`;
  line("git merge-tree", `${ms(median(byGit))} (${files.length} C files, ${2 * OWN} apart)`, "");
  line("merge of the trees", `${ms(median(byUs))}, ${ratio(byUs)}`, "≤ 2 × git");
  line("their difference", `${ms(median(difference))}, ${ratio(difference)}`, "≤ 2 × git");
}

async function texts(repository, scratch) {
  for (const [lines, edits, most] of [
    [20_000, 500, "< 300 ms"],
    [100_000, 2500, "< 2 s"],
  ]) {
    const text = Array.from({ length: lines }, (_, no) => `${" ".repeat(no % 9)}line ${no} of ${no % 97}`);
    const file = join(scratch, "text");
    const take = async (content) => {
      writeFileSync(file, content.join("\n"));
      return (await repository.run("import", { paths: [file], label: `text-${lines}` })).id;
    };
    const edited = (phase) => {
      const copy = [...text];
      for (let no = 0; no < edits; no++) {
        const at = Math.floor((no * lines) / edits) + phase;
        copy[at] = no % 3 === 0 ? "" : `${copy[at]} changed`;
        if (no % 5 === 0) copy[at + 2] = `${copy[at + 2]}\ninserted ${no}`;
      }
      return copy;
    };
    const [base, ours, theirs] = [await take(text), await take(edited(3)), await take(edited(17))];
    const request = {
      base,
      ours,
      theirs,
      names: { base: "b", ours: "o", theirs: "t" },
      prefer: "none",
      renames: true,
    };
    const merges = await times(async () => {
      const { status } = await repository.run("merge", request);
      if (status !== "merged") throw new Error("the texts did not merge");
    });
    const what = `${lines.toLocaleString("en")} lines, ${edits} edits a side`;
    line(what, `${ms(median(merges))} median, ${ms(Math.max(...merges))} longest`, most);
  }
}

function copy(from, to) {
  const { status } = spawnSync("cp", ["-r", `${from}/.`, to]);
  if (status !== 0) throw new SetupError(`${from} cannot be copied`);
}

/** Runs git with its own folder outside of the tree, so that the tree is the same for both. */
function gitIn(work, folder) {
  const names = { GIT_AUTHOR_NAME: "bench", GIT_AUTHOR_EMAIL: "bench@localhost" };
  const committer = { GIT_COMMITTER_NAME: "bench", GIT_COMMITTER_EMAIL: "bench@localhost" };
  const env = { ...process.env, GIT_DIR: folder, GIT_WORK_TREE: work, ...names, ...committer };
  return (...args) => {
    const { status, stdout, stderr } = spawnSync("git", args, {
      cwd: work,
      env,
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    if (status !== 0) throw new SetupError(`git ${args[0]} failed: ${stderr.trim()}`);
    return stdout.trim();
  };
}

/** Returns the times of several runs in milliseconds, after one to warm up. */
async function times(work) {
  await work();
  const found = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await work();
    found.push(performance.now() - began);
  }
  return found;
}

const median = (figures) => [...figures].sort((a, b) => a - b)[Math.floor(figures.length / 2)];
const ms = (figure) => `${figure.toFixed(1)} ms`;

function line(what, figure, target) {
  console.log(`${what.padEnd(34)} ${figure.padEnd(52)} ${target}`);
}

await program(bench);
