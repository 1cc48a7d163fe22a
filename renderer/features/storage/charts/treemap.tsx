import { hierarchy, treemap } from "d3-hierarchy";
import { useEffect, useMemo, useRef, useState } from "react";
import { bytes } from "../../../components/format.ts";
import type { Area } from "./areas.ts";
import styles from "./charts.module.css";

interface TreemapProps {
  /** What it shows, for people who do not see it; a table beside it has the same. */
  readonly label: string;
  readonly areas: readonly Area[];
}

/** The room that a part needs for its name and its size, in pixels. */
const NAMED = { width: 48, height: 20 };
const SIZED = 36;
const LETTER = 7;

/** Draws parts of a whole as rectangles of their size. */
export function Treemap({ label, areas }: TreemapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [{ width, height }, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    const { current } = frame;
    if (current === null) return undefined;
    const sizes = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    sizes.observe(current);
    return () => sizes.disconnect();
  }, []);
  const leaves = useMemo(() => {
    type Datum = { readonly area?: Area; readonly children?: readonly Datum[] };
    const root: Datum = { children: areas.filter(({ size }) => size > 0).map((area) => ({ area })) };
    const sized = hierarchy<Datum>(root, ({ children }) => children as Datum[]).sum(
      ({ area }) => area?.size ?? 0,
    );
    return treemap<Datum>().size([width, height]).paddingInner(2).round(true)(sized).leaves();
  }, [areas, width, height]);
  return (
    <div ref={frame} className={styles.map}>
      <svg width={width} height={height} role="img" aria-label={label}>
        {leaves.map(({ data: { area }, x0, x1, y0, y1 }) =>
          area === undefined ? null : (
            <Part key={area.key} area={area} x={x0} y={y0} width={x1 - x0} height={y1 - y0} />
          ),
        )}
      </svg>
    </div>
  );
}

interface PartProps {
  readonly area: Area;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function Part({ area, x, y, width, height }: PartProps) {
  const { name, size, colour, onOpen } = area;
  const letters = Math.floor((width - 12) / LETTER);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: for the mouse; the table beside it has the buttons.
    <g transform={`translate(${x} ${y})`} className={onOpen && styles.opens} onClick={onOpen}>
      <title>{`${name}: ${bytes(size)}`}</title>
      <rect className={styles.area} width={width} height={height} rx={3} style={{ fill: colour }} />
      {width >= NAMED.width && height >= NAMED.height && (
        <text className={styles.areaName} x={6} y={15}>
          {name.length > letters ? `${name.slice(0, Math.max(1, letters - 1))}…` : name}
        </text>
      )}
      {width >= NAMED.width + 16 && height >= SIZED && (
        <text className={styles.areaSize} x={6} y={30}>
          {bytes(size)}
        </text>
      )}
    </g>
  );
}
