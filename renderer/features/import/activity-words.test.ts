import { describe, expect, it } from "vitest";
import type { ImportProgress } from "../../model/import/imports.ts";
import { describeActivity } from "./activity-words.ts";

const reading: ImportProgress = {
  command: "import",
  phase: "reading",
  files: 2000,
  filesDone: 500,
  bytes: 4_000_000,
  bytesDone: 1_000_000,
  newBytes: 600_000,
};
const running = { progress: reading, samples: [], paused: false, stopping: false };

describe("describeActivity", () => {
  it("begins without numbers", () => {
    expect(describeActivity({ ...running, progress: null })).toEqual({
      phase: "Starting",
      done: undefined,
      files: "",
      facts: [],
    });
  });

  it("knows no total while it looks", () => {
    const said = describeActivity({ ...running, progress: { ...reading, phase: "looking" } });
    expect(said).toMatchObject({ phase: "Looking", done: undefined, files: "2,000 files found" });
  });

  it("says what is new and what was there, and nothing of rate and time that it does not know", () => {
    const said = describeActivity(running);
    expect(said.files).toBe("500 of 2,000 files");
    expect(said.done).toBeCloseTo(0.25);
    expect(said.facts).toEqual(["600 kB new", "400 kB already in the store"]);
  });

  it("says rate and time left once they are known", () => {
    const samples = [
      { at: 0, files: 0, bytes: 0 },
      { at: 5000, files: 500, bytes: 1_000_000 },
    ];
    const { facts } = describeActivity({ ...running, samples });
    expect(facts[0]).toBe("200 kB/s");
    expect(facts.at(-1)).toBe("15 seconds left");
  });

  it("says that it waits, or ends", () => {
    expect(describeActivity({ ...running, paused: true }).phase).toBe("Paused");
    expect(describeActivity({ ...running, paused: true, stopping: true }).phase).toBe("Stopping");
  });

  it("has done everything of nothing", () => {
    const nothing = { ...reading, files: 0, filesDone: 0, bytes: 0, bytesDone: 0, newBytes: 0 };
    expect(describeActivity({ ...running, progress: nothing }).done).toBe(1);
  });
});
