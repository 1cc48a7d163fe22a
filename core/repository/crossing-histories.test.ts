import { expect, it } from "vitest";
import type { SnapshotId } from "../ids.ts";
import { MemoryLabelStore } from "../labels/memory-labels.ts";
import { buildManifest } from "../manifest/build.ts";
import type { Entry } from "../manifest/entry.ts";
import { NodeStore } from "../manifest/node-store.ts";
import { rangeEntries } from "../manifest/read.ts";
import type { RunMerger } from "../merge/content/merge-contents.ts";
import { gitVersion } from "../merge/text/git-suite.ts";
import { Dice } from "../merge/text/triples-suite.ts";
import { GitTrees } from "../merge/tree/git-trees-suite.ts";
import { MemoryObjectStore } from "../objects/memory-store.ts";
import { mergeWithBase } from "../operations/merge.ts";
import { findBase } from "../operations/merge-base.ts";
import { DEFAULT_PROFILE } from "../profile.ts";
import { type Model, sorted } from "../testing/manifests.ts";
import { inlineFile } from "../testing/trees.ts";

/** How many histories are tried, 50 to a repository of git; a campaign takes more. */
const histories = Number(process.env.STRATA_CROSSINGS ?? 100);
const seed = Number(process.env.STRATA_MERGE_SEED ?? Math.floor(Math.random() * 2 ** 31));
const BATCH = 50;

const [major, minor] = gitVersion() ?? [0, 0];
const hasGit = major > 2 || (major === 2 && minor >= 38);

/** Files by their paths, as lines. */
type Texts = ReadonlyMap<string, readonly string[]>;
/** A label as it is: what it holds, and what git and Strata call the state. */
interface State {
  readonly texts: Texts;
  readonly branch: string;
  readonly seq: number;
}

const names = ["one", "two"] as const;
const PATHS = ["a.txt", "b.txt", "c.txt"] as const;
const LINES = 7;
/** Every line names its file, so that git, which cannot be kept from following renames, takes none for another. */
const lineOf = (path: string, no: number, word: string) => `${path} line ${no} ${word}`;
const WORDS = ["red", "green", "blue"] as const;

/** Makes one random history of two labels that merge each other, in git and in Strata. */
class TwoLabels {
  readonly objects = new MemoryObjectStore();
  readonly nodes = new NodeStore(this.objects);
  readonly labels = new MemoryLabelStore({ clock: () => 0, actor: "ann@desk (cli)" });
  readonly #git: GitTrees;
  readonly #dice: Dice;
  readonly #states: Record<(typeof names)[number], State[]> = { one: [], two: [] };

  constructor(git: GitTrees, dice: Dice) {
    this.#git = git;
    this.#dice = dice;
  }

