import type { Simulation } from "../../api/storage.ts";
import { text } from "../../strings/index.ts";
import styles from "./storage.module.css";

const words = text.space;
const HEIGHT = 36;
const HALF = HEIGHT / 2;

/** Draws moves over time: those that stay above the line, those that go below it. Their height is the logarithm of their number. */
export function MovesTimeline({ simulation }: { readonly simulation: Simulation }) {
  const { timeline, moves, dropped } = simulation;
  const most = Math.max(1, ...timeline.map(({ kept, gone }) => Math.max(kept, gone)));
  const tall = (count: number) =>
    count === 0 ? 0 : Math.max(3, (HALF - 2) * (Math.log1p(count) / Math.log1p(most)));
  return (
    <div className={styles.timeline}>
      <svg
        viewBox={`0 0 ${Math.max(1, timeline.length)} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.timeline(moves - dropped, dropped)}
      >
        {timeline.map(({ from, kept, gone }, at) => (
          <g key={from}>
            <rect
              className={styles.stays}
              x={at + 0.1}
              width={0.8}
              y={HALF - tall(kept)}
              height={tall(kept)}
            />
            <rect className={styles.goes} x={at + 0.1} width={0.8} y={HALF + 1} height={tall(gone)} />
          </g>
        ))}
      </svg>
      <p className={styles.legend} aria-hidden>
        <span>▲ {words.staysMark}</span>
        <span>▼ {words.goesMark}</span>
      </p>
    </div>
  );
}
