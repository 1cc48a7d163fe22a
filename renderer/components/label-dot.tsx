import styles from "./label-dot.module.css";

/** Returns a label's hue, in degrees: derived from its name, so that it is the same everywhere. */
export function labelHue(name: string): number {
  // FNV-1a, whose last bits differ for names that differ little.
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return ((hash >>> 0) * 137.508) % 360;
}

/** Returns a label's colour. */
export function labelColour(name: string): string {
  return `oklch(var(--label-light) var(--label-chroma) ${labelHue(name).toFixed(1)})`;
}

/** A label's own colour as a chip. */
export function LabelDot({ name }: { readonly name: string }) {
  return <span className={styles.dot} style={{ background: labelColour(name) }} aria-hidden />;
}
