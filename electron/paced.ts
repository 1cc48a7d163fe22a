/** The shortest time between two progress events, in ms: as often as the eye follows a bar. */
const PACE = 50;

/** Lets progress through at most every {@link PACE} ms, and always at a new phase. The events in between are dropped. */
export function paced<P extends object>(
  tell: (news: P) => void,
  now: () => number = performance.now.bind(performance),
): (news: P) => void {
  let last = Number.NEGATIVE_INFINITY;
  let phase: unknown;
  return (news) => {
    const itsPhase = "phase" in news ? news.phase : undefined;
    const time = now();
    if (itsPhase === phase && time - last < PACE) return;
    last = time;
    phase = itsPhase;
    tell(news);
  };
}
