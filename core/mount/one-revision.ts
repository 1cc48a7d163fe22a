import type { LayerState, UpperReader } from "./upper-layer.ts";

/**
 * Runs work that looks at a layer several times, again and again until nobody has written meanwhile: what it then gives or
 * throws is of one revision. As whoever wrote got on, somebody always does.
 */
export async function atOneRevision<T>(
  layer: UpperReader,
  work: (state: LayerState) => Promise<T>,
): Promise<T> {
  for (;;) {
    const state = layer.state();
    const [outcome] = await Promise.allSettled([work(state)]);
    if (layer.state().revision !== state.revision) continue;
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }
}
