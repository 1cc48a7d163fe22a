import { program } from "../scripts/processes.mjs";
import { setUp } from "../scripts/setup.mjs";
import { LABEL, movedStore } from "./gc-stores.mjs";
import { open } from "./window-store.mjs";

const MOVES = 10_000;
const RUNS = 7;

/**
 * Measures collections on stores that it makes once, in the temporary folder: how long a mark takes, and how fast a
 * retention is tried. Prints a line for each job: the figure and its target.
 */
async function bench() {
  setUp();
  await marking();
  await trying(3000);
  await trying(20_000);
}

/** Marks 100 snapshots, which are all kept, in a store that was just opened, and then again. */
async function marking() {
  const store = await movedStore({ files: 80_000, moves: 100, changed: 100 });
  const marks = [];
  const plans = [];
  let marked = 0;
  for (let run = 0; run < RUNS; run++) {
    const repository = await open(store);
    const begin = performance.now();
    let counting = 0;
    const onProgress = ({ phase }) => {
      if (phase === "counting" && counting === 0) counting = performance.now();
    };
    ({ marked } = await repository.run("planCollection", {}, { onProgress }));
    marks.push(counting - begin);
    plans.push(performance.now() - begin);
    await repository.close();
  }
  line("mark 100 snapshots of 80,000 files", `${spread(marks)}, ${marked} objects`, "< 2000 ms");
  line("and count what is needed", spread(plans), "");
}

/** Tries one retention after the other, as somebody does who moves its sliders. */
async function trying(files) {
  const store = await movedStore({ files, moves: MOVES, changed: 3 });
  const repository = await open(store);
  const attempt = async (moves) => {
    const begin = performance.now();
    const retention = { keep: "last", moves };
    await repository.run("tryRetention", { label: LABEL, retention, deletedToo: false });
    return performance.now() - begin;
  };
  const first = await attempt(5);
  const others = [];
  for (let run = 0; run < RUNS; run++) others.push(await attempt(10 + run * 1000));
  line(`try a retention, ${MOVES} moves of ${files} files`, spread(others), "< 300 ms");
  line("the first time", ms(first), "");
  await repository.close();
}

const ms = (figure) => `${figure.toFixed(0)} ms`;

function spread(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  return `${ms(sorted[sorted.length >> 1])} median, ${ms(sorted.at(-1))} worst`;
}

function line(job, figure, target) {
  console.log(`${job.padEnd(50)}${figure.padEnd(46)}${target}`.trimEnd());
}

await program(bench);
