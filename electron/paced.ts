/** The least time between two pieces of news, in ms: as often as a bar's movement is seen. */
const PACE = 50;

/** Lets news through at most every {@link PACE} ms, except where its phase is new. What comes in between is dropped. */
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
