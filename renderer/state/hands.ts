let moves = 0;
let place = "";

/** Counts what a person does with mouse and keys, so that it is known whether they went on. Returns a function that stops that. */
export function followHands(target: Window): () => void {
  const count = () => {
    moves++;
  };
  const pointed = ({ screenX, screenY }: MouseEvent) => {
    // Content that moves under a resting pointer fires this event as well.
    const now = `${screenX},${screenY}`;
    if (now !== place) moves++;
    place = now;
  };
  const options = { capture: true, passive: true };
  const counted = ["keydown", "pointerdown", "wheel"] as const;
  for (const type of counted) target.addEventListener(type, count, options);
  target.addEventListener("pointermove", pointed, options);
  return () => {
    for (const type of counted) target.removeEventListener(type, count, options);
    target.removeEventListener("pointermove", pointed, options);
  };
}

/** Returns a function that tells whether the user has done nothing since, and so still waits. */
export function watchHands(): () => boolean {
  const before = moves;
  return () => moves === before;
}
