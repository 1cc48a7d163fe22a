import { Repository, type RepositoryOptions } from "../repository/repository.ts";

/** A store's folder and its repository, which is opened when something first needs it. */
export class StoreHandle {
  readonly folder: string;
  readonly options: RepositoryOptions;
  readonly #opened: (repository: Repository) => void;
  #opening: Promise<Repository> | undefined;

  /**
   * `folder` is absolute; `opened` hears of the repository each time that it was opened. With `create` in the options the store
   * is created where there is none, whatever needs it; without, only by what puts something into it.
   */
  constructor(
    folder: string,
    options: RepositoryOptions,
    opened: (repository: Repository) => void = () => undefined,
  ) {
    this.folder = folder;
    this.options = options;
    this.#opened = opened;
  }

  /**
   * Returns the repository. Throws as {@link Repository.open} does, and then tries again when it is asked again; `create` has the
   * store created where there is none.
   */
  repository({ create = false } = {}): Promise<Repository> {
    this.#opening ??= this.#open({ ...this.options, create: create || this.options.create === true });
    return this.#opening;
  }

  #open(options: RepositoryOptions): Promise<Repository> {
    const opening = Repository.open(this.folder, options).then((repository) => {
      // One that was closed before it was open is nobody's.
      if (this.#opening === opening) this.#opened(repository);
      return repository;
    });
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = undefined;
    });
    return opening;
  }

  /** Closes the repository if it is open; it opens again when it is next needed. */
  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    const repository = await opening?.catch(() => undefined);
    await repository?.close();
  }
}
