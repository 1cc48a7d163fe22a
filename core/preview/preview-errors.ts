import { StrataError } from "../errors.ts";

/** Why something cannot be shown. */
export type Obstacle = "damaged" | "too large" | "too slow" | "not a database";

/** Says that a file cannot be shown here, though it can be had. */
export function cannotPreview(obstacle: Obstacle, message: string, cause?: unknown): StrataError {
  return new StrataError("CannotPreview", message, {
    hint: "Export the file and open it with a program of its own kind, such as a database tool.",
    data: { obstacle },
    cause,
  });
}
