import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { bytes } from "../../../components/format.ts";
import styles from "./charts.module.css";

interface GrowthPlotProps {
  readonly label: string;
  /** Days in ms since 1970 with the stored bytes up to their end. */
  readonly days: readonly { readonly at: number; readonly sum: number }[];
}

const HEIGHT = 180;
/** The time between two marks, in seconds: whole days. */
const STEPS = [1, 2, 7, 14, 28, 91, 182, 365, 1826].map((days) => days * 24 * 3600);
const DARK = "(prefers-color-scheme: dark)";

/** Plots how the stored bytes grew. */
export function GrowthPlot({ label, days }: GrowthPlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = frame;
    if (current === null) return undefined;
    const data: uPlot.AlignedData = [days.map(({ at }) => at / 1000), days.map(({ sum }) => sum)];
    // A canvas does not follow the colours of the page.
    let plot = draw(current, data);
    const again = () => {
      plot.destroy();
      plot = draw(current, data);
    };
    const sizes = new ResizeObserver(() => plot.setSize({ width: current.clientWidth, height: HEIGHT }));
    sizes.observe(current);
    const dark = window.matchMedia(DARK);
    dark.addEventListener("change", again);
    return () => {
      dark.removeEventListener("change", again);
      sizes.disconnect();
      plot.destroy();
    };
  }, [days]);
  return <div ref={frame} className={styles.plot} role="img" aria-label={label} />;
}

function draw(frame: HTMLElement, data: uPlot.AlignedData): uPlot {
  const probe = getComputedStyle(frame);
  const colours = colourProbe(frame);
  const axis: uPlot.Axis = {
    stroke: colours("--text-muted"),
    grid: { stroke: colours("--line"), width: 1 },
    ticks: { stroke: colours("--line"), width: 1 },
    font: `11px ${probe.fontFamily}`,
  };
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const options: uPlot.Options = {
    width: frame.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: { y: { range: (_, __, most) => [0, most * 1.05] } },
    axes: [
      { ...axis, incrs: STEPS },
      { ...axis, size: 64, values: (_, splits) => splits.map((split) => bytes(split)) },
    ],
    series: [
      {},
      {
        stroke: colours("--accent"),
        fill: colours("--accent-soft"),
        width: 2,
        ...(stepped && { paths: stepped }),
        points: { show: false },
      },
    ],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
  };
  return new uPlot(options, data, frame);
}

/** Returns how to find out a colour of the page as a canvas understands it: `light-dark()` is resolved only in a property. */
function colourProbe(frame: HTMLElement): (name: string) => string {
  return (name) => {
    const probe = document.createElement("span");
    probe.style.color = `var(${name})`;
    frame.append(probe);
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}
