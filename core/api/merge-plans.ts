import { StrataError } from "../errors.ts";
import type { SnapshotId } from "../ids.ts";
import type { FileMerge } from "../merge/model/file-merge.ts";
import { type FileDecision, type Side, UNDECIDED } from "../merge/model/merge-state.ts";
import type { Choice } from "../merge/model/region-state.ts";
import { NO_ROWS_DECIDED, patchRowDecisions, type RowDecisionsPatch } from "../merge/model/row-decisions.ts";
import type { SavedRegion } from "../merge/model/saved-region.ts";
import { secondPath } from "../merge/model/second-path.ts";
import type { PathDecision } from "../operations/session-decisions.ts";
import { checkPermissions, checkPlace } from "../operations/session-fit.ts";
import type { FileStep } from "../operations/session-steps.ts";
import type { Repository } from "../repository/repository.ts";
import { movedOnce, type SessionFile, stateOf } from "../sessions/session.ts";
import { requireRows } from "../sessions/session-databases.ts";
import { unfitDecision } from "../sessions/session-errors.ts";
import { type HunkChange, stepFor } from "./merge-hunks.ts";
import type { TakeInput } from "./merge-takes.ts";
import { matcherFor } from "./path-matcher.ts";
import { rowsTaken } from "./row-choice.ts";

/** What becomes of one file: a decision, or a step in its text. */
export interface Plan {
  readonly path: string;
  readonly before: FileDecision;
  readonly after: FileDecision;
  readonly step?: FileStep;
  readonly regions?: readonly SavedRegion[];
  /** For rows of a database. */
  readonly patch?: RowDecisionsPatch;
}

/** Returns the plans that decide a whole file. */
export function decisionsIn(plans: readonly Plan[]): PathDecision[] {
  return plans.flatMap(({ path, step, patch, after }) =>
    step === undefined && patch === undefined ? { path, decision: after } : [],
  );
}

interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** The kinds of files whose sides have other contents and no hunks. */
const WHOLE: ReadonlySet<SessionFile["kind"]> = new Set(["binary", "sqlite", "type"]);

/** What one call decides, and the files that match and cannot be decided so. */
interface Plans {
  readonly plans: Plan[];
  readonly skipped: Skipped[];
}

/**
 * Works out what is decided by taking something for files of a merge; changes nothing but that content of the disk is stored. Throws `BadInput` where
 * nothing can be decided so, `EEXIST` and `ENOTDIR` for a second name of the only file.
 */
export function planTake(repository: Repository, id: number, input: TakeInput): Promise<Plans> {
  return new Planning(repository, id, input).plan();
}

class Planning {
  readonly #repository: Repository;
  readonly #id: number;
  readonly #input: TakeInput;
  #content: SnapshotId | undefined;

  constructor(repository: Repository, id: number, input: TakeInput) {
    this.#repository = repository;
    this.#id = id;
    this.#input = input;
  }

