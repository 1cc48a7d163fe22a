export { localActor, type Surface } from "./clock.ts";
export { asStrataError, type ErrorCode, type ErrorJson, StrataError } from "./errors.ts";
export type { ObjectId, SnapshotId } from "./ids.ts";
export { Repository, type RepositoryOptions } from "./repository/repository.ts";
