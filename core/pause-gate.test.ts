import { expect, test } from "vitest";
import { PauseGate } from "./pause-gate.ts";

const turn = () => new Promise(setImmediate);

/** Says whether somebody who asked to pass has got through. */
function passing(gate: PauseGate): () => boolean {
  let hasPassed = false;
  void gate.pass().then(() => {
    hasPassed = true;
  });
  return () => hasPassed;
}

test("lets pass while open, and holds up from a pause to the resumption", async () => {
  const gate = new PauseGate();
  await gate.pass();
  gate.pause();
  gate.pause();
  const hasPassed = passing(gate);
  await turn();
  expect(hasPassed()).toBe(false);
  gate.resume();
  await turn();
  expect(hasPassed()).toBe(true);
});

test("one that is paused again before the waiting went on holds them up still", async () => {
  const gate = new PauseGate();
  gate.pause();
  const hasPassed = passing(gate);
  gate.resume();
  gate.pause();
  await turn();
  expect(hasPassed()).toBe(false);
});

test("opens for good when its signal is aborted", async () => {
  const abort = new AbortController();
  const gate = new PauseGate(abort.signal);
  gate.pause();
  const hasPassed = passing(gate);
  abort.abort();
  gate.pause();
  await turn();
  expect(hasPassed()).toBe(true);
  await gate.pass();
});

test("tells its followers of each change, and a late one of the pause that there is", () => {
  const gate = new PauseGate();
  const [early, late]: boolean[][] = [[], []];
  const stop = gate.follow((isPaused) => early?.push(isPaused));
  gate.resume();
  gate.pause();
  gate.pause();
  gate.follow((isPaused) => late?.push(isPaused));
  stop();
  gate.resume();
  expect(early).toEqual([true]);
  expect(late).toEqual([true, false]);
});
