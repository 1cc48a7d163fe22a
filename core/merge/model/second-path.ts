// @browser-safe

/** Returns a path beside a file's own for the other side's file: `photo (daily).png`. */
export function secondPath(path: string, name: string): string {
  const dot = path.lastIndexOf(".");
  const end = dot > path.lastIndexOf("/") + 1 ? dot : path.length;
  return `${path.slice(0, end)} (${name.replaceAll("/", "-")})${path.slice(end)}`;
}
