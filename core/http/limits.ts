/** The port that a server listens on unless another is named. */
export const DEFAULT_PORT = 7717;

/** How much a server takes on. Times are in milliseconds. */
export interface Limits {
  /** The most bytes of a JSON body, and how long it may take to come. */
  readonly body: number;
  readonly bodyTime: number;
  /** The most bytes of an uploaded archive, holes included. */
  readonly upload: number;
  /** How long an upload may send nothing, and a client may take nothing of an answer. */
  readonly idle: number;
  /** How long the headers of a request may take. */
  readonly headersTime: number;
  /** Requests a second, and at once before that counts. */
  readonly rate: number;
  readonly burst: number;
  /** Requests with a wrong token or none that are answered at once; one more is taken every `strangerPause`. */
  readonly strangers: number;
  readonly strangerPause: number;
  readonly connections: number;
  /** The most event streams at once. */
  readonly streams: number;
  /** How long a stopping server waits for the answers that are under way. */
  readonly grace: number;
}

const MiB = 1024 * 1024;

/** The limits of a server that is started without naming others. */
export const DEFAULT_LIMITS: Limits = {
  body: 8 * MiB,
  bodyTime: 30_000,
  upload: 1024 * 1024 * MiB,
  idle: 60_000,
  headersTime: 10_000,
  rate: 2000,
  burst: 5000,
  strangers: 20,
  strangerPause: 3000,
  connections: 512,
  streams: 64,
  grace: 5000,
};
