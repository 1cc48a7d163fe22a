// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FileMerge } from "../../../core/merge/model/file-merge.ts";
import { splitLines } from "../../../core/merge/model/lines.ts";
import { printMerge } from "../../../core/merge/model/print.ts";
import {
  parseFileMerge,
  type SavedFileMerge,
  saveFileMerge,
} from "../../../core/merge/model/saved-file-merge.ts";
import type { SavedRegion } from "../../../core/merge/model/saved-region.ts";
import { applyStep } from "../../../core/merge/model/saved-step.ts";
import { bytesOfText, textOfBytes } from "../../../core/merge/model/text-bytes.ts";
import type { TextEdit } from "../../../core/merge/model/text-edit.ts";
import type { Region } from "../../../core/merge/text/region.ts";
import type { MergeFile } from "../../api/merges.ts";
import { type Answers, connectFake, failure, held } from "../../testing/fake-bridge.ts";
import { mergeOf } from "../../testing/samples.ts";
import type { FileSession } from "./file-session.ts";
import {
  flushTexts,
  forgetTexts,
  holdText,
  onUnsavedTexts,
  openText,
  requireTextsSaved,
} from "./open-files.ts";

const one = (start: number) => ({ start, count: 1 });
const all = (start: number) => ({ base: one(start), ours: one(start), theirs: one(start) });
const regions: Region[] = [
  { kind: "conflict", ...all(0) },
  { kind: "unchanged", ...all(1) },
  { kind: "conflict", ...all(2) },
  { kind: "ours", ...all(3) },
];
const texts = { base: "a\nb\nc\nd\n", ours: "A\nb\nC\nD\n", theirs: "x\nb\ny\nd\n" };
const lines = {
  base: splitLines(texts.base),
  ours: splitLines(texts.ours),
  theirs: splitLines(texts.theirs),
};

/** What the store holds of the one file of a merge. */
class StoredFile {
  saved: SavedFileMerge | null = null;
  revision = 0;
  readonly #texts: typeof texts;

  constructor(own = texts) {
    this.#texts = own;
  }

