/** The reason why a store does not open, as far as it decides the next step. */
export type FailureKind =
  | "locked"
  | "readOnly"
  | "tooNew"
  | "missing"
  | "damaged"
  | "full"
  | "disk"
  | "denied"
  | "mismatch"
  | "defect";

/** A step on from a store that does not open. A list of steps begins with the likeliest. */
export type FailureStep = "recover" | "retry" | "choose" | "default";

const KINDS: Readonly<Record<string, FailureKind>> = {
  StoreLocked: "locked",
  StoreReadOnly: "readOnly",
  StoreTooNew: "tooNew",
  NoStore: "missing",
  NotAStore: "missing",
  StoreMoved: "missing",
  ENOENT: "missing",
  ENOTDIR: "missing",
  DatabaseDamaged: "damaged",
  CorruptPack: "damaged",
  CorruptObject: "damaged",
  MissingObject: "damaged",
  DiskFull: "full",
  ReadFailed: "disk",
  WriteFailed: "disk",
  ProfileMismatch: "mismatch",
};

const DENIED = new Set(["EACCES", "EPERM", "EROFS"]);

/** Sorts an error of opening a store; `data.errno` tells a refusal of the system's from a disk that failed. */
export function failureKind({
  code,
  data,
}: {
  readonly code: string;
  readonly data?: Record<string, unknown> | undefined;
}): FailureKind {
  const kind = KINDS[code] ?? "defect";
  const errno = data?.errno;
  return kind === "disk" && typeof errno === "string" && DENIED.has(errno) ? "denied" : kind;
}

/** Returns the steps to offer, the likeliest first. `isDefault`: the store that failed is the default one. */
export function stepsFor(kind: FailureKind, isDefault: boolean): readonly FailureStep[] {
  const elsewhere: FailureStep[] = isDefault ? ["choose"] : ["choose", "default"];
  if (kind === "damaged") return ["recover", "retry", ...elsewhere];
  // Trying again brings nothing as long as the app is the same.
  return kind === "tooNew" ? elsewhere : ["retry", ...elsewhere];
}
