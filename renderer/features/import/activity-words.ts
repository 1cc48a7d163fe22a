import { bytes, count, duration } from "../../components/format.ts";
import type { RunningImport } from "../../model/import/imports.ts";
import { byteRate, secondsLeft } from "../../model/import/rate.ts";
import { text } from "../../strings/index.ts";

const words = text.importing.activity;

/** The share of kept bytes worth telling. New bytes are counted a little after they are read: less may be that lag. */
const NOTABLE = 0.02;

/** The texts about an import under way. */
export interface Activity {
  readonly phase: string;
  /** From 0 to 1; undefined while unknown. */
  readonly done: number | undefined;
  readonly files: string;
  /** The known ones of: rate, new bytes, kept bytes, time left. */
  readonly facts: readonly string[];
}

/** Puts an import's progress into words. */
export function describeActivity(running: Omit<RunningImport, "plan" | "handle">): Activity {
  const { progress, samples, paused, stopping } = running;
  const phase = stopping
    ? words.stopping
    : paused
      ? words.paused
      : words.phases[progress?.phase ?? "starting"];
  if (progress === null) return { phase, done: undefined, files: "", facts: [] };
  if (progress.phase === "looking") {
    return { phase, done: undefined, files: words.found(text.common.files(progress.files)), facts: [] };
  }
  const { files, filesDone, bytes: all, bytesDone, newBytes } = progress;
  const rate = byteRate(samples);
  const kept = bytesDone - newBytes;
  const left = progress.phase === "reading" ? secondsLeft(samples, { files, bytes: all }) : undefined;
  return {
    phase,
    done: share(bytesDone + filesDone, all + files),
    files: words.filesOf(count(filesDone), count(files)),
    facts: [
      ...(rate === undefined ? [] : [words.rate(bytes(rate))]),
      words.newBytes(bytes(newBytes)),
      ...(kept > bytesDone * NOTABLE ? [words.keptBytes(bytes(kept))] : []),
      ...(left === undefined ? [] : [words.left(duration(left))]),
    ],
  };
}

function share(done: number, all: number): number {
  return all === 0 ? 1 : Math.min(1, done / all);
}
