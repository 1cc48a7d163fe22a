import { hostname, userInfo } from "node:os";

/** Tells the time, in milliseconds since 1970. */
export type Clock = () => number;

/** Through what a move was made. */
export type Surface = "app" | "cli" | "http" | "mcp" | "run";

/** Names who makes moves: `user@host (surface)`. */
export function localActor(surface: Surface): string {
  return `${userName()}@${hostname()} (${surface})`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user id without an entry in the password database, as in some containers.
    return `uid${process.getuid?.() ?? ""}`;
  }
}
