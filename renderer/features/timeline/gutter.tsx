import { memo } from "react";
import type { Op } from "../../api/queries.ts";
import styles from "./gutter.module.css";
import type { Joint } from "./joints.ts";
import { DOWN, INTO, inLane, LANES, OUT, UP } from "./lanes.ts";

interface GutterProps {
  /** Undefined while the move is not loaded. */
  readonly op?: Op;
  /** Whether other snapshots went into it, as into a merge. */
  readonly joins?: boolean;
  /** The thickness of its layer, in pixels. */
  readonly thickness?: number;
  readonly isHead?: boolean;
  readonly above: Joint;
  readonly below: Joint;
  /** The arcs beside it, see `Lanes.at`. */
  readonly lanes: number;
}

const GUTTER = 64;
const HEIGHT = 48;
const MIDDLE = HEIGHT / 2;
/** The core that the layers lie in: a column through all of them, like one that is drilled out of the ground. */
const CORE = 42;
/** A layer is a little wider than the core. */
const LAYER = { left: 28, right: 56 };
/** The start of the line that joins a merge. */
const JOIN = { x: 60, y: HEIGHT - 7 };
const LANE_X = [20, 12, 5];

/** One row of a label's graph: its core, the move as a layer in it, and the arcs of jumps back that pass by. */
export const Gutter = memo(function Gutter({
  op,
  joins = false,
  thickness = 0,
  isHead = false,
  above,
  below,
  lanes,
}: GutterProps) {
  return (
    <svg className={styles.gutter} width={GUTTER} height={HEIGHT} aria-hidden>
      {above !== "none" && <path className={styles[above]} d={`M${CORE} 0V${MIDDLE}`} />}
      {below !== "none" && <path className={styles[below]} d={`M${CORE} ${MIDDLE}V${HEIGHT}`} />}
      {joins && <Joining />}
      {op !== undefined && <Layer op={op} thickness={thickness} isHead={isHead} />}
      {Array.from({ length: LANES }, (_, lane) => (
        <Arc key={LANE_X[lane]} bits={inLane(lanes, lane)} x={LANE_X[lane] ?? 0} />
      ))}
    </svg>
  );
});

/** Draws a change from elsewhere: a line from a snapshot of its own into the layer. */
function Joining() {
  return (
    <>
      <path
        className={styles.joining}
        d={`M${JOIN.x} ${JOIN.y}V${MIDDLE + 6}Q${JOIN.x} ${MIDDLE} ${LAYER.right - 2} ${MIDDLE}`}
      />
      <circle className={styles.joined} cx={JOIN.x} cy={JOIN.y} r={3} />
    </>
  );
}

/** A move as a layer, as thick as what it brought; the one that the label is at has a mark. */
function Layer({ op, thickness, isHead }: { op: Op; thickness: number; isHead: boolean }) {
  // Where a label is deleted its core is cut off.
  if (op === "delete") return <path className={styles.end} d={`M${LAYER.left} ${MIDDLE}H${LAYER.right}`} />;
  return (
    <>
      <rect
        className={styles.layer}
        x={LAYER.left}
        y={MIDDLE - thickness / 2}
        width={LAYER.right - LAYER.left}
        height={thickness}
        rx={Math.min(4, thickness / 2)}
      />
      {isHead && <circle className={styles.head} cx={CORE} cy={MIDDLE} r={5} />}
    </>
  );
}

/** Draws one lane of a jump back in one row: its start at a layer, its way past others, or its arrow. */
function Arc({ bits, x }: { bits: number; x: number }) {
  if (bits === 0) return null;
  const edge = LAYER.left - 1;
  const through = bits & UP && bits & DOWN ? `M${x} 0V${HEIGHT}` : "";
  const out = bits & OUT ? `M${edge} ${MIDDLE}H${x + 6}Q${x} ${MIDDLE} ${x} ${MIDDLE + 6}V${HEIGHT}` : "";
  const into = bits & INTO ? `M${x} 0V${MIDDLE - 6}Q${x} ${MIDDLE} ${x + 6} ${MIDDLE}H${edge - 5}` : "";
  return (
    <>
      <path className={styles.arc} d={through + out + into} />
      {(bits & INTO) !== 0 && <path className={styles.point} d={`M${edge} ${MIDDLE}l-7 -4.5v9z`} />}
    </>
  );
}
