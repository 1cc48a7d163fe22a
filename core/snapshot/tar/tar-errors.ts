import { StrataError } from "../../errors.ts";

const HINT = "Nothing was imported. Make the archive anew, from the folder itself: tar -C folder -c .";

/** The error of an archive with a member that no snapshot can have. */
export function badArchive(member: string, why: string, hint = HINT): StrataError {
  const name = JSON.stringify(member.slice(0, 200));
  return new StrataError("BadInput", `The archive cannot be imported because of ${name}: ${why}.`, {
    hint,
    data: { member },
  });
}

/** The error of bytes that are no whole tar. */
export function noArchive(message: string, cause?: unknown): StrataError {
  return new StrataError("BadInput", message, {
    hint: "Nothing was imported. Send a tar that is not compressed, all of it.",
    cause,
  });
}
