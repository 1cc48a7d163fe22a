import { describe, expect, it } from "vitest";
import { type TaskbarProgress, Work } from "./work.ts";

const reading = (bytesDone: number, bytes = 100) =>
  ({ command: "import", phase: "reading", files: 1, filesDone: 0, bytes, bytesDone, newBytes: 0 }) as const;

describe("Work", () => {
  function begin() {
    const shown: TaskbarProgress[] = [];
    return { shown, work: new Work((progress) => shown.push(progress)) };
  }

  it("shows an import from its beginning to its end", () => {
    const { shown, work } = begin();
    work.begin("a", "import");
    work.progress("a", { ...reading(0), phase: "looking" });
    work.progress("a", reading(25));
    work.progress("a", { ...reading(100), phase: "finishing" });
    work.end("a");
    expect(shown).toEqual(["some", "some", 0.25, 1, "none"]);
  });

  it("shows the least advanced of several", () => {
    const { shown, work } = begin();
    work.begin("a", "import");
    work.progress("a", reading(80));
    work.begin("b", "verify");
    work.progress("b", { command: "verify", phase: "objects", done: 1, total: 10 });
    work.end("b");
    expect(shown).toEqual(["some", 0.8, 0.8, 0.1, 0.8]);
  });

  it("knows nothing of how far an import of nothing is", () => {
    const { shown, work } = begin();
    work.begin("a", "import");
    work.progress("a", reading(0, 0));
    expect(shown).toEqual(["some", "some"]);
  });

  it("takes no notice of short commands", () => {
    const { shown, work } = begin();
    work.begin("a", "tree");
    work.end("a");
    expect(shown).toEqual([]);
  });

  it("guards imports and exports, not what only reads", () => {
    const { work } = begin();
    work.begin("a", "import");
    work.begin("b", "export");
    work.begin("c", "verify");
    expect(work.guarded).toBe(2);
    work.end("a");
    work.end("b");
    expect(work.guarded).toBe(0);
  });
});