  async plan(): Promise<Plans> {
    const { path, match } = this.#input;
    if ((path === undefined) === (match === undefined)) {
      throw badResolve(
        "Either one file is decided, or those that match a pattern.",
        "Name a path, or a pattern (--match).",
      );
    }
    if (path !== undefined) {
      const plans = [await this.#planFor(path)];
      for (const [, taken] of await this.#takenNames(plans)) throw taken;
      return { plans, skipped: [] };
    }
    const paths = this.#matching(match ?? "");
    const all: Plan[] = [];
    const skipped: Skipped[] = [];
    for (const each of paths) {
      try {
        all.push(await this.#planFor(each));
      } catch (thrown) {
        if (!(thrown instanceof StrataError) || thrown.code !== "BadInput" || thrown.data?.path !== each)
          throw thrown;
        skipped.push({ path: each, reason: thrown.message });
      }
    }
    const taken = await this.#takenNames(all);
    for (const [each, { message }] of taken) skipped.push({ path: each, reason: message });
    const plans = all.filter((plan) => !taken.has(plan.path));
    const [first] = skipped;
    if (plans.length === 0 && first !== undefined) {
      throw badResolve(first.reason, "Decide these files one by one, or take something else.");
    }
    return { plans, skipped };
  }

  /** Finds the second names that cannot be, by the paths of the files. */
  #takenNames(plans: readonly Plan[]): Promise<Map<string, StrataError>> {
    const { merges } = this.#repository;
    return merges.takenNames(merges.get(this.#id), decisionsIn(plans));
  }

  #matching(pattern: string): string[] {
    const matches = matcherFor(pattern);
    const files = this.#repository.merges.files(this.#id);
    const { all, kind } = this.#input;
    const wanted = files.filter(
      (file) => (all || stateOf(file) === "open") && (kind === undefined || file.kind === kind),
    );
    const paths = wanted.map(({ path }) => path).filter((path) => matches(path, false));
    if (paths.length > 0) return paths;
    const what = `${all ? "" : "open "}file of ${kind === undefined ? "" : `kind ${kind} of `}the merge`;
    throw badResolve(`No ${what} matches ${JSON.stringify(pattern)}.`, "See the files: strata merge show.");
  }

  async #planFor(path: string): Promise<Plan> {
    const file = this.#repository.merges.file(this.#id, path);
    checkPermissions(file, this.#input);
    const at = this.#placeOf(file);
    const plan = await this.#planAt(file, at);
    checkPlace(file, plan.after);
    if (at === undefined || plan.after.at === at) return plan;
    throw unfitDecision(path, `${plan.after.take} has its own place`, "Take the text, or leave out --at.");
  }

  /** Returns whose path is meant. */
  #placeOf(file: SessionFile): "ours" | "theirs" | undefined {
    const { at } = this.#input;
    if (at === undefined) return undefined;
    const moved = movedOnce(file);
    const side = (["ours", "theirs"] as const).find((each) => moved?.[each] === at);
    if (side !== undefined) return side;
    const places = [moved?.ours, moved?.theirs].filter((each) => typeof each === "string");
    const hint = places.length === 0 ? "Leave out --at." : `Name one of these: ${places.join(", ")}.`;
    throw unfitDecision(file.path, `no side moved it to ${JSON.stringify(at)}`, hint);
  }

  async #planAt(file: SessionFile, chosen: "ours" | "theirs" | undefined): Promise<Plan> {
    const { path } = file;
    const before = file.decision ?? UNDECIDED;
    const permissions = this.#input.permissions ?? before.permissions;
    const more = permissions === undefined ? {} : { permissions };
    const at = chosen ?? before.at;
    const place = at === undefined ? {} : { at };
    const patch = await this.#rowsPatch(file);
    if (patch !== undefined) {
      const decided = patchRowDecisions(before.take === "rows" ? before : NO_ROWS_DECIDED, patch);
      const plan: Plan = { path, before, after: { take: "rows", ...decided, ...more, ...place } };
      // Only a whole decision says whose permissions and path count.
      const isWhole = this.#input.permissions !== undefined || chosen !== undefined;
      return isWhole ? plan : { ...plan, patch };
    }
    const both = this.#bothFiles(file);
    if (both !== undefined) return { path, before, after: { ...both, ...more } };
    const change = this.#hunkChange(path);
    if (change === undefined) {
      const decision = await this.#decision(path);
      return { path, before, after: { ...decision, ...more, ...(decision.take === "content" && place) } };
    }
    const { step, before: regions } = await stepFor(this.#repository, file, change);
    if (regions.length === 0) this.#requireFit(path);
    const taken = { ...more, ...place };
    return { path, before, after: { take: "text", ...taken }, step: { ...step, ...taken }, regions };
  }

  /** Throws `BadInput` if none of the hunks that are meant can be combined word by word, or has a suggestion, as was asked for. */
  #requireFit(path: string): void {
    const { take, hunk } = this.#input;
    if (take !== "combined" && take !== "suggestions") return;
    const why = {
      combined:
        hunk === undefined
          ? "no open hunk of it can be combined word by word"
          : `hunk ${hunk} cannot be combined word by word`,
      suggestions:
        hunk === undefined ? "no open hunk of it has a suggestion" : `hunk ${hunk} has no open suggestion`,
    }[take];
    throw unfitDecision(path, why, "Take something else for it.");
  }

  /** Returns the decision for rows that is meant; undefined if none is. */
  async #rowsPatch(file: SessionFile): Promise<RowDecisionsPatch | undefined> {
    const { table, key, take } = this.#input;
    if (table === undefined && key === undefined) return undefined;
    const { path } = file;
    if (table === undefined)
      throw unfitDecision(path, "a key is one of a table", "Name the table (--table).");
    if (take !== "ours" && take !== "theirs" && take !== "base") {
      throw unfitDecision(path, `a row has no ${take}`, "Take ours, theirs or the base.");
    }
    requireRows(file);
    const session = this.#repository.merges.get(this.#id);
    return await rowsTaken(this.#repository, session, file, { table, key }, take);
  }

  /** Returns the decision by which a pattern keeps both sides of a file that has no hunks; undefined for others. */
  #bothFiles({ path, kind, versions }: SessionFile): FileDecision | undefined {
    const { take, match, as } = this.#input;
    if (match === undefined || as !== undefined || !WHOLE.has(kind)) return undefined;
    if (versions.ours === null || versions.theirs === null) return undefined;
    if (take !== "both" && take !== "both-reversed") return undefined;
    const [first, second] = take === "both" ? (["ours", "theirs"] as const) : (["theirs", "ours"] as const);
    const { name } = this.#repository.merges.get(this.#id)[second];
    return { take: "both", as: secondPath(path, name), first };
  }