  get file(): MergeFile {
    const { saved, revision } = this;
    return {
      path: "f",
      kind: "text",
      state: "open",
      revision,
      decision: { take: "text" },
      permissions: false,
      base: null,
      ours: null,
      theirs: null,
      text: { ...this.#texts, regions, saved, invalid_utf8: false },
    };
  }

  get merge(): FileMerge {
    const { base, ours, theirs } = this.#texts;
    const own = { base: splitLines(base), ours: splitLines(ours), theirs: splitLines(theirs) };
    if (this.saved === null) return FileMerge.begin(own, regions);
    const parsed = parseFileMerge(this.saved, own);
    if (!parsed.ok) throw new Error(parsed.why);
    return parsed.value;
  }

  /** Has somebody else take a step. */
  other(step: (merge: FileMerge) => FileMerge): void {
    this.saved = saveFileMerge(step(this.merge));
    this.revision++;
  }

  answers(change: Answers = {}): Answers {
    return {
      "merge.file": () => this.file,
      "merge.step": ({ regions: step, cut }) => {
        const applied = applyStep(
          this.saved ?? (cut as SavedFileMerge | undefined) ?? saveFileMerge(this.merge),
          step as SavedRegion[],
        );
        if (!applied.ok) throw failure("StaleStep", applied.why);
        this.saved = applied.value;
        this.revision++;
        return { revision: this.revision };
      },
      ...change,
    };
  }
}

const merge = mergeOf({ id: 7 });
let stored = new StoredFile();
const open = (): FileSession => {
  const session = openText(merge, stored.file);
  if (session === undefined) throw new Error("it is a text");
  return session;
};
const insert = (line: number, column: number, text: string): TextEdit => ({
  range: { startLineNumber: line, startColumn: column, endLineNumber: line, endColumn: column },
  text,
});
const shown = (session: FileSession) => printMerge(session.merge).replaceAll("\n", " ");

beforeEach(() => {
  vi.useFakeTimers();
  stored = new StoredFile();
});
afterEach(() => {
  forgetTexts(merge.id);
  vi.useRealTimers();
});

describe("the merge of an open text", () => {
  test("saves a choice at once, and the next open hunk comes by itself", async () => {
    const bridge = connectFake(stored.answers());
    const session = open();
    session.choose("ours", true);
    expect(session.view.current).toBe(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(bridge.inputsOf("merge.step")).toHaveLength(1);
    expect(printMerge(stored.merge)).toBe(printMerge(session.merge));
    expect(session.view.save.is).toBe("saved");
    session.choose("theirs", false);
    expect(session.view.current).toBe(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(stored.merge.resolved).toBe(true);
  });

  test("saves what is typed within 300 ms, and not at every key", async () => {
    const bridge = connectFake(stored.answers());
    const session = open();
    session.typed([insert(1, 2, "1")]);
    await vi.advanceTimersByTimeAsync(200);
    session.typed([insert(1, 3, "2")]);
    expect(bridge.inputsOf("merge.step")).toHaveLength(0);
    expect(session.view.save.is).toBe("waiting");
    await vi.advanceTimersByTimeAsync(100);
    expect(bridge.inputsOf("merge.step")).toHaveLength(1);
    expect(stored.merge.text()).toBe("a12\nb\nc\nD\n");
  });

  test("saves one step after the other, and what was done meanwhile after them", async () => {
    const first = held<object>();
    const bridge = connectFake(stored.answers({ "merge.step": () => first.promise }));
    const session = open();
    session.choose("ours", true);
    await vi.advanceTimersByTimeAsync(0);
    session.choose("ours", true);
    session.reopen();
    await vi.advanceTimersByTimeAsync(1000);
    expect(bridge.inputsOf("merge.step")).toHaveLength(1);
    first.end({ revision: 1 });
    await vi.advanceTimersByTimeAsync(0);
    // The second hunk is as it was before it was decided: there is nothing more to save but that.
    expect(bridge.inputsOf("merge.step").length).toBeLessThanOrEqual(2);
    expect(session.view.save.is).toBe("saved");
  });

  test("keeps what a full disk refuses, says so, and tries again", async () => {
    let isFull = true;
    const answers = stored.answers();
    const step = answers["merge.step"];
    connectFake({
      ...answers,
      "merge.step": (input, call) => {
        if (isFull) throw failure("DiskFull");
        return step?.(input, call) ?? {};
      },
    });
    const told: boolean[] = [];
    const end = onUnsavedTexts((unsaved) => told.push(unsaved));
    const session = open();
    session.typed([insert(1, 2, "!")]);
    await vi.advanceTimersByTimeAsync(300);
    expect(session.view.save).toMatchObject({ is: "failed", error: { code: "DiskFull" } });
    await expect(requireTextsSaved(merge.id)).rejects.toMatchObject({ code: "DiskFull" });
    expect(session.merge.text()).toBe("a!\nb\nc\nD\n");
    session.typed([insert(1, 3, "!")]);
    isFull = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(session.view.save.is).toBe("saved");
    expect(stored.merge.text()).toBe("a!!\nb\nc\nD\n");
    expect(told).toEqual([true, false]);
    end();
  });

  test("is as it was left, as long as not all of it is saved", async () => {
    connectFake(stored.answers({ "merge.step": () => Promise.reject(failure("DiskFull")) }));
    const session = open();
    const leave = holdText(merge, "f", session);
    session.choose("ours", false);
    leave();
    await flushTexts();
    expect(open()).toBe(session);
    connectFake(stored.answers());
    const leaveAgain = holdText(merge, "f", session);
    leaveAgain();
    await flushTexts();
    await vi.advanceTimersByTimeAsync(0);
    expect(open()).not.toBe(session);
    expect(shown(open())).toBe(shown(session));
  });

  test("undoes and redoes choices and typing, which is saved too", async () => {
    connectFake(stored.answers());
    const session = open();
    session.choose("theirs+ours", true);
    session.typed([insert(4, 2, "s")]);
    expect(session.merge.text()).toBe("x\nA\nb\ncs\nD\n");
    session.undo();
    expect(session.merge.text()).toBe("x\nA\nb\nc\nD\n");
    expect(session.merge.counts.resolved).toBe(1);
    session.undo();
    expect(shown(session)).toBe(shown(open()));
    expect(session.merge.counts.resolved).toBe(0);
    expect(session.view).toMatchObject({ current: 0, canUndo: false, canRedo: true });
    session.redo();
    session.redo();
    await vi.advanceTimersByTimeAsync(0);
    expect(stored.merge.text()).toBe("x\nA\nb\ncs\nD\n");
  });

  test("keeps bytes that are no text, also on a line that is typed into", async () => {
    const bytes = Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x0a]);
    const latin = textOfBytes(bytes);
    stored = new StoredFile({ ...texts, base: latin + texts.base.slice(2) });
    connectFake(stored.answers());
    const session = open();
    session.choose("base", false);
    expect(bytesOfText(session.merge.lines(0, 1).join(""))).toEqual(bytes);
    session.typed([insert(1, 5, "!")]);
    await vi.advanceTimersByTimeAsync(300);
    expect([...bytesOfText(stored.merge.lines(0, 1).join(""))]).toEqual([0x63, 0x61, 0x66, 0xe9, 0x21, 0x0a]);
  });

  test("splits and joins the hunk at hand, and saves the cut", async () => {
    connectFake(stored.answers());
    const session = open();
    session.join();
    expect(session.view.current).toBe(0);
    expect(session.merge.regionCount).toBe(2);
    session.split("base", 1);
    await vi.advanceTimersByTimeAsync(0);
    expect(printMerge(stored.merge)).toBe(printMerge(session.merge));
    session.undo();
    session.undo();
    await vi.advanceTimersByTimeAsync(0);
    expect(printMerge(stored.merge)).toBe(printMerge(FileMerge.begin(lines, regions)));
  });
});

describe("a text that somebody else changes", () => {
  test("is loaded again; what is not saved yet stays", async () => {
    connectFake(stored.answers());
    const session = open();
    const edits: (TextEdit | null)[] = [];
    session.onChange(({ edit }) => edits.push(edit));
    session.typed([insert(3, 2, "!")]);
    stored.other((merge) => merge.choose(0, "theirs").merge);
    await session.follow(1);
    expect(session.merge.text()).toBe("x\nb\nc!\nD\n");
    await vi.advanceTimersByTimeAsync(300);
    expect(stored.merge.text()).toBe("x\nb\nc!\nD\n");
    expect(edits).toHaveLength(2);
    // Undo would take back what the other did.
    expect(session.view.canUndo).toBe(false);
  });

  test("is loaded again after a step of one's own, when others took some before", async () => {
    connectFake(stored.answers());
    const session = open();
    stored.other((merge) => merge.choose(2, "base").merge);
    session.choose("theirs", false);
    await vi.advanceTimersByTimeAsync(0);
    expect(shown(session)).toBe(
      "[0 conflict theirs] > x [1 unchanged auto]   b [2 conflict base]   c [3 ours auto] < D",
    );
    expect(session.view.save.is).toBe("saved");
  });

  test("is not loaded again for what was saved here", async () => {
    const bridge = connectFake(stored.answers());
    const session = open();
    session.choose("ours", true);
    await vi.advanceTimersByTimeAsync(0);
    await session.follow(1);
    expect(bridge.inputsOf("merge.file")).toHaveLength(0);
  });

  test("that was cut otherwise takes the own step where it fits", async () => {
    connectFake(stored.answers());
    const session = open();
    stored.other((merge) => merge.join(0).merge);
    session.choose("ours", false);
    session.goTo(3);
    session.choose("base", false);
    await vi.advanceTimersByTimeAsync(0);
    expect(session.view.save.is).toBe("saved");
    expect(shown(session)).toBe("[0 conflict open] ? a ? b ? c [1 ours base]   d");
    expect(printMerge(stored.merge)).toBe(printMerge(session.merge));
  });
});
