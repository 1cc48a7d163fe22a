/** The progress at a moment: `at` in ms, `done` of `total` files and bytes. */
export interface Sample {
  readonly at: number;
  readonly files: number;
  readonly bytes: number;
}

/** The moments that a rate is made of, oldest first. */
export type Samples = readonly Sample[];

/** The window of a mean rate, in ms: long enough to be smooth, short enough not to lag. */
const WINDOW = 8_000;
/** No time left is estimated before this time, in ms: it would soon be wrong. */
const BELIEVABLE = 3_000;
/** The cost of opening and closing a file, as bytes read. */
const FILE_COST = 48_000;

/** Adds a moment, and drops what has left the window. */
export function addSample(samples: Samples, sample: Sample): Samples {
  const kept = samples.filter(({ at }) => sample.at - at <= WINDOW && at < sample.at);
  return [...kept, sample];
}

/** Returns the bytes per second; undefined while there are too few samples. */
export function byteRate(samples: Samples): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < 500) return undefined;
  return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
}

/** Estimates the seconds for the remaining files and bytes; undefined while no estimate is reliable. */
export function secondsLeft(
  samples: Samples,
  total: { readonly files: number; readonly bytes: number },
): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at - first.at < BELIEVABLE) return undefined;
  const rate = (cost(last) - cost(first)) / (last.at - first.at);
  if (rate <= 0) return undefined;
  return Math.max(0, cost(total) - cost(last)) / rate / 1000;
}

function cost({ files, bytes }: { readonly files: number; readonly bytes: number }): number {
  return bytes + files * FILE_COST;
}
