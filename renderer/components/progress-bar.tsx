import styles from "./progress-bar.module.css";

interface ProgressBarProps {
  readonly label: string;
  /** From 0 to 1; undefined while unknown. */
  readonly value: number | undefined;
  readonly paused?: boolean;
}

/** Shows progress as a bar. */
export function ProgressBar({ label, value, paused = false }: ProgressBarProps) {
  const known = value !== undefined;
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(known && { "aria-valuenow": Math.round(value * 100) })}
      data-paused={paused}
      data-unknown={!known}
    >
      <div className={styles.fill} style={{ transform: `scaleX(${known ? value : 0.3})` }} />
    </div>
  );
}