  async make(): Promise<void> {
    const texts = new Map(PATHS.map((path) => [path, this.#text(path)]));
    await this.#add("one", texts, []);
    await this.#add("two", texts, [this.head("one")]);
    for (let rounds = 1 + this.#dice.below(3); rounds > 0; rounds--) {
      for (const name of names) for (let left = this.#dice.below(3); left > 0; left--) await this.#edit(name);
      const [one, two] = [this.head("one"), this.head("two")];
      const crosses = this.#dice.below(4) > 0;
      await this.#merge("one", one, two);
      await this.#merge("two", two, crosses ? one : this.head("one"));
    }
    for (const name of names) if (this.#dice.below(2) > 0) await this.#edit(name);
  }

  head(name: (typeof names)[number]): State {
    const state = this.#states[name].at(-1);
    if (state === undefined) throw new Error(`there is no ${name}`);
    return state;
  }

  /** Takes for each file, and sometimes for each line, what one of the sides has, as somebody who decides would. */
  async #merge(name: (typeof names)[number], ours: State, theirs: State): Promise<void> {
    const texts = new Map<string, readonly string[]>();
    for (const path of PATHS) {
      const [a, b] = [ours.texts.get(path), theirs.texts.get(path)];
      const taken = this.#dice.below(2) > 0 ? a : b;
      const mixed =
        a !== undefined && b !== undefined && this.#dice.below(2) > 0
          ? a.map((line, no) => (this.#dice.below(2) > 0 ? line : (b[no] ?? line)))
          : taken;
      if (mixed !== undefined) texts.set(path, mixed);
    }
    await this.#add(name, texts, [ours, theirs]);
  }

  async #edit(name: (typeof names)[number]): Promise<void> {
    const head = this.head(name);
    const texts = new Map(head.texts);
    const path = this.#dice.pick(PATHS);
    const text = texts.get(path);
    if (text === undefined) texts.set(path, this.#text(path));
    else if (this.#dice.below(8) === 0) texts.delete(path);
    else {
      const no = this.#dice.below(LINES);
      texts.set(path, text.with(no, lineOf(path, no, this.#dice.pick(WORDS))));
    }
    await this.#add(name, texts, [head]);
  }

  async #add(name: (typeof names)[number], texts: Texts, parents: readonly State[]): Promise<void> {
    const model: Model = new Map(
      [...texts].map(([path, lines]) => [path, inlineFile(`${lines.join("\n")}\n`)]),
    );
    const branch = this.#git.add(model, ...parents.map((parent) => parent.branch));
    const to = await buildManifest(this.nodes, sorted(model));
    const [first, ...others] = parents;
    const isNew = this.#states[name].length === 0;
    const { seq } = await this.labels.force({
      label: name,
      op: isNew ? "create" : others.length > 0 ? "merge" : "push",
      to,
      ...(isNew && first && { origin: first.seq }),
      parents: await Promise.all(
        others.map(async (parent) => ({ id: await this.#idOf(parent), seq: parent.seq })),
      ),
    });
    this.#states[name].push({ texts, branch, seq });
  }

  async #idOf({ seq }: State): Promise<SnapshotId> {
    const to = this.labels.history.entry(seq)?.to;
    if (!to) throw new Error(`there is no entry ${seq}`);
    return to;
  }

  #text(path: string): string[] {
    return Array.from({ length: LINES }, (_, no) => lineOf(path, no, this.#dice.pick(WORDS)));
  }
}

const run: RunMerger = async (merger, sides, options) => merger.merge(sides, options);

async function mergeOf({ labels, objects, nodes }: TwoLabels, swapped: boolean) {
  const sides = swapped ? (["two", "one"] as const) : names;
  const [ours, theirs] = sides.map((name) => {
    const { head, last } = labels.resolveSync(name) ?? {};
    if (!head || last === undefined) throw new Error(`there is no ${name}`);
    return { id: head, seq: last.seq };
  });
  if (ours === undefined || theirs === undefined) throw new Error("there are two labels");
  const { plan, bases } = findBase(labels.history, ours, theirs);
  const stores = { objects, nodes, profile: DEFAULT_PROFILE, run };
  const request = { base: plan, ours: ours.id, theirs: theirs.id, prefer: "none", renames: false } as const;
  const merge = await mergeWithBase(stores, {
    ...request,
    names: { base: "base", ours: "one", theirs: "two" },
  });
  return { merge, bases: bases.length };
}

it.skipIf(!hasGit)(
  "is never clean where git is not, nor with another result, however histories cross",
  { timeout: 3_600_000 },
  async () => {
    const dice = new Dice(seed);
    const counts = { histories: 0, crossed: 0, clean: 0, conflicts: 0, extra: 0 };
    for (let left = histories; left > 0; left -= BATCH) {
      const git = new GitTrees();
      const batch = Array.from({ length: Math.min(BATCH, left) }, () => new TwoLabels(git, dice));
      for (const history of batch) await history.make();
      git.write();
      const expected = git.merge(batch.map((each) => [each.head("one").branch, each.head("two").branch]));
      const results: { branch: string; tree: string }[] = [];
      for (const [at, history] of batch.entries()) {
        const { tree = "", conflicts = [] } = expected[at] ?? {};
        const { merge, bases } = await mergeOf(history, false);
        const { merge: mirrored } = await mergeOf(history, true);
        counts.histories++;
        if (bases > 1) counts.crossed++;
        const open = merge.status === "conflict" ? merge.conflicts.map(({ path }) => path) : [];
        const told = `seed ${seed}, history ${counts.histories}`;
        expect(open, told).toEqual(expect.arrayContaining([...new Set(conflicts)]));
        const back =
          mirrored.status === "conflict" ? mirrored.conflicts.map(({ path }) => path) : mirrored.id;
        expect(back, told).toEqual(merge.status === "conflict" ? open : merge.id);
        if (merge.status === "conflict") {
          if (conflicts.length > 0) counts.conflicts++;
          else counts.extra++;
          continue;
        }
        counts.clean++;
        const result = new Map<string, Entry>();
        for await (const [path, entry] of rangeEntries(history.nodes, merge.id)) result.set(path, entry);
        results.push({ branch: git.add(result), tree });
      }
      git.write();
      const branches = results.map(({ branch }) => branch);
      if (branches.length > 0) expect(git.treesOf(branches)).toEqual(results.map(({ tree }) => tree));
    }
    console.log(`crossing histories, seed ${seed}: ${JSON.stringify(counts)}`);
    expect(counts.crossed).toBeGreaterThan(histories / 4);
  },
);
