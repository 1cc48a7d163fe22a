export type { ByteStream, Command, CommandContext, Progress } from "./api/command.ts";
export {
  type CommandInput,
  type CommandOutput,
  type InvokeContext,
  invoke,
  invokeStream,
} from "./api/registry/invoke.ts";
export { type CommandName, type Registry, registry } from "./api/registry/registry.ts";
export { StoreHandle } from "./api/store-handle.ts";
export { defaultStoreFolder, defaultTokenFile } from "./api/store-location.ts";
export { run as runCommandLine } from "./cli/run.ts";
export { localActor, type Surface } from "./clock.ts";
export { asStrataError, type ErrorCode, type ErrorJson, StrataError } from "./errors.ts";
export { isRunning } from "./files/running.ts";
export { type Call, CallLog } from "./http/calls.ts";
export { DEFAULT_PORT } from "./http/limits.ts";
export { type RunningServer, type ServerOptions, startServer } from "./http/server.ts";
export { ensureToken, followToken, readToken, rotateToken } from "./http/token.ts";
export type { ObjectId, SnapshotId } from "./ids.ts";
export { labelNameFor } from "./labels/label-name.ts";
export { splitReference } from "./labels/split-reference.ts";
export { PauseGate } from "./pause-gate.ts";
export { type ImageType, isImageType } from "./preview/image-types.ts";
export { DailyCollector } from "./repository/daily-collector.ts";
export { Repository, type RepositoryOptions } from "./repository/repository.ts";
export { Scrubber } from "./repository/scrubber.ts";
export type { StoreEvent } from "./store/watch.ts";
export { type CallOptions, type Service, serve } from "./threads/rpc.ts";
export { ServiceThread } from "./threads/service-thread.ts";
export { throttled } from "./throttle.ts";
