import { hostname, userInfo } from "node:os";

/** Returns the current time in milliseconds since 1970. */
export type Clock = () => number;

/** The part of Strata through which a move was made. */
export type Surface = "app" | "cli" | "http" | "mcp" | "run";

/** Returns the name recorded as a move's author: `user@host (surface)`. */
export function localActor(surface: Surface): string {
  return `${userName()}@${hostname()} (${surface})`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // The user id has no entry in the password database, as in some containers.
    return `uid${process.getuid?.() ?? ""}`;
  }
}
