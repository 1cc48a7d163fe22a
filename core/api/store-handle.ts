import { Repository, type RepositoryOptions } from "../repository/repository.ts";

/** A store's folder and its repository, which is opened (and the store created) when something first needs it. */
export class StoreHandle {
  readonly folder: string;
  readonly options: RepositoryOptions;
  #opening: Promise<Repository> | undefined;

  /** `folder` is absolute. */
  constructor(folder: string, options: RepositoryOptions) {
    this.folder = folder;
    this.options = options;
  }

  /** Gives the repository. Throws as {@link Repository.open} does, and then tries again when it is asked again. */
  repository(): Promise<Repository> {
    this.#opening ??= Repository.open(this.folder, this.options).catch((thrown: unknown) => {
      this.#opening = undefined;
      throw thrown;
    });
    return this.#opening;
  }

  /** Closes the repository if it is open; it opens again when it is next needed. */
  async close(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    const repository = await opening?.catch(() => undefined);
    await repository?.close();
  }
}
