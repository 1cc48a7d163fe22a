import { useSyncExternalStore } from "react";
import { ago, exactTime } from "./format.ts";

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

/** When something was, as from now, with the exact time on hover. */
export function Ago({ at }: { readonly at: number }) {
  const present = useSyncExternalStore(subscribe, () => now);
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)}>
      {ago(at, Math.max(present, at))}
    </time>
  );
}
