let inputs = 0;
let place = "";

/** Counts what the user does with mouse and keys. Returns a function that stops that. */
export function followInput(target: Window): () => void {
  const count = () => {
    inputs++;
  };
  const pointed = ({ screenX, screenY }: MouseEvent) => {
    // Content that moves under a resting pointer fires this event as well.
    const now = `${screenX},${screenY}`;
    if (now !== place) inputs++;
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

/** Returns a function that tells whether the user has done nothing since. */
export function watchIdle(): () => boolean {
  const before = inputs;
  return () => inputs === before;
}
