import { type ImageType, isImageType } from "../core/index.ts";
import { ORIGIN } from "./bridge.ts";

/** The target of an app URL: a file of the window, or a file's content in a snapshot. */
export type AppResource =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "content"; readonly ref: string; readonly type: ImageType };

const CONTENT = /^\/content\/([0-9a-f]{64})\/(.+)$/;
/** Matches names that are safe in a path on every system. */
const PLAIN_NAME = /^[A-Za-z0-9_@][A-Za-z0-9._@-]*$/;

/** Parses an app URL; undefined for an invalid one. A file's path is relative: plain names joined by /. */
export function readAppUrl(address: string): AppResource | undefined {
  const url = parse(address);
  if (url === undefined || `${url.protocol}//${url.host}` !== ORIGIN) return undefined;
  const { pathname, searchParams } = url;
  if (pathname.startsWith("/content/")) return readContent(pathname, searchParams.get("type") ?? "");
  const path = pathname === "/" ? "index.html" : pathname.slice(1);
  return path.split("/").every((name) => PLAIN_NAME.test(name)) ? { kind: "file", path } : undefined;
}

function readContent(pathname: string, type: string): AppResource | undefined {
  const [, snapshot, encoded = ""] = CONTENT.exec(pathname) ?? [];
  const path = decode(encoded);
  if (snapshot === undefined || path === undefined || !isImageType(type)) return undefined;
  return { kind: "content", ref: `${snapshot}:${path}`, type };
}

function parse(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