  /** Returns the change of hunks that is meant; undefined if the whole file is. */
  #hunkChange(path: string): HunkChange | undefined {
    const { take, hunk, as } = this.#input;
    const choose = (choice: Choice): HunkChange => ({
      hunk,
      change: (merge, index) => merge.choose(index, choice).merge,
    });
    switch (take) {
      case "both":
        return as === undefined ? choose("ours+theirs") : undefined;
      case "both-reversed":
        return as === undefined ? choose("theirs+ours") : undefined;
      case "neither":
        return choose("nothing");
      case "suggestions":
        return { hunk, change: suggestionTaken };
      case "combined":
        return { hunk, change: combined };
      case "text":
        return { hunk, change: (merge) => merge };
      case "ours":
      case "theirs":
      case "base":
        return hunk === undefined ? undefined : choose(take);
      case "delete":
      case "content":
        if (hunk === undefined) return undefined;
        throw unfitDecision(path, `a hunk has no ${take}`, "Take neither side of a hunk to leave it out.");
    }
  }

  async #decision(path: string): Promise<FileDecision> {
    const { take, from, as } = this.#input;
    if (take === "both" || take === "both-reversed") {
      if (as === undefined) throw unfitDecision(path, "both need a second name", "Name it (--as).");
      return { take: "both", as, first: take === "both" ? "ours" : "theirs" };
    }
    if (take === "content") return { take, id: await this.#captured(from) };
    return { take: take as Side | "delete" };
  }

  async #captured(from: string | undefined): Promise<SnapshotId> {
    if (from === undefined)
      throw badResolve("It is not said which content to take.", "Name a file on disk (--take file F).");
    this.#content ??= (await this.#repository.run("capture", { paths: [from], reread: true })).id;
    return this.#content;
  }
}

function suggestionTaken(merge: FileMerge, index: number): FileMerge {
  return merge.region(index).region.suggestion === undefined ? merge : merge.takeSuggestion(index).merge;
}

function combined(merge: FileMerge, index: number): FileMerge {
  return merge.combined(index) === undefined ? merge : merge.combine(index).merge;
}

function badResolve(message: string, hint: string): StrataError {
  return new StrataError("BadInput", message, { hint, data: { command: "merge.resolve" } });
}
