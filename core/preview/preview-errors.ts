import { StrataError } from "../errors.ts";

/** Why a file cannot be shown. */
export type Obstacle = "damaged" | "too large" | "too slow" | "not a database";

/** Returns the error for a file that cannot be shown here but can be exported. */
export function cannotPreview(obstacle: Obstacle, message: string, cause?: unknown): StrataError {
  return new StrataError("CannotPreview", message, {
    hint: "Export the file and open it with a program of its own kind, such as a database tool.",
    data: { obstacle },
    cause,
  });
}
