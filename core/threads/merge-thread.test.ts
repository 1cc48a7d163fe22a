import { afterEach, expect, it } from "vitest";
import { textMerger } from "../merge/text/text-merger.ts";
import { MergeThread } from "./merge-thread.ts";

const merging = new MergeThread();
afterEach(() => merging.close());

const options = { prefer: "none", names: { base: "b", ours: "o", theirs: "t" } } as const;
const sides = {
  base: Buffer.from("a\nb\nc\n"),
  ours: Buffer.from("1\nb\nc\n"),
  theirs: Buffer.from("a\nb\n2\n"),
};

it("merges in a thread, again and again", async () => {
  for (let turn = 0; turn < 3; turn++) {
    const merge = await merging.run(textMerger, sides, options);
    expect(merge).toMatchObject({ status: "merged", preferred: 0 });
    if (merge.status === "merged") expect(Buffer.from(merge.bytes).toString()).toBe("1\nb\n2\n");
  }
});

it("gives up what takes too long, and goes on with the next", async () => {
  expect(await merging.run({ ...textMerger, mostTime: 0 }, sides, options)).toEqual({
    status: "conflict",
    reason: "Merging it took more than 0 seconds.",
  });
  expect(await merging.run(textMerger, sides, options)).toMatchObject({ status: "merged" });
});

it("gives each of several merges at once its own time", async () => {
  // The first merge takes too long and ends the thread before the others begin.
  const merges = await Promise.all([
    merging.run({ ...textMerger, mostTime: 0 }, sides, options),
    merging.run(textMerger, sides, options),
    merging.run(textMerger, sides, options),
  ]);
  expect(merges.map(({ status }) => status)).toEqual(["conflict", "merged", "merged"]);
});

it("stops at once when it is told to, and goes on with the next", async () => {
  const stopping = new AbortController();
  const stopped = merging.run(textMerger, sides, options, stopping.signal);
  const waiting = merging.run(textMerger, sides, options, stopping.signal);
  const other = merging.run(textMerger, sides, options);
  // The first has been begun, and the thread that is to do it is only starting.
  setImmediate(() => stopping.abort());
  await expect(stopped).rejects.toMatchObject({ code: "Cancelled" });
  await expect(waiting).rejects.toMatchObject({ code: "Cancelled" });
  expect(await other).toMatchObject({ status: "merged" });
});
