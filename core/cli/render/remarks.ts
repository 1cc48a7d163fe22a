import { safeName, safeText } from "./safe-text.ts";

/** So many are shown to a person. */
const SHOWN = 20;

/** Returns a heading with the number of remarks, and the first of them, one a line. */
export function remarks(
  heading: string,
  all: readonly { readonly path: string; readonly reason: string }[],
): string[] {
  if (all.length === 0) return [];
  const more = all.length - SHOWN;
  return [
    `${heading} ${all.length.toLocaleString("en")}:`,
    ...all
      .slice(0, SHOWN)
      .map(({ path, reason }) => `  ${path === "" ? "" : `${safeName(path)}: `}${safeText(reason)}`),
    ...(more > 0 ? [`  … and ${more.toLocaleString("en")} more; --json lists all`] : []),
  ];
}
