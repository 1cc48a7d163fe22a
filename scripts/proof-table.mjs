/** What is counted, in the order of the table, and what one of it is called. */
const FIGURES = {
  kills: "kills survived",
  faults: "faults injected",
  prefixes: "prefixes replayed",
  cases: "cases fuzzed",
  races: "minutes of races",
};
const MINUTE = 60_000;

/**
 * Returns the table of a run. `records`: what the tests wrote, each `{ figure, of, count, seed }` (core/testing/campaign.ts); `failures`:
 * the number of tests that failed.
 */
export function tableOf(records, failures) {
  const lines = [];
  for (const [figure, name] of Object.entries(FIGURES)) {
    const own = records.filter((each) => each.figure === figure);
    if (own.length === 0) continue;
    lines.push(line(name, shown(figure, sum(own)), seedsOf(own)));
    for (const of of new Set(own.map((each) => each.of))) {
      const some = own.filter((each) => each.of === of);
      lines.push(line(`  ${of}`, shown(figure, sum(some)), ""));
    }
  }
  return [...lines, line("failures", String(failures), "")].join("\n");
}

function sum(records) {
  return records.reduce((total, { count }) => total + count, 0);
}

function shown(figure, count) {
  return figure === "races" ? (count / MINUTE).toFixed(1) : count.toLocaleString("en");
}

function seedsOf(records) {
  const seeds = [...new Set(records.map(({ seed }) => seed))];
  return `${seeds.length === 1 ? "seed" : "seeds"} ${seeds.join(", ")}`;
}

function line(what, figure, seeds) {
  return `${what.padEnd(60)}${figure.padStart(10)}  ${seeds}`.trimEnd();
}
